import { p, sql } from '#platform/clickhouse/index.ts';
import { bestWindow } from '../figures/best-window.ts';
import type { MemberDay } from './days-of-member.query.ts';
import { asWords, idText } from './id-index.ts';
import type { People } from './people.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

/** Members whose days are read at first; each further batch is four times as large. */
const FIRST_BATCH = 1000;
/** Nobody beyond so many, by all-time weight, is looked at. */
const MOST = 30_000;

export type WakeCandidate = { member: number; worth: number };

/** Days in which somebody's last activity is fresh enough to come before all who have been away longer. */
const FRESH_DAYS = 365;

type Silent = { members: readonly number[]; weightAll: Float64Array; lastActiveDay: Int32Array };

/**
 * Of some silent members those most worth waking: whose last activity is within 365 days, by the largest contribution
 * weight of their best 91 days, then who was active last, then by id; then, where these are few, the others likewise.
 */
export async function worthWaking(
  frame: Frame,
  people: People,
  silent: Silent,
  limit: number,
): Promise<WakeCandidate[]> {
  const isFresh = (member: number): boolean => silent.lastActiveDay[member]! > frame.today - FRESH_DAYS;
  const fresh = await mostWorth(frame, people, { ...silent, members: silent.members.filter(isFresh) }, limit);
  if (fresh.length === limit) return fresh;
  const others = { ...silent, members: silent.members.filter((member) => !isFresh(member)) };
  return [...fresh, ...(await mostWorth(frame, people, others, limit - fresh.length))];
}

/**
 * All-time weight bounds the worth from above, so reading stops once nobody can enter the list, and in communities of
 * very many silent members of like weight at the first MOST of them.
 */
async function mostWorth(frame: Frame, people: People, silent: Silent, limit: number): Promise<WakeCandidate[]> {
  const { weightAll, lastActiveDay } = silent;
  const order = silent.members
    .filter((member) => weightAll[member]! > 0)
    .sort((a, b) => weightAll[b]! - weightAll[a]! || a - b);
  const better = (a: WakeCandidate, b: WakeCandidate): number =>
    b.worth - a.worth ||
    lastActiveDay[b.member]! - lastActiveDay[a.member]! ||
    (people.ids.text(a.member) < people.ids.text(b.member) ? -1 : 1);
  let best: WakeCandidate[] = [];
  let size = FIRST_BATCH;
  for (let from = 0; from < Math.min(order.length, MOST); from += size / 4) {
    const least = best.length < limit ? 0 : best.at(-1)!.worth;
    if (weightAll[order[from]!]! < least) break;
    const batch = order.slice(from, from + size);
    size *= 4;
    const worths = await bestWorths(frame, people, batch);
    best = [...best, ...batch.map((member) => ({ member, worth: worths.get(member) ?? 0 }))]
      .sort(better)
      .slice(0, limit);
  }
  return best;
}

async function bestWorths(frame: Frame, people: People, members: readonly number[]): Promise<Map<number, number>> {
  const daily = await dailyWeights(frame, people, members);
  return new Map([...daily].map(([member, { day, weight }]) => [member, bestWindow(day, weight)]));
}

/** Active days of a member, ascending (a day may come several times), with what they contributed and wrote. */
export type MemberDaily = { day: number[]; weight: number[]; writings: number[] };

/** What some members contributed by day. */
export async function dailyWeights(
  frame: Frame,
  people: People,
  members: readonly number[],
): Promise<Map<number, MemberDaily>> {
  const personas = personasOf(frame, people, members);
  const found = await readColumns(
    frame,
    'insights.daily_weights',
    sql`SELECT persona_id, day, toFloat64(sum(weight)) AS weights,
          toFloat64(sum(messages)) AS writings FROM member_days
        WHERE ${standingDays(frame)} AND persona_id IN ${p.uuids(personas)} AND contributions > 0
        GROUP BY persona_id, day ORDER BY day`,
  );
  const ids = asWords(found.rawUuids('persona_id'));
  const days = found.column('day') as Uint16Array;
  const weights = found.column('weights') as Float64Array;
  const writings = found.column('writings') as Float64Array;
  const daily = new Map<number, MemberDaily>();
  for (let row = 0; row < found.rows; row++) {
    const member = people.memberOf(ids, row);
    let own = daily.get(member);
    if (!own) daily.set(member, (own = { day: [], weight: [], writings: [] }));
    own.day.push(days[row]!);
    own.weight.push(weights[row]!);
    own.writings.push(writings[row]!);
  }
  return daily;
}

/** The same out of what the roll-up has of one member. */
export const dailyOf = (days: readonly MemberDay[]): MemberDaily => {
  const active = days.filter(({ contributions }) => contributions > 0);
  return {
    day: active.map(({ day }) => day),
    weight: active.map(({ weight }) => weight),
    writings: active.map(({ messages }) => messages),
  };
};

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
