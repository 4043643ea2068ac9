import { formatDay, type Day } from '#kernel/calendar.ts';
import { NEVER, NO_TIER } from '#modules/tiers/index.ts';
import { TIERS } from './contract.ts';
import { classifyMembers, type Classified } from './decide.ts';
import { activeBetween, type ActivityBits } from './figures/activity-bits.ts';
import { dailySeries, SERIES_DAYS } from './figures/daily-series.ts';
import { isBehind, MAU_WINDOW, mauParts, type MauSide } from './figures/mau-change.ts';
import { idText, idWords } from './gather/id-index.ts';
import { closestTies, mainGroups, type MainGroups } from './gather/mau-places.query.ts';
import { groupNames } from './gather/names.query.ts';
import type { Frame } from './gather/standing.ts';
import type { InsightRules } from './insight-rules.ts';
import type { MauChange, MauPart } from './mau-change.contract.ts';

const GROUPS_SHOWN = 12;
const LEADERS_SHOWN = 10;
/** A leader is somebody whom at least so many lost people were closest to. */
const LEADS = 3;
/** Lost people whose ties are looked at. */
const TIES_READ = 20_000;
/** Somebody gone at most so many days after a follower went before them. */
const FOLLOWED_DAYS = 28;

export type MauChangeInputs = {
  frame: Frame;
  /** Everybody at the frame's day, with the bits of their activity. */
  now: Classified;
  rules: InsightRules;
  experts: readonly string[];
  /** The day that is compared with: so many days before, or that of the highest MAU of 364 days. */
  against: number | 'highest';
  /** 1 for those who are looked at; without, everybody. By number of `now`. */
  only?: Uint8Array;
  /** What people go by, by number of `now`. */
  namesOf(members: readonly number[]): Promise<ReadonlyMap<number, string>>;
};

/** Who is behind what a diagnosis names. */
export type MauPoint =
  | { of: 'part'; part: MauPart }
  | { of: 'group'; groupId: string; side: 'lost' | 'won' }
  | { of: 'tier'; tier: string; side: 'before' | 'now' }
  | { of: 'leader'; memberId: string }
  | { of: 'all'; side: 'lost' | 'won' };

export type MauDiagnosis = { result: MauChange; behind(point: MauPoint): string[] };

/**
 * Says why MAU changed between an earlier day and the frame's: parts that add up to the change (`mauParts`), the same
 * change by group and by tier, and who of the lost were closest to somebody who is gone too. The earlier day is at
 * least 28 days before, so that no day is in both windows.
 */
export async function diagnoseMau(inputs: MauChangeInputs): Promise<MauDiagnosis> {
  const { frame, now, only } = inputs;
  const { people, columns, facts } = now.gathered;
  const bits = only ? masked(columns.bits, only) : columns.bits;
  const day = dayBefore(bits, frame.today, inputs.against);
  const before = await classifyMembers({ ...frame, today: day }, inputs.rules, { experts: inputs.experts });
  const then = numbersOf(before, now);
  const sides = {
    before: sideAt(
      bits,
      facts.joinedDay,
      day,
      (i) => then[i]! >= 0 && before.gathered.left.today[then[i]!] === 1,
      only,
    ),
    now: sideAt(bits, facts.joinedDay, frame.today, (i) => now.gathered.left.today[i] === 1, only),
  };
  const groups = await mainGroups(frame, people, day);
  const lost = indices(facts.count, (i) => sides.before.active[i] === 1 && sides.now.active[i] === 0);
  const won = indices(facts.count, (i) => sides.before.active[i] === 0 && sides.now.active[i] === 1);
  const read = lost.slice(0, TIES_READ);
  const followed = followedOf(await closestTies(frame, people, read, day), sides, facts.lastActiveDay);
  const tierOf = {
    before: (i: number): string => tierName(then[i]! < 0 ? NO_TIER : before.tiers.tier[then[i]!]!),
    now: (i: number): string => tierName(now.tiers.tier[i]!),
  };
  const result: MauChange = {
    before: { day: formatDay(day), mau: total(sides.before.active) },
    now: { day: formatDay(frame.today), mau: total(sides.now.active) },
    change: won.length - lost.length,
    lost: lost.length,
    won: won.length,
    parts: mauParts(sides.before, sides.now),
    groups: await groupRows(frame, groups, sides),
    tiers: tierRows(tierOf, sides),
    followers: [...followed.values()].reduce((sum, list) => sum + list.length, 0),
    leaders: await leaderRows(inputs, followed, lost.length),
    tiesRead: read.length,
  };
  const behind = (point: MauPoint): string[] => {
    switch (point.of) {
      case 'part':
        return texts(indices(facts.count, (i) => isBehind(point.part, i, sides.before, sides.now)));
      case 'group': {
        const [list, mains] = point.side === 'lost' ? [lost, groups.before] : [won, groups.now];
        return texts(list.filter((i) => mains.get(i) === point.groupId));
      }
      case 'tier':
        return texts(
          indices(facts.count, (i) => sides[point.side].active[i] === 1 && tierOf[point.side](i) === point.tier),
        );
      case 'leader':
        return texts(followed.get(people.ids.indexOfText(point.memberId)) ?? []);
      default:
        return texts(point.side === 'lost' ? lost : won);
    }
  };
  const texts = (members: readonly number[]): string[] => members.map((member) => people.ids.text(member));
  return { result, behind };
}

