import { p, sql } from '#platform/clickhouse/index.ts';
import { bestWindow } from '../figures/best-window.ts';
import { asWords, idText } from './id-index.ts';
import type { People } from './people.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

/** Members whose days are read at once. */
const BATCH = 1000;

export type WakeCandidate = { member: number; worth: number };

/**
 * Of some silent members those most worth waking: the largest contribution weight of their best 91 days, then who was
 * active last, then by id. All-time weight bounds the worth from above, so reading stops once nobody can enter the list.
 */
export async function worthWaking(
  frame: Frame,
  people: People,
  silent: { members: readonly number[]; weightAll: Float64Array; lastActiveDay: Int32Array },
  limit: number,
): Promise<WakeCandidate[]> {
  const { weightAll, lastActiveDay } = silent;
  const order = silent.members
    .filter((member) => weightAll[member]! > 0)
    .sort((a, b) => weightAll[b]! - weightAll[a]! || a - b);
  const better = (a: WakeCandidate, b: WakeCandidate): number =>
    b.worth - a.worth ||
    lastActiveDay[b.member]! - lastActiveDay[a.member]! ||
    (people.ids.text(a.member) < people.ids.text(b.member) ? -1 : 1);
  let best: WakeCandidate[] = [];
  for (let from = 0; from < order.length; from += BATCH) {
    const least = best.length < limit ? 0 : best.at(-1)!.worth;
    if (weightAll[order[from]!]! < least) break;
    const batch = order.slice(from, from + BATCH);
    const worths = await bestWorths(frame, people, batch);
    best = [...best, ...batch.map((member) => ({ member, worth: worths.get(member) ?? 0 }))].sort(better).slice(0, limit);
  }
  return best;
}

async function bestWorths(frame: Frame, people: People, members: readonly number[]): Promise<Map<number, number>> {
  const daily = await dailyWeights(frame, people, members);
  return new Map([...daily].map(([member, { day, weight }]) => [member, bestWindow(day, weight)]));
}

/** What some members contributed by day, days ascending. */
export async function dailyWeights(
  frame: Frame,
  people: People,
  members: readonly number[],
): Promise<Map<number, { day: number[]; weight: number[]; contributions: number[] }>> {
  const personas = personasOf(frame, people, members);
  const found = await readColumns(
    frame,
    'insights.daily_weights',
    sql`SELECT persona_id, day, toFloat64(sum(weight)) AS weights, toFloat64(sum(contributions)) AS counts FROM member_days
        WHERE ${standingDays(frame)} AND persona_id IN ${p.uuids(personas)} AND contributions > 0
        GROUP BY persona_id, day ORDER BY day`,
  );
  const ids = asWords(found.rawUuids('persona_id'));
  const days = found.column('day') as Uint16Array;
  const weights = found.column('weights') as Float64Array;
  const counts = found.column('counts') as Float64Array;
  const daily = new Map<number, { day: number[]; weight: number[]; contributions: number[] }>();
  for (let row = 0; row < found.rows; row++) {
    const member = people.memberOf(ids, row);
    let own = daily.get(member);
    if (!own) daily.set(member, (own = { day: [], weight: [], contributions: [] }));
    own.day.push(days[row]!);
    own.weight.push(weights[row]!);
    own.contributions.push(counts[row]!);
  }
  return daily;
}

/** Ids of all personas of some members. */
export function personasOf(frame: Frame, people: People, members: readonly number[]): string[] {
  const wanted = new Set(members);
  const ids = new Set(members.map((member) => people.ids.text(member)));
  const { personas } = frame.mapped;
  for (let row = 0; row < personas.length / 4; row++) {
    if (wanted.has(people.memberOf(personas, row))) ids.add(idText(personas, row));
  }
  return [...ids];
}

