import { isoWeek, mondayOf, startOfDay } from '#kernel/calendar.ts';
import { weightOf, type Row } from './history.ts';
import { standsAt, type Community, type Person } from './people.ts';

const HOUR = 3_600_000;
const WRITINGS = new Set(['message', 'reply', 'answer', 'post', 'submission', 'review']);

/** Distinct people active on each day, as sets. */
export function activeByDay(community: Community): Map<number, Set<Person>> {
  const days = new Map<number, Set<Person>>();
  for (const person of community.people)
    for (const day of person.activeDays.keys()) {
      const there = days.get(day) ?? new Set<Person>();
      there.add(person);
      days.set(day, there);
    }
  return days;
}

export function distinct(days: ReadonlyMap<number, ReadonlySet<Person>>, from: number, to: number): number {
  const seen = new Set<Person>();
  for (let day = from; day <= to; day++) for (const person of days.get(day) ?? []) seen.add(person);
  return seen.size;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function stickiness(days: ReadonlyMap<number, ReadonlySet<Person>>, day: number): number | null {
  const mau = distinct(days, day - 27, day);
  if (mau === 0) return null;
  let sum = 0;
  for (let at = day - 27; at <= day; at++) sum += days.get(at)?.size ?? 0;
  return sum / 28 / mau;
}

/** Stickiness at the end of each of the 26 complete weeks by T; weeks without anybody are skipped. */
export function ownMedian(days: ReadonlyMap<number, ReadonlySet<Person>>, day: number): number | null {
  const lastSunday = mondayOf(day + 1) - 1;
  const values = Array.from({ length: 26 }, (_, back) => stickiness(days, lastSunday - 7 * back));
  const known = values.filter((value) => value !== null);
  return known.length >= 8 ? median(known) : null;
}

export type Cohort = { cohort: string; monday: number; size: number; retained: number[] };

export function retention(community: Community, day: number): Cohort[] {
  const cohorts = new Map<number, Set<number>[]>();
  for (const person of community.people) {
    if (person.activeDays.size === 0) continue;
    const weeks = new Set([...person.activeDays.keys()].map(mondayOf));
    const cohort = Math.min(...weeks);
    cohorts.set(cohort, [...(cohorts.get(cohort) ?? []), weeks]);
  }
  return [...cohorts]
    .sort(([a], [b]) => a - b)
    .map(([monday, members]) => {
      const age = (mondayOf(day) - monday) / 7;
      const retained = Array.from(
        { length: Math.min(12, age) + 1 },
        (_, k) => members.filter((weeks) => weeks.has(monday + 7 * k)).length,
      );
      return { cohort: isoWeek(monday), monday, size: members.length, retained };
    });
}

export function week4(cohorts: readonly Cohort[], day: number): number | null {
  const ended = cohorts.filter((cohort) => cohort.monday + 28 + 6 <= day).slice(-8);
  const size = ended.reduce((sum, cohort) => sum + cohort.size, 0);
  return size === 0 ? null : ended.reduce((sum, cohort) => sum + cohort.retained[4]!, 0) / size;
}

export function gini(community: Community, day: number): number | null {
  const weights = community.people
    .filter((person) => person.isMember)
    .map((person) =>
      [...person.activeDays].filter(([at]) => at >= day - 27).reduce((sum, [, weight]) => sum + weight, 0),
    )
    .filter((weight) => weight > 0);
  if (weights.length < 5) return null;
  let differences = 0;
  for (const a of weights) for (const b of weights) differences += Math.abs(a - b);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return differences / (2 * weights.length ** 2 * mean);
}

export function netGrowth(community: Community, day: number, length: number): number | null {
  const known = community.people.filter((person) => person.joined);
  const joins = known.filter((person) => person.joinedDay > day - length).length;
  const leaves = known.filter((person) => person.leftDay !== undefined && person.leftDay > day - length).length;
  const start = known.filter((person) => standsAt(person.events.filter((row) => row.day <= day - length))).length;
  return start === 0 ? null : (joins - leaves) / start;
}

export type Answers = { starts: number; answered24h: number | null; medianMinutes: number | null };

/** Conversation starts of 28 days and whether somebody else took them up. */
export function responsiveness(community: Community, day: number, zone: string): Answers & { newcomers: Answers } {
  const end = startOfDay(day + 1, zone);
  const writings = community.rows.filter((row) => WRITINGS.has(row.kind));
  const threadOf = (row: Row): string => JSON.stringify([row.group ?? '', row.thread]);
  const firstOfThread = new Map<string, Row>();
  const byGroup = new Map<string, Row[]>();
  for (const row of writings) {
    if (row.thread !== undefined && !firstOfThread.has(threadOf(row))) firstOfThread.set(threadOf(row), row);
    const inGroup = byGroup.get(row.group ?? '');
    if (inGroup) inGroup.push(row);
    else byGroup.set(row.group ?? '', [row]);
  }
  const inWindow = (row: Row): boolean => row.day >= day - 27 && row.at <= end - 24 * HOUR;

  const answerDelay = (start: Row): number | undefined => {
    const author = community.authors.get(start);
    const place = community.rows.indexOf(start);
    for (const row of community.rows.slice(place + 1)) {
      if (row.at > start.at + 24 * HOUR) return undefined;
      if (community.authors.get(row) === author) continue;
      const replies = (row.kind === 'reply' || row.kind === 'answer') && row.replyTo === start.id;
      const writes = WRITINGS.has(row.kind) && (row.group ?? '') === (start.group ?? '');
      const inThread = writes && row.thread !== undefined && (row.thread === start.thread || row.thread === start.id);
      if (replies || inThread || (writes && row.at <= start.at + HOUR)) return row.at - start.at;
    }
    return undefined;
  };
  const summarise = (starts: readonly Row[]): Answers => {
    const delays = starts.map(answerDelay).filter((delay) => delay !== undefined);
    const middle = median(delays);
    return {
      starts: starts.length,
      answered24h: starts.length ? delays.length / starts.length : null,
      medianMinutes: middle === null ? null : middle / 60_000,
    };
  };

  const roots = new Set(
    writings
      .filter((row) => row.thread !== undefined)
      .map((row) => JSON.stringify([row.group ?? '', row.thread, 'root'])),
  );
  const starts: Row[] = [];
  for (const rows of byGroup.values())
    rows.forEach((row, index) => {
      if (row.kind !== 'message' || !inWindow(row)) return;
      const opens = row.thread !== undefined && firstOfThread.get(threadOf(row)) === row;
      const isRoot = row.thread !== row.id && roots.has(JSON.stringify([row.group ?? '', row.id, 'root']));
      const before = rows[index - 1];
      if (opens || isRoot || !before || before.at < row.at - HOUR) starts.push(row);
    });
  const firsts = community.people
    .map((person) => person.events.find((row) => row.kind === 'message'))
    .filter((row) => row !== undefined)
    .filter((row) => inWindow(row) && row.day - community.authors.get(row)!.joinedDay < 14);
  return { ...summarise(starts), newcomers: summarise(firsts) };
}

export const contributionsOf = (rows: readonly Row[]): number => rows.filter((row) => weightOf(row) > 0).length;