type Sides = { before: MauSide; now: MauSide };

/** Only the bits of those who are looked at. */
const masked = (bits: ActivityBits, only: Uint8Array): ActivityBits => ({
  ...bits,
  days: bits.days.map((column) => column.map((word, i) => (only[i] === 1 ? word : 0))),
});

function dayBefore(bits: ActivityBits, today: Day, against: number | 'highest'): Day {
  if (against !== 'highest') return today - Math.max(MAU_WINDOW, against);
  const { mau } = dailySeries(bits);
  let best = MAU_WINDOW;
  for (let age = MAU_WINDOW; age < SERIES_DAYS; age++) if (mau[age]! >= mau[best]!) best = age;
  return today - (mau[best] === 0 ? MAU_WINDOW : best);
}

/** The number of each person of `now` among those of `before`; −1 = was not there. */
function numbersOf(before: Classified, now: Classified): Int32Array {
  const words = now.gathered.people.ids.words();
  return Int32Array.from({ length: now.gathered.facts.count }, (_, i) => before.gathered.people.ids.indexOf(words, i));
}

function sideAt(
  bits: ActivityBits,
  joinedDay: Int32Array,
  day: Day,
  hasLeft: (i: number) => boolean,
  only: Uint8Array | undefined,
): MauSide {
  const count = joinedDay.length;
  const side = {
    age: new Int16Array(count).fill(-1),
    active: new Uint8Array(count),
    activeBefore: new Uint8Array(count),
    left: new Uint8Array(count),
  };
  const ago = bits.today - day;
  for (let i = 0; i < count; i++) {
    const joined = joinedDay[i]!;
    if (joined === NEVER || joined > day || only?.[i] === 0) continue;
    side.age[i] = Math.floor((day - joined) / MAU_WINDOW);
    side.active[i] = activeBetween(bits.days, i, ago, ago + MAU_WINDOW - 1) ? 1 : 0;
    side.activeBefore[i] = activeBetween(bits.days, i, ago + MAU_WINDOW, ago + 2 * MAU_WINDOW - 1) ? 1 : 0;
    side.left[i] = hasLeft(i) ? 1 : 0;
  }
  return side;
}

function indices(count: number, holds: (i: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < count; i++) if (holds(i)) found.push(i);
  return found;
}

const total = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
const tierName = (code: number): string => TIERS[code] ?? 'outside';

