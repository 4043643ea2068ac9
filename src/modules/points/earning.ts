import type { Clock } from '#kernel/clock.ts';
import { dayOf } from '#kernel/calendar.ts';
import { findOptionalCommunity } from '#modules/communities/index.ts';
import {
  type CommunityRef,
  communitySpace,
  type LiveEvent,
  OWN_PLATFORM,
  type Reaction,
} from '#modules/events/index.ts';
import { type EventEngine, grantScope, type Scope } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { addCheckIns, readCheckIns } from './check-in-store.ts';
import { type Decision, type Doing, earn, type EarningFacts, FLOODING } from './earn.ts';
import { isNil, readEventsById, readReactors, readSaid, readSegmentsOf } from './event-facts.query.ts';
import { postPoints } from './post-points.ts';
import { reversePoints } from './reverse-points.ts';
import {
  addRuns,
  forgetOldRuns,
  grantsFor,
  listDecided,
  personsOf,
  readEarnings,
  readRecent,
  type Run,
} from './rule-run-store.ts';
import { type KeptRule, readPointRules } from './rule-store.ts';
import { lengthOf, REPEAT_DAYS, sameWords } from './said.ts';

export type EarningParts = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  /** Members of a community were granted points. */
  onEarned(community: CommunityRef): void;
};

const DAY_MS = 86_400_000;
/** What came so late earns nothing: an API that brings a history is no import, and its points would come out of nowhere. */
const LATE_MS = 3 * DAY_MS;
/** Longest streak that counts on. */
export const STREAK_DAYS = 400;

/** What members earn by what they do, and the days on which they check in. */
export const createEarning = (parts: EarningParts): Reaction => {
  /** When decisions of long ago were last forgotten, by community. */
  const forgotten = new Map<string, number>();
  return {
    name: 'points',
    async react(community, events) {
      const now = parts.clock.now();
      const forget = now - (forgotten.get(community.communityId) ?? 0) > DAY_MS;
      const granted = await parts.database.inWorkspace(community.workspaceId, async (tx) => {
        if (forget) await forgetOldRuns(tx, community.communityId, new Date(now));
        return react(tx, parts, community, events, now);
      });
      if (granted > 0) parts.onEarned(community);
      if (forget) forgotten.set(community.communityId, now);
    },
  };
};

type Heard = Doing & { text: string; replyTo: string };

/** @returns how often somebody was granted points */
async function react(
  tx: Tx,
  { engine }: Pick<EarningParts, 'engine'>,
  ids: CommunityRef,
  events: readonly LiveEvent[],
  now: number,
): Promise<number> {
  const rules = await readPointRules(tx, ids.communityId);
  if (rules.length > 0) await takeBackRemoved(tx, ids, events, now);
  const kinds = new Set<string>(['check_in', ...rules.map(({ kind }) => kind)]);
  if (rules.some(({ conditions }) => conditions.reactions > 0)) kinds.add('reaction');
  const live = events.filter(
    ({ event, version }) =>
      version === 0 && !event.bot && !event.removed && kinds.has(event.kind) && now - Date.parse(event.at) <= LATE_MS,
  );
  if (live.length === 0) return 0;
  const community = await findOptionalCommunity(tx, ids.communityId);
  if (!community) return 0;
  const heard = await hear(tx, ids, live, community.zone);
  await addCheckIns(
    tx,
    ids.communityId,
    heard.filter(({ kind }) => kind === 'check_in').map(({ person, day }) => ({ memberId: person, day })),
  );
  const enabled = rules.filter((rule) => rule.enabled);
  if (enabled.length === 0) return 0;
  const scope = grantScope(ids.workspaceId, ids.communityId);
  const doings = await doingsOf(tx, engine, scope, { rules: enabled, heard, zone: community.zone });
  const decisions = await decideAll(tx, engine, scope, enabled, doings);
  return grant(tx, ids.communityId, decisions);
}

/** What was taken down counts for nothing: what it earned goes back, as far as it is there. */
async function takeBackRemoved(
  tx: Tx,
  { communityId }: CommunityRef,
  events: readonly LiveEvent[],
  now: number,
): Promise<void> {
  const removed = events.filter(({ event, version }) => version > 0 && event.removed).map(({ eventId }) => eventId);
  if (removed.length === 0) return;
  for (const id of await grantsFor(tx, communityId, removed))
    await reversePoints(tx, id, {
      key: `removed:${id}`,
      at: now,
      reason: '',
      cause: 'removed',
      asFarAsThere: true,
    });
}

