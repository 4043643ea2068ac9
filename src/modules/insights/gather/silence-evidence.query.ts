import { startOfDay, type Day } from '#kernel/calendar.ts';
import { decay } from '#modules/network/index.ts';
import { NEVER } from '#modules/segments/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { Conversations } from '../figures/conversations.ts';
import { SILENCE_RULES, type SilenceEvidence } from '../figures/silence-causes.ts';
import { writing } from './conversations.query.ts';
import { asWords, idText } from './id-index.ts';
import type { People } from './people.ts';
import type { PersonaResolver } from './persona-resolver.ts';
import { countingEvents, notBot, readColumns, standingDays, type Frame } from './standing.ts';
import { memberGains } from './tie-gains.query.ts';
import { dailyWeights, personasOf } from './wake-candidates.query.ts';

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
  /** Messages sent by the team in the 28 days before the last activity, by member id, where deliveries are known. */
  sent28?: ReadonlyMap<string, number>;
};

/** Facts about why some silent members fell silent; the closest person is given by number, to be named by the caller. */
export async function silenceEvidence(
  inputs: SilenceInputs,
): Promise<Map<number, { evidence: SilenceEvidence; closest: number | null }>> {
  const { frame, people, members, standing } = inputs;
  const [gains, daily, removed, firsts] = [
    await gainsOf(inputs), await dailyWeights(frame, people, members), await removedOf(inputs), await firstMessages(inputs),
  ];
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
        firstMessage: await answeredOf(inputs, firsts.get(member)),
        closest: closest && {
          name: '', tie: closest.tie, left: standing.isMember[closest.member] === 0,
          lastActiveDay: standing.lastActiveDay[closest.member] === NEVER ? null : standing.lastActiveDay[closest.member]!,
        },
        removed: removedSince(removed.get(member) ?? [], last),
        sent28: inputs.sent28?.get(people.ids.text(member)) ?? null,
        group: last === null ? null : await groupAround(inputs, member, last),
        fading: last === null ? null : fadingOf(daily.get(member)?.day ?? [], last),
      },
    });
  }
  return found;
}

export type Gain = { other: number; received: boolean; day: Day; gain: number; kind: string };

/** Every gain that some members gave or received, in order of days; `other` is the other person's number. */
export async function gainsOf({ frame, people, members }: Pick<SilenceInputs, 'frame' | 'people' | 'members'>): Promise<Map<number, Gain[]>> {
  const ids = p.uuids(members.map((member) => people.ids.text(member)));
  const rows = await readColumns(
    frame,
    'insights.gains_of_members',
    sql`SELECT giver, receiver, day, gain, kind FROM (${memberGains(frame, sql`1`)})
        WHERE giver IN ${ids} OR receiver IN ${ids} ORDER BY day, giver, receiver`,
  );
  const givers = asWords(rows.rawUuids('giver'));
  const receivers = asWords(rows.rawUuids('receiver'));
  const day = rows.column('day') as Uint16Array;
  const gain = rows.column('gain') as Uint8Array;
  const kind = rows.column('kind') as string[];
  const wanted = new Set(members);
  const found = new Map<number, Gain[]>();
  const add = (member: number, entry: Gain): void => {
    if (!wanted.has(member) || entry.other < 0) return;
    const list = found.get(member);
    if (list) list.push(entry);
    else found.set(member, [entry]);
  };
  for (let row = 0; row < rows.rows; row++) {
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
      received && day - joined < SILENCE_RULES.welcomeDays && (kind === 'reply' || kind === 'reaction' || kind === 'mention'),
  );
  return new Set(heard.map(({ other }) => other)).size;
}

function closestAt(gains: readonly Gain[], last: Day): { member: number; tie: number } | null {
  const ties = new Map<number, number>();
  for (const { other, day, gain } of gains) {
    if (day <= last) ties.set(other, (ties.get(other) ?? 0) + gain * decay(last - day));
  }
  let best: { member: number; tie: number } | null = null;
  for (const [member, tie] of ties) if (!best || tie > best.tie) best = { member, tie };
  return best;
}

