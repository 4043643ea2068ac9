import type { Day } from '#kernel/calendar.ts';
import { decay } from '#modules/network/index.ts';
import { NEVER } from '#modules/tiers/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { SILENCE_RULES, type SilenceEvidence } from '../figures/silence-causes.ts';
import type { MemberDay } from './days-of-member.query.ts';
import { answersToFirsts, firstMessages } from './first-messages.query.ts';
import { groupsAround } from './groups-around.query.ts';
import { asWords } from './id-index.ts';
import type { People } from './people.ts';
import type { PersonaResolver } from './persona-resolver.ts';
import { removedMessages } from './removed-messages.query.ts';
import { readColumns, type Frame } from './standing.ts';
import { memberGains } from './tie-gains.query.ts';
import { dailyOf, dailyWeights, personasOf } from './wake-candidates.query.ts';

/** What is known of everyone, by number, when the silence of some is looked into. */
export type Standing = {
  readonly joinedDay: Int32Array;
  readonly lastActiveDay: Int32Array;
  readonly isMember: Uint8Array;
};

export type SilenceInputs = {
  frame: Frame;
  people: People;
  resolver: PersonaResolver;
  standing: Standing;
  members: readonly number[];
  groupName(groupId: string): string;
  /** What they gave and received, where that was read already. */
  gains?: ReadonlyMap<number, readonly Gain[]>;
  /** What they did day by day, where that was read already. */
  days?: ReadonlyMap<number, readonly MemberDay[]>;
  /** Messages sent by the team in the 28 days before the last activity, by member id, where deliveries are known. */
  sent28?: ReadonlyMap<string, number>;
};

/** Facts about why some silent members fell silent; the closest person is given by number, to be named by the caller. */
export async function silenceEvidence(
  inputs: SilenceInputs,
): Promise<Map<number, { evidence: SilenceEvidence; closest: number | null }>> {
  const { frame, people, members, standing } = inputs;
  const [gains, daily, removed, groups] = await Promise.all([
    inputs.gains ?? gainsOf(inputs),
    inputs.days
      ? new Map([...inputs.days].map(([member, days]) => [member, dailyOf(days)]))
      : dailyWeights(frame, people, members),
    removedMessages(inputs),
    groupsAround(inputs),
  ]);
  const answers = await answersToFirsts(inputs, await firstMessages(inputs, daily));
  const found = new Map<number, { evidence: SilenceEvidence; closest: number | null }>();
  for (const member of members) {
    const lastActive = standing.lastActiveDay[member]!;
    const last = lastActive === NEVER ? null : lastActive;
    const own = gains.get(member) ?? [];
    const closest = last === null ? null : closestAt(own, last);
    const other = closest?.member ?? null;
    found.set(member, {
      closest: other,
      evidence: {
        joinedDay: standing.joinedDay[member]!,
        lastActiveDay: last,
        heardFromAtFirst: heardAtFirst(own, standing.joinedDay[member]!),
        firstMessage: answers.get(member) ?? null,
        closest: closest && {
          name: '',
          tie: closest.tie,
          left: standing.isMember[closest.member] === 0,
          lastActiveDay:
            standing.lastActiveDay[closest.member] === NEVER ? null : standing.lastActiveDay[closest.member]!,
        },
        removed: removedSince(removed.get(member) ?? [], last),
        sent28: inputs.sent28?.get(people.ids.text(member)) ?? null,
        group: groups.get(member) ?? null,
        fading: last === null ? null : fadingOf(daily.get(member)?.day ?? [], last),
      },
    });
  }
  return found;
}

export type Gain = { other: number; received: boolean; day: Day; gain: number; kind: string };

/** Every gain that some members gave or received, in order of days; people who are not known are left out. */
export async function gainsOf({
  frame,
  people,
  members,
}: Pick<SilenceInputs, 'frame' | 'people' | 'members'>): Promise<Map<number, Gain[]>> {
  const rows = await readGains(
    frame,
    members.map((member) => people.ids.text(member)),
    personasOf(frame, people, members),
  );
  return placeGains(rows, people, new Set(members));
}

/** Gains by row, givers and receivers as words. */
export type GainRows = {
  readonly rows: number;
  readonly givers: Uint32Array;
  readonly receivers: Uint32Array;
  readonly day: Uint16Array;
  readonly gain: Uint8Array;
  readonly kind: readonly string[];
};

/** Reads what some members, with all their personas, gave or received. */
export async function readGains(
  frame: Frame,
  memberIds: readonly string[],
  personas: readonly string[],
): Promise<GainRows> {
  const ids = p.uuids(memberIds);
  const rows = await readColumns(
    frame,
    'insights.gains_of_members',
    sql`SELECT giver, receiver, day, gain, kind FROM (${memberGains(frame, sql`1`, personas)})
        WHERE giver IN ${ids} OR receiver IN ${ids} ORDER BY day, giver, receiver, gain, kind`,
  );
  return {
    rows: rows.rows,
    givers: asWords(rows.rawUuids('giver')),
    receivers: asWords(rows.rawUuids('receiver')),
    day: rows.column('day') as Uint16Array,
    gain: rows.column('gain') as Uint8Array,
    kind: rows.column('kind') as string[],
  };
}

/** Puts gains to the members wanted; `other` is the other person's number. */
export function placeGains(
  { rows, givers, receivers, day, gain, kind }: GainRows,
  people: People,
  wanted: ReadonlySet<number>,
): Map<number, Gain[]> {
  const found = new Map<number, Gain[]>();
  const add = (member: number, entry: Gain): void => {
    if (!wanted.has(member) || entry.other < 0) return;
    const list = found.get(member);
    if (list) list.push(entry);
    else found.set(member, [entry]);
  };
  for (let row = 0; row < rows; row++) {
    const from = people.ids.indexOf(givers, row);
    const to = people.ids.indexOf(receivers, row);
    const shared = { day: day[row]!, gain: gain[row]!, kind: kind[row]! };
    add(from, { ...shared, other: to, received: false });
    add(to, { ...shared, other: from, received: true });
  }
  return found;
}

function heardAtFirst(gains: readonly Gain[], joined: Day): number {
  const heard = gains.filter(
    ({ received, day, kind }) =>
      received &&
      day - joined < SILENCE_RULES.welcomeDays &&
      (kind === 'reply' || kind === 'reaction' || kind === 'mention'),
  );
  return new Set(heard.map(({ other }) => other)).size;
}

/** The strongest tie at the end of a day, both directions together. */
export function closestAt(gains: readonly Gain[], last: Day): { member: number; tie: number } | null {
  const ties = new Map<number, number>();
  for (const { other, day, gain } of gains) {
    if (day <= last) ties.set(other, (ties.get(other) ?? 0) + gain * decay(last - day));
  }
  let best: { member: number; tie: number } | null = null;
  for (const [member, tie] of ties) if (!best || tie > best.tie) best = { member, tie };
  return best;
}

function removedSince(days: readonly Day[], last: Day | null): SilenceEvidence['removed'] {
  const near = days.filter((day) => last === null || day > last - 28);
  return near.length === 0 ? null : { count: near.length, last: near.at(-1)! };
}

function fadingOf(days: readonly Day[], last: Day): SilenceEvidence['fading'] {
  const distinct = [...new Set(days)];
  return {
    last28: distinct.filter((day) => day > last - 28).length,
    before84: distinct.filter((day) => day <= last - 28 && day > last - 112).length,
  };
}