/** Events with who did them; those of accounts that nobody knows are left out. */
async function hear(tx: Tx, { communityId }: CommunityRef, live: readonly LiveEvent[], zone: string): Promise<Heard[]> {
  const space = communitySpace(communityId);
  const heard = live.map(({ event, eventId }) => {
    const platform = event.platform ?? OWN_PLATFORM;
    const at = Date.parse(event.at);
    return {
      eventId,
      memberId: space.accountId(platform, event.member),
      kind: event.kind,
      groupId: event.group ? space.groupId(platform, event.group) : null,
      text: event.text ?? '',
      length: lengthOf(event.text ?? ''),
      repeated: false,
      replyTo: event.replyTo ? space.eventId(platform, event.replyTo) : '',
      at,
      day: dayOf(at, zone),
    };
  });
  const persons = await personsOf(
    tx,
    heard.map(({ memberId }) => memberId),
  );
  return heard.flatMap((one) => {
    const person = persons.get(one.memberId);
    return person === undefined ? [] : [{ ...one, person }];
  });
}

/** What may earn: what was just done, and messages that were just reacted to. */
async function doingsOf(
  tx: Tx,
  engine: EventEngine,
  scope: Scope,
  { rules, heard, zone }: { rules: readonly KeptRule[]; heard: readonly Heard[]; zone: string },
): Promise<Doing[]> {
  const said = rules.some(({ conditions }) => conditions.notRepeated) ? await markRepeats(engine, scope, heard) : heard;
  const reacted = rules.some(({ conditions }) => conditions.reactions > 0)
    ? await reactedTo(tx, engine, scope, { heard, zone })
    : [];
  return [...said, ...reacted].toSorted((a, b) => a.at - b.at);
}

async function markRepeats(engine: EventEngine, scope: Scope, heard: readonly Heard[]): Promise<Heard[]> {
  const talking = heard.filter(({ length }) => length > 0);
  if (talking.length === 0) return [...heard];
  const accountIds = [...new Set(talking.map(({ memberId }) => memberId))];
  const from = Math.min(...talking.map(({ day }) => day)) - REPEAT_DAYS;
  const own = new Set(talking.map(({ eventId }) => eventId));
  const known = new Set<string>();
  for (const { accountId, eventId, text } of await readSaid(engine, scope, { accountIds, from }))
    if (!own.has(eventId)) known.add(`${accountId} ${sameWords(text)}`);
  return heard.map((one) => {
    const words = sameWords(one.text);
    if (words === null) return one;
    const key = `${one.memberId} ${words}`;
    const repeated = known.has(key);
    known.add(key);
    return { ...one, repeated };
  });
}

/** Messages that reactions of this batch are about, each once, with how many others have reacted by now. */
async function reactedTo(
  tx: Tx,
  engine: EventEngine,
  scope: Scope,
  { heard, zone }: { heard: readonly Heard[]; zone: string },
): Promise<Doing[]> {
  const reactions = heard.filter(({ kind, replyTo }) => kind === 'reaction' && replyTo !== '');
  const parents = [...new Set(reactions.map(({ replyTo }) => replyTo))];
  if (parents.length === 0) return [];
  const inBatch = new Map(heard.map((one) => [one.eventId, one]));
  const logged = await readEventsById(engine, scope, parents);
  const reactors = await readReactors(engine, scope, parents);
  const persons = await personsOf(tx, [...logged.map(({ accountId }) => accountId), ...[...reactors.values()].flat()]);
  const found = new Map(logged.map((one) => [one.eventId, one]));
  return parents.flatMap((parent): Doing[] => {
    const own = inBatch.get(parent);
    const known = found.get(parent);
    const author = own?.memberId ?? known?.accountId;
    const person = own?.person ?? (known && persons.get(known.accountId));
    if (!author || !person) return [];
    const here = reactions.filter(({ replyTo }) => replyTo === parent);
    const others = new Set([
      ...here.map((one) => one.person),
      ...(reactors.get(parent) ?? []).flatMap((account) => persons.get(account) ?? []),
    ]);
    others.delete(person);
    const at = Math.max(...here.map((one) => one.at));
    const text = own?.text ?? known?.text ?? '';
    const groupId = own?.groupId ?? (known && !isNil(known.groupId) ? known.groupId : null);
    return [
      {
        eventId: parent,
        memberId: author,
        person,
        kind: own?.kind ?? known!.kind,
        groupId,
        length: lengthOf(text),
        repeated: false,
        reactions: others.size,
        at,
        day: dayOf(at, zone),
      },
    ];
  });
}