function tierRows(
  tierOf: { before: (i: number) => string; now: (i: number) => string },
  sides: Sides,
): MauChange['tiers'] {
  const rows = new Map([...TIERS, 'outside' as const].map((tier) => [tier as string, { tier, before: 0, now: 0 }]));
  for (const side of ['before', 'now'] as const) {
    const { active } = sides[side];
    for (let i = 0; i < active.length; i++) if (active[i] === 1) rows.get(tierOf[side](i))![side]++;
  }
  return [...rows.values()].filter(({ before, now }) => before + now > 0);
}

/** Everybody active in their main group; the groups that changed most, the rest together. */
async function groupRows(frame: Frame, groups: MainGroups, { before, now }: Sides): Promise<MauChange['groups']> {
  const rows = new Map<string, { before: number; now: number; lost: number; won: number }>();
  const rowOf = (groupId: string) => {
    let row = rows.get(groupId);
    if (!row) rows.set(groupId, (row = { before: 0, now: 0, lost: 0, won: 0 }));
    return row;
  };
  for (const [i, groupId] of groups.before) {
    if (before.active[i] === 0) continue;
    rowOf(groupId).before++;
    if (now.active[i] === 0) rowOf(groupId).lost++;
  }
  for (const [i, groupId] of groups.now) {
    if (now.active[i] === 0) continue;
    rowOf(groupId).now++;
    if (before.active[i] === 0) rowOf(groupId).won++;
  }
  const ordered = [...rows]
    .map(([groupId, row]) => ({ groupId, ...row }))
    .sort((x, y) => x.now - x.before - (y.now - y.before) || y.before - x.before || (x.groupId < y.groupId ? -1 : 1));
  const most = new Set(
    ordered
      .toSorted((x, y) => Math.abs(y.now - y.before) - Math.abs(x.now - x.before))
      .slice(0, ordered.length <= GROUPS_SHOWN ? GROUPS_SHOWN : GROUPS_SHOWN - 1),
  );
  const shown = ordered.filter((row) => most.has(row));
  const names = await groupNames(
    frame,
    shown.map(({ groupId }) => groupId),
  );
  const named = shown.map((row) => {
    const at = names.accounts.indexOf(idWords([row.groupId]), 0);
    return { ...row, group: names.names[at] || (names.externalIds[at] ?? '') };
  });
  const others = ordered.filter((row) => !most.has(row));
  if (others.length === 0) return named;
  const sum = (key: 'before' | 'now' | 'lost' | 'won'): number => others.reduce((all, row) => all + row[key], 0);
  return [
    ...named,
    { groupId: null, group: '', before: sum('before'), now: sum('now'), lost: sum('lost'), won: sum('won') },
  ];
}

/** Lost people by the lost person they were closest to, who went before them or at most 28 days after. */
function followedOf(
  closest: ReadonlyMap<number, number>,
  { before, now }: Sides,
  lastActiveDay: Int32Array,
): Map<number, number[]> {
  const followed = new Map<number, number[]>();
  for (const [person, other] of closest) {
    const gone = before.active[other] === 1 && now.active[other] === 0;
    if (!gone || lastActiveDay[other]! > lastActiveDay[person]! + FOLLOWED_DAYS) continue;
    const list = followed.get(other);
    if (list) list.push(person);
    else followed.set(other, [person]);
  }
  return followed;
}

async function leaderRows(
  { now, namesOf }: MauChangeInputs,
  followed: ReadonlyMap<number, readonly number[]>,
  lost: number,
): Promise<MauChange['leaders']> {
  const { people, left } = now.gathered;
  const words = people.ids.words();
  const most = [...followed]
    .filter(([, list]) => list.length >= LEADS)
    .map(([member, list]) => ({ member, memberId: idText(words, member), lost: list.length }))
    .sort((a, b) => b.lost - a.lost || (a.memberId < b.memberId ? -1 : 1))
    .slice(0, LEADERS_SHOWN);
  const names = await namesOf(most.map(({ member }) => member));
  return most.map(({ member, ...row }) => ({
    ...row,
    name: names.get(member) ?? '',
    left: left.today[member] === 1,
    share: row.lost / lost,
  }));
}