async function removedOf({ frame, people, resolver, members }: SilenceInputs): Promise<Map<number, Day[]>> {
  const accounts = personasOf(frame, people, members);
  const rows = await readColumns(
    frame,
    'insights.removed_of_members',
    sql`SELECT account_id, event_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        WHERE ${inScope(frame.scope)} AND day <= ${p.day(frame.today)} AND removed != '' AND ${notBot(frame.scope)}
          AND account_id IN ${p.uuids(accounts)} ORDER BY day`,
  );
  const ids = asWords(rows.rawUuids('account_id'));
  const events = asWords(rows.rawUuids('event_id'));
  const at = rows.column('at_ms') as Float64Array;
  const place = rows.column('place') as Float64Array;
  const day = rows.column('day') as Uint16Array;
  const found = new Map<number, Day[]>();
  for (let row = 0; row < rows.rows; row++) {
    const member = resolver.memberOf(people, ids, row, { at: at[row]!, position: place[row]!, events });
    if (member >= 0) found.set(member, [...(found.get(member) ?? []), day[row]!]);
  }
  return found;
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

type FirstMessage = { at: number; day: Day; eventId: string; groupId: string; threadId: string };

async function firstMessages({ frame, people, resolver, members }: SilenceInputs): Promise<Map<number, FirstMessage>> {
  const accounts = personasOf(frame, people, members);
  const rows = await readColumns(
    frame,
    'insights.first_messages',
    sql`SELECT account_id, event_id, group_id, thread_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toFloat64(position) AS place
        FROM events FINAL
        WHERE ${countingEvents(frame)} AND account_id IN ${p.uuids(accounts)} AND kind = 'message'
        ORDER BY at, position, event_id ${resolver.hasSpans ? sql`` : sql`LIMIT 1 BY account_id`}`,
  );
  const ids = asWords(rows.rawUuids('account_id'));
  const [events, groups, threads] = [rows.rawUuids('event_id'), rows.rawUuids('group_id'), rows.rawUuids('thread_id')].map(asWords);
  const at = rows.column('at_ms') as Float64Array;
  const place = rows.column('place') as Float64Array;
  const day = rows.column('day') as Uint16Array;
  const found = new Map<number, FirstMessage>();
  for (let row = 0; row < rows.rows; row++) {
    const member = resolver.memberOf(people, ids, row, { at: at[row]!, position: place[row]!, events: events! });
    if (member < 0 || found.has(member)) continue;
    found.set(member, {
      at: at[row]!, day: day[row]!, eventId: idText(events!, row), groupId: idText(groups!, row), threadId: idText(threads!, row),
    });
  }
  return found;
}

/** Whether somebody answered a first message within 24 hours; null where less time has passed or there was none. */
async function answeredOf(
  { frame, people, resolver }: SilenceInputs,
  first: FirstMessage | undefined,
): Promise<SilenceEvidence['firstMessage']> {
  if (!first || first.at > startOfDay(frame.today + 1, frame.zone) - 86_400_000) return null;
  const rows = await readColumns(
    frame,
    'insights.answers_to_first',
    sql`SELECT account_id, event_id, group_id, thread_id, if(kind IN ('reply', 'answer'), reply_to, toUUID('00000000-0000-0000-0000-000000000000')) AS parent,
          toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        WHERE ${countingEvents(frame)} AND day >= ${p.day(first.day)} AND day <= ${p.day(first.day + 2)} AND ${writing}
          AND toUnixTimestamp64Milli(at) >= ${p.int(first.at)} AND toUnixTimestamp64Milli(at) <= ${p.int(first.at + 86_400_000)}
          AND (group_id = ${p.uuid(first.groupId)} OR reply_to = ${p.uuid(first.eventId)})
        ORDER BY at, position, event_id`,
  );
  const accounts = asWords(rows.rawUuids('account_id'));
  const event = asWords(rows.rawUuids('event_id'));
  const at = rows.column('at_ms') as Float64Array;
  const place = rows.column('place') as Float64Array;
  const own = Uint8Array.from({ length: rows.rows }, (_, row) => (idText(event, row) === first.eventId ? 1 : 0));
  const conversations = new Conversations({ from: first.at, to: first.at });
  conversations.take({
    rows: rows.rows, at, event, message: own, newcomersFirst: own, root: new Uint8Array(rows.rows),
    person: Int32Array.from(at, (_, row) => {
      const member = resolver.memberOf(people, accounts, row, { at: at[row]!, position: place[row]!, events: event });
      return member >= 0 ? member : people.ids.size + row; // somebody else, whoever it is
    }),
    group: asWords(rows.rawUuids('group_id')), thread: asWords(rows.rawUuids('thread_id')), replyTo: asWords(rows.rawUuids('parent')),
  });
  const { starts, answered24h } = conversations.figures().newcomers;
  return starts === 0 ? null : { day: first.day, answered: answered24h === 1 };
}

/** What others contributed, 28 days before and after somebody's last activity, in the group where they were most active. */
async function groupAround(inputs: SilenceInputs, member: number, last: Day): Promise<SilenceEvidence['group']> {
  const { frame, people } = inputs;
  if (last + 28 > frame.today) return null;
  const own = p.uuids(personasOf(frame, people, [member]));
  const rows = await frame.engine.query<{ group_id: string; before: number; after: number }>(
    frame.scope,
    'insights.group_around',
    sql`SELECT group_id, sumIf(contributions, day <= ${p.day(last)} AND persona_id NOT IN ${own}) AS before,
          sumIf(contributions, day > ${p.day(last)}) AS after
        FROM member_days
        WHERE ${standingDays(frame)} AND day > ${p.day(last - 28)} AND day <= ${p.day(last + 28)} AND group_id IN
          (SELECT group_id FROM member_days WHERE ${standingDays(frame)} AND persona_id IN ${own} AND day > ${p.day(last - 91)}
           GROUP BY group_id ORDER BY sum(contributions) DESC, group_id LIMIT 1)
        GROUP BY group_id`,
  );
  const [row] = rows;
  return row ? { name: inputs.groupName(row.group_id), before: Number(row.before), after: Number(row.after) } : null;
}