async function decideAll(
  tx: Tx,
  engine: EventEngine,
  scope: Scope,
  rules: readonly KeptRule[],
  doings: readonly Doing[],
): Promise<Decision[]> {
  const ruleIds = rules.map(({ id }) => id);
  const decided = await listDecided(
    tx,
    ruleIds,
    doings.map(({ eventId }) => eventId),
  );
  const facts = await readFacts(tx, engine, scope, rules, doings);
  // A rule looks only at what happened since it holds, and at each event once.
  return doings.flatMap((doing) => {
    const open = rules.filter(
      ({ id, enabledAt }) => !decided.has(`${id} ${doing.eventId}`) && doing.at >= enabledAt!.getTime(),
    );
    return earn(open, [doing], facts);
  });
}

async function readFacts(
  tx: Tx,
  engine: EventEngine,
  scope: Scope,
  rules: readonly KeptRule[],
  doings: readonly Doing[],
): Promise<EarningFacts> {
  const persons = [...new Set(doings.map(({ person }) => person))];
  const first = Math.min(...doings.map(({ at }) => at));
  const earned = await readEarnings(
    tx,
    rules.map(({ id }) => id),
    persons,
  );
  const recent = await readRecent(tx, persons, new Date(first - FLOODING.minutes * 60_000));
  const segmentIds = [...new Set(rules.flatMap(({ conditions }) => conditions.segmentId ?? []))];
  const segments = await readSegmentsOf(engine, scope, { segmentIds, persons });
  const since = Math.min(...doings.map(({ day }) => day)) - STREAK_DAYS;
  const days = rules.some(({ kind }) => kind === 'check_in') ? await readCheckIns(tx, persons, since) : [];
  const checkIns = Map.groupBy(days, ({ person }) => person);
  return keepFacts({ earned, recent, segments, checkIns });
}

/** Facts that count on in memory. */
export function keepFacts({
  earned,
  recent,
  segments,
  checkIns,
}: {
  earned: Map<string, ReturnType<EarningFacts['earned']>>;
  recent: Map<string, number[]>;
  segments: ReadonlySet<string>;
  checkIns: ReadonlyMap<string, readonly { day: number }[]>;
}): EarningFacts {
  const kept = <T>(map: Map<string, T>, key: string, make: () => T): T => {
    let one = map.get(key);
    if (one === undefined) map.set(key, (one = make()));
    return one;
  };
  const days = new Map<string, Set<number>>();
  return {
    earned: (ruleId, person) => kept(earned, `${ruleId} ${person}`, () => ({ days: new Map(), times: 0 })),
    recent: (person) => kept(recent, person, () => []),
    inSegment: (segmentId, person) => segments.has(`${segmentId} ${person}`),
    checkIns: (person) => kept(days, person, () => new Set((checkIns.get(person) ?? []).map(({ day }) => day))),
  };
}

/** Posts what was decided, and keeps it; a month without budget left grants nothing more. @returns how many were posted */
async function grant(tx: Tx, communityId: string, decisions: readonly Decision[]): Promise<number> {
  const granted = decisions.filter(({ outcome }) => outcome === 'granted');
  const outcomes = await postPoints(
    tx,
    granted.map(({ rule, doing, points, growth }) => ({
      key: `rule:${rule.id}:${doing.eventId}`,
      communityId,
      memberId: doing.memberId,
      kind: 'grant',
      amount: points,
      growth,
      cause: { kind: 'rule', id: rule.id },
      at: doing.at,
    })),
  );
  const states = new Map(granted.map((decision, index) => [decision, outcomes[index]!.state]));
  await addRuns(
    tx,
    communityId,
    decisions.map((decision): Run =>
      states.get(decision) === 'over-budget' ? { ...decision, points: 0, outcome: 'over_budget' } : decision,
    ),
  );
  return outcomes.filter(({ state }) => state === 'posted').length;
}
