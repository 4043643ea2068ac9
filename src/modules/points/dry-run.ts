import { type Day, dayOf, formatDay, parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { memberNames } from '#modules/members/index.ts';
import { type EventEngine, grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type Decision, type Doing, earn, type EarningRule } from './earn.ts';
import { isNil, type LoggedEvent, MOST_EVENTS, readEvents, readSegmentsOf } from './event-facts.query.ts';
import { keepFacts } from './earning.ts';
import { personsOf } from './rule-run-store.ts';
import type { DryRun } from './rules.contract.ts';
import { lengthOf, REPEAT_DAYS, sameWords } from './said.ts';

const PERIOD = 28;
const LONGEST = 366;
/** What a streak or reactions may need of the time before. */
const BEFORE = 60;
const TOP = 10;

export type DryRunOrder = {
  workspaceId: string;
  communityKey: string;
  rule: Omit<EarningRule, 'id'>;
  from?: string | undefined;
  to?: string | undefined;
  now: number;
};

/**
 * What a rule would have granted on past days, decided like live events by the same function: from the event log, with
 * nothing earned before the first day, and segments as they are now. BadInput for a period that is none.
 */
export async function dryRun(
  { database, engine }: { database: Database; engine: EventEngine },
  { workspaceId, communityKey, rule, now, ...period }: DryRunOrder,
): Promise<DryRun> {
  const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, communityKey));
  const { from, to } = periodOf(period, dayOf(now, community.zone));
  const scope = grantScope(workspaceId, community.id);
  const texts = rule.conditions.minLength > 0 || rule.conditions.notRepeated;
  const kinds = rule.conditions.reactions > 0 ? [...new Set([rule.kind, 'reaction'])] : [rule.kind];
  const early =
    rule.conditions.reactions > 0 || rule.kind === 'check_in' ? BEFORE : rule.conditions.notRepeated ? REPEAT_DAYS : 0;
  const events = await readEvents(engine, scope, { kinds, from: Math.max(0, from - early), to, texts });
  const persons = await database.inWorkspace(workspaceId, (tx) =>
    personsOf(
      tx,
      events.map(({ accountId }) => accountId),
    ),
  );
  const segmentIds = rule.conditions.segmentId === null ? [] : [rule.conditions.segmentId];
  const segments = await readSegmentsOf(engine, scope, { segmentIds });
  const doings =
    rule.conditions.reactions > 0 ? reactedOf(events, rule, persons, community.zone) : doneOf(events, persons);
  const checkIns = Map.groupBy(
    doings.filter(({ kind }) => kind === 'check_in'),
    ({ person }) => person,
  );
  const facts = keepFacts({ earned: new Map(), recent: new Map(), segments, checkIns });
  const decisions = earn(
    [{ ...rule, id: 'dry' }],
    doings.filter(({ day }) => day >= from),
    facts,
  );
  const report = reportOf(decisions, { from, to, cut: events.length >= MOST_EVENTS });
  const names = await database.inWorkspace(workspaceId, (tx) =>
    memberNames(
      tx,
      report.top.map(({ memberId }) => memberId),
    ),
  );
  return { ...report, top: report.top.map((one) => ({ ...one, name: names.get(one.memberId) ?? '' })) };
}

function periodOf(asked: { from?: string | undefined; to?: string | undefined }, today: Day): { from: Day; to: Day } {
  const to = (asked.to === undefined ? undefined : parseDay(asked.to)) ?? today;
  const from = (asked.from === undefined ? undefined : parseDay(asked.from)) ?? to - PERIOD;
  if (from >= to || to - from > LONGEST)
    throw new BadInput('this is no period', [{ where: '/body/from', what: `is not one to ${LONGEST} days before to` }]);
  return { from, to };
}

/** What was done, with what was said before. */
function doneOf(events: readonly LoggedEvent[], persons: ReadonlyMap<string, string>): Doing[] {
  const said = new Map<string, Day>();
  return events.flatMap((event): Doing[] => {
    const person = persons.get(event.accountId);
    if (person === undefined) return [];
    const words = sameWords(event.text);
    const key = `${event.accountId} ${words}`;
    const last = words === null ? undefined : said.get(key);
    if (words !== null) said.set(key, event.day);
    return [
      {
        ...doingOf(event, person),
        repeated: last !== undefined && event.day - last <= REPEAT_DAYS,
      },
    ];
  });
}

const doingOf = (event: LoggedEvent, person: string): Doing => ({
  eventId: event.eventId,
  memberId: event.accountId,
  person,
  kind: event.kind,
  groupId: isNil(event.groupId) ? null : event.groupId,
  length: lengthOf(event.text),
  repeated: false,
  at: event.at,
  day: event.day,
});

/** Messages at the moment at which enough others had reacted to them. */
function reactedOf(
  events: readonly LoggedEvent[],
  { kind, conditions }: Omit<EarningRule, 'id'>,
  persons: ReadonlyMap<string, string>,
  zone: string,
): Doing[] {
  const parents = new Map(events.filter((one) => one.kind === kind).map((one) => [one.eventId, one]));
  const reactors = new Map<string, Set<string>>();
  return events.flatMap((event): Doing[] => {
    const parent = event.kind === 'reaction' ? parents.get(event.replyTo) : undefined;
    const author = parent && persons.get(parent.accountId);
    const person = persons.get(event.accountId);
    if (!parent || !author || !person || person === author) return [];
    const those = reactors.get(parent.eventId) ?? new Set();
    reactors.set(parent.eventId, those);
    const before = those.size;
    those.add(person);
    if (before === those.size || those.size !== conditions.reactions) return [];
    return [{ ...doingOf(parent, author), reactions: those.size, at: event.at, day: dayOf(event.at, zone) }];
  });
}

function reportOf(decisions: readonly Decision[], { from, to, cut }: { from: Day; to: Day; cut: boolean }): DryRun {
  const granted = decisions.filter(({ outcome }) => outcome === 'granted');
  const refused = { day_cap: 0, week_cap: 0, member_cap: 0, flooding: 0 };
  for (const { outcome } of decisions) if (outcome !== 'granted') refused[outcome] += 1;
  const days = Array.from({ length: to - from }, (_, at) => ({ day: formatDay(from + at), points: 0 }));
  const people = new Map<string, { memberId: string; name: string; points: number; times: number }>();
  for (const { doing, points } of granted) {
    const day = days[doing.day - from];
    if (day) day.points += points;
    const one = people.get(doing.person) ?? { memberId: doing.person, name: '', points: 0, times: 0 };
    one.points += points;
    one.times += 1;
    people.set(doing.person, one);
  }
  return {
    from: formatDay(from),
    to: formatDay(to),
    points: granted.reduce((all, { points }) => all + points, 0),
    growth: granted.reduce((all, { growth }) => all + growth, 0),
    times: granted.length,
    members: people.size,
    refused,
    days,
    top: [...people.values()]
      .toSorted((a, b) => b.points - a.points || (a.memberId < b.memberId ? -1 : 1))
      .slice(0, TOP),
    cut,
  };
}
