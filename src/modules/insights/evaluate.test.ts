import { describe, expect, it } from 'vitest';
import { parseDay } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents, type ManualMerge } from '#modules/events/index.ts';
import { grantScope, inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { countTiers } from '#modules/tiers/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { communityReportSchema, HEALTH_PARTS, type CommunityReport } from './contract.ts';
import { evaluate } from './evaluate.ts';
import { classifyMembers } from './decide.ts';
import { readDayRevisions } from './gather/changed-personas.query.ts';
import { openFrame } from './gather/open-frame.ts';
import { readPreviousStates } from './gather/previous-states.query.ts';
import { DEFAULT_INSIGHT_RULES } from './insight-rules.ts';
import { reclassifyMembers } from './reclassify.ts';
import { reevaluate } from './reevaluate.ts';
import { insightMessages } from './messages/index.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2024, 8, 20); // over the change of clocks in autumn and the turn of a year
const ZONE = 'America/New_York';

type Loaded = { engine: EventEngine; scope: Scope };

async function load(events: readonly NeutralEvent[], zone = ZONE, into?: Scope): Promise<Loaded & { days: number[] }> {
  const engine = await testEngine();
  const scope = into ?? grantScope(newId(), newId());
  const written = await writeEvents(engine, scope, { zone }, events);
  await rollUp(engine, scope, written.changed);
  return { engine, scope, days: [...(written.changed as Iterable<number>)] };
}

async function reportOf(
  { engine, scope }: Loaded,
  options: { asOf?: number; zone?: string; manualMerges?: ManualMerge[]; experts?: string[] } = {},
): Promise<CommunityReport> {
  const { zone = ZONE, ...rest } = options;
  const { report } = await evaluate(engine, scope, { community: { id: 'c', name: 'c', zone }, ...rest });
  return communityReportSchema.parse(report);
}

/** Ids differ between two scopes, and with them the order of equals; everything else has to be equal. */
function withoutIds(report: CommunityReport): unknown {
  const byName = <T extends { member: string }>(list: readonly T[]): T[] =>
    list.toSorted((a, b) => (a.member < b.member ? -1 : 1));
  const leaders = byName(report.network.leaders).map(({ reasons, ...rest }) => ({
    ...rest,
    reasons: reasons.slice(1),
  }));
  const sorted = { ...report, wake: byName(report.wake), network: { ...report.network, leaders } };
  return JSON.parse(JSON.stringify(sorted, (key, value) => (key === 'memberId' || key === 'groupId' ? '' : value)));
}

const sum = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

function expectConsistent(report: CommunityReport): void {
  const { members, unknown } = report;
  expect(sum(members.tiers)).toBe(members.total);
  expect(sum(members.silent)).toBe(members.tiers.silent);
  expect(sum(members.activity)).toBe(members.total);
  expect(sum(members.value.cells)).toBe(members.value.people);
  expect(members.ever).toBe(members.total + members.left);
  expect(report.events.counted + report.events.bots + report.events.removed).toBe(report.events.total);
  expect(report.network.people).toBe(members.total);
  const paths = new Set(unknown.map(({ path }) => path));
  const nulls = (value: unknown, path: string): void => {
    if (value === null) expect(paths.has(path), path).toBe(true);
    else if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value as object)) nulls(inner, path === '' ? key : `${path}.${key}`);
    }
  };
  const { activity, retention, activation, responsiveness, concentration } = report;
  const { leaders: _, ...network } = report.network;
  nulls({ activity, 'retention.week4': retention.week4, activation, responsiveness, concentration, network }, '');
  if (report.health.score === null) expect(paths.has('health.score')).toBe(true);
  for (const reason of unknown) {
    for (const language of ['zh-CN', 'en'] as const)
      expect(insightMessages(language).unknown[reason.reason], reason.reason).toBeDefined();
  }
}

describe('communities with little in them', () => {
  const event = (fields: Partial<NeutralEvent> & { id: string }): NeutralEvent => ({
    group: 'g',
    member: 'ann',
    kind: 'message',
    at: '2024-03-01T10:00:00Z',
    ...fields,
  });
  it.each<[string, NeutralEvent[], number]>([
    ['nothing', [], 0],
    ['one message', [event({ id: '1' })], 1],
    ['only a bot', [event({ id: '1', bot: true }), event({ id: '2', bot: true })], 0],
    ['only removed messages', [event({ id: '1', removed: 'spam' })], 0],
    ['only a rename', [event({ id: '1', kind: 'rename', target: 'bob' })], 0],
    ['only unknown kinds', [event({ id: '1', kind: 'dance' })], 1],
    ['somebody who left', [event({ id: '1' }), event({ id: '2', kind: 'leave', at: '2024-03-02T10:00:00Z' })], 0],
    ['people all alike', ['a', 'b', 'c'].map((member) => event({ id: member, member })), 3],
    ['a reply to oneself', [event({ id: '1' }), event({ id: '2', kind: 'reply', replyTo: '1' })], 1],
    ['only purchases', ['a', 'b'].map((member) => event({ id: member, member, kind: 'purchase', value: 5 })), 2],
  ])('have a whole report: %s', async (_, events, members) => {
    const report = await reportOf(await load(events, 'UTC'), { zone: 'UTC', asOf: parseDay('2024-03-05')! });
    expectConsistent(report);
    expect(report.members.total).toBe(members);
    expect(report.health.score).toBeNull();
    expect(report.stage.value).toBe('unknown');
    expect(report.health.parts.map(({ key }) => key)).toEqual([...HEALTH_PARTS]);
    expect(report.unknown.find(({ path }) => path === 'health.score')).toBeDefined();
  });

  it('are evaluated today where nothing ever happened', async () => {
    const engine = await testEngine();
    const scope = grantScope(newId(), newId());
    const { report } = await evaluate(engine, scope, {
      community: { id: 'c', name: 'c', zone: 'Pacific/Auckland' },
      clock: { now: () => Date.UTC(2024, 0, 1, 12) },
    });
    expect(report.asOf).toBe('2024-01-02');
    expect(report.activity.weekly).toEqual([]);
  });
});

describe('a random history', () => {
  it.each([1, 2])('gives the same report twice, consistent in itself (%i)', async (seed) => {
    const loaded = await load(
      randomHistory({ seed, events: 500, people: 14, days: 130, from: FROM, renames: seed > 1 }),
    );
    const report = await reportOf(loaded);
    expectConsistent(report);
    expect(await reportOf(loaded)).toEqual(report);
  });

  it.each([4, 5, 6])('as of a past day equals what was known then, evaluated alone (%i)', async (seed) => {
    const events = randomHistory({ seed, events: 400, people: 10, days: 120, from: FROM, renames: seed % 2 === 0 });
    const asOf = Math.floor(FROM / 86_400_000) + 40 + 17 * (seed - 3);
    const known = events.filter(({ at }) => localDay(at) <= asOf);
    const loaded = await load(known);
    const alone = await reportOf(loaded, { asOf });
    await load(
      events.filter((event) => !known.includes(event)),
      ZONE,
      loaded.scope,
    );
    const whole = await reportOf(loaded, { asOf });
    expectConsistent(whole);
    expect(whole).toEqual(alone);
    expect((await reportOf(loaded)).events.total).toBe(events.length);
  });

  it('does not depend on the order in which events were written', async () => {
    const events = randomHistory({ seed: 8, events: 300, people: 8, days: 60, from: FROM, renames: true });
    const late = events.filter((_, k) => k % 3 === 0);
    const { engine, scope } = await load(events.filter((_, k) => k % 3 !== 0));
    await load(late.toReversed(), ZONE, scope);
    expect(withoutIds(await reportOf({ engine, scope }))).toEqual(withoutIds(await reportOf(await load(events))));
  });
});

const localDay = (at: string): number => {
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parseDay(local.format(new Date(at)))!;
};

describe('people', () => {
  it('merged by hand count as one, without ties to themselves', async () => {
    const at = (minute: number): string => new Date(FROM + minute * 60_000).toISOString();
    const events: NeutralEvent[] = [
      { id: '1', group: 'g', member: 'ann', kind: 'message', at: at(0) },
      { id: '2', group: 'g', member: 'ann2', kind: 'reply', replyTo: '1', at: at(1) },
      { id: '3', group: 'g', member: 'bob', kind: 'message', mentions: ['ann', 'ann2'], at: at(2) },
    ];
    const loaded = await load(events);
    const space = communitySpace(loaded.scope.communityId);
    const [ann, ann2] = [space.accountId('qunluo', 'ann'), space.accountId('qunluo', 'ann2')];
    expect((await reportOf(loaded)).network.ties).toBe(3);
    const { report: merged, evaluationId } = await evaluate(loaded.engine, loaded.scope, {
      community: { id: 'c', name: 'c', zone: ZONE },
      manualMerges: [
        { accountId: ann, memberId: ann },
        { accountId: ann2, memberId: ann },
      ],
    });
    expect(merged.members.total).toBe(2);
    expect(merged.network.ties).toBe(1);
    const states = await loaded.engine.query<{ received91: number; weight28: number }>(
      loaded.scope,
      'insights.test_states',
      sql`SELECT received91, weight28 FROM member_states WHERE ${inScope(loaded.scope)} AND member_id = ${p.uuid(ann)}
          AND evaluation_id = ${p.uuid(evaluationId)}`,
    );
    // One event gives a pair one gain, though it mentions both accounts of the person.
    expect(states).toEqual([{ received91: 3, weight28: 5 }]);
  });

  it('who went on under another name met somebody at an occasion once, the first time', async () => {
    const day = (number: number): string => new Date(FROM + number * 86_400_000).toISOString();
    const occasion = { group: 'g', kind: 'attend', thread: 't' };
    const loaded = await load([
      { id: '1', member: 'old', at: day(0), ...occasion },
      { id: '2', member: 'old', kind: 'rename', target: 'new', at: day(20), group: 'g' },
      { id: '3', member: 'bob', at: day(50), ...occasion },
      { id: '4', member: 'new', at: day(60), ...occasion },
    ]);
    const received = async (asOf: number): Promise<number[]> => {
      const { evaluationId } = await evaluate(loaded.engine, loaded.scope, {
        community: { id: 'c', name: 'c', zone: ZONE },
        asOf,
      });
      const rows = await loaded.engine.query<{ received91: number }>(
        loaded.scope,
        'insights.test_received',
        sql`SELECT received91 FROM member_states WHERE ${inScope(loaded.scope)} AND evaluation_id = ${p.uuid(evaluationId)}`,
      );
      return rows.map((row) => row.received91);
    };
    const start = localDay(day(0));
    expect(await received(start + 140)).toEqual([1, 1]);
    expect(await received(start + 141)).toEqual([0, 0]);
  });

  it('certified as experts lead as soon as they are active', async () => {
    const loaded = await load([
      { id: '1', group: 'g', member: 'ann', kind: 'message', at: new Date(FROM).toISOString() },
    ]);
    const ann = communitySpace(loaded.scope.communityId).accountId('qunluo', 'ann');
    expect((await reportOf(loaded)).members.tiers.newcomer).toBe(1);
    expect((await reportOf(loaded, { experts: [ann] })).members.tiers.leader).toBe(1);
  });
});

type StateRow = Record<string, unknown>;
const COMPARED = sql`member_id, is_member, joined_day, last_day, tier, silent_kind, value_cell, paying, recency, frequency, monetary,
  active_days28, active_weeks13, active_days365, weight28, weight365, received91, fans91, purchases365, amount365, contributions28,
  expert, orders, last_purchase_day, amount, name, external_id, platforms, arraySort(groups) AS seen`;

async function statesOf({ engine, scope }: Loaded, evaluationId: string): Promise<StateRow[]> {
  return engine.query<StateRow>(
    scope,
    'insights.test_all_states',
    sql`SELECT ${COMPARED} FROM member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} ORDER BY member_id`,
  );
}

describe('an evaluation brought up to date', () => {
  it.each([11, 12, 13])('equals a full one of the same day (%i)', async (seed) => {
    const events = randomHistory({ seed, events: 500, people: 16, days: 100, from: FROM, bot: seed === 11 });
    const asOf = Math.floor(FROM / 86_400_000) + 101;
    const held = events.filter((_, k) => k % 41 === seed % 41 || k > 480);
    const { engine, scope } = await load(events.filter((event) => !held.includes(event)));
    const community = { id: 'c', name: 'c', zone: ZONE };
    const first = await evaluate(engine, scope, { community, asOf });
    const edited = events.find(
      ({ kind, removed }) => kind === 'message' && !removed && !held.some(({ id }) => id === 'x'),
    )!;
    const since = await readDayRevisions(engine, scope);
    await load([...held, { ...edited, removed: 'spam', version: 1 }], ZONE, scope);
    const tick = await reevaluate(engine, scope, {
      community,
      asOf,
      previous: { evaluationId: first.evaluationId, since, inputs: first.inputs },
    });
    const full = await evaluate(engine, scope, { community, asOf });
    expect(await statesOf({ engine, scope }, tick.evaluationId)).toEqual(
      await statesOf({ engine, scope }, full.evaluationId),
    );
    const { tiers, silent, activity, value } = full.report.members;
    expect(tick.members).toEqual({ tiers, silent, activity, value });
    expect(tick.changed).toBeGreaterThan(0);
  });

  it('is the same where nothing changed', async () => {
    const { engine, scope } = await load(randomHistory({ seed: 20, events: 200, people: 9, days: 50, from: FROM }));
    const community = { id: 'c', name: 'c', zone: ZONE };
    const first = await evaluate(engine, scope, { community });
    const tick = await reevaluate(engine, scope, {
      community,
      asOf: parseDay(first.report.asOf)!,
      previous: {
        evaluationId: first.evaluationId,
        since: await readDayRevisions(engine, scope),
        inputs: first.inputs,
      },
    });
    expect(tick.changed).toBe(0);
    expect(await statesOf({ engine, scope }, tick.evaluationId)).toEqual(
      await statesOf({ engine, scope }, first.evaluationId),
    );
  });

  it('reads anew only of whom something changed, and takes from memory what was written', async () => {
    const events = randomHistory({ seed: 22, events: 400, people: 20, days: 60, from: FROM, bot: false });
    const { engine, scope } = await load(events);
    const asOf = Math.floor(FROM / DAY_MS) + 60;
    const first = await evaluate(engine, scope, { community: { id: 'c', name: 'c', zone: ZONE }, asOf });
    const { frame } = await openFrame(engine, scope, { zone: ZONE, asOf });
    const since = await readDayRevisions(engine, scope);
    const states = await readPreviousStates(frame, first.evaluationId);
    const [last] = events.slice(-1);
    const reaction = { id: 'late', group: 'g0', member: 'm5', kind: 'reaction', at: last!.at, target: 'm6' };
    await load([reaction], ZONE, scope);
    const tick = await reclassifyMembers(frame, DEFAULT_INSIGHT_RULES, {
      evaluationId: 'a name that no evaluation has',
      since,
      states,
    });
    const account = (name: string): string => communitySpace(scope.communityId).accountId('qunluo', name);
    const changed = Array.from(tick.changed, (number) => tick.people.ids.text(number));
    expect(changed.toSorted()).toEqual([account('m5'), account('m6')].toSorted());
    const all = await classifyMembers(frame, DEFAULT_INSIGHT_RULES, {});
    expect(countTiers(tick.tiers)).toEqual(countTiers(all.tiers));
  });

  it('is refused when the days as they were have been cleaned away', async () => {
    const events = randomHistory({ seed: 23, events: 100, people: 6, days: 9, from: FROM, bot: false });
    const { engine, scope } = await load(events);
    const community = { id: 'c', name: 'c', zone: ZONE };
    const first = await evaluate(engine, scope, { community });
    const since = await readDayRevisions(engine, scope);
    const at = new Date(FROM + DAY_MS).toISOString();
    await load([{ id: 'x', group: 'g0', member: 'm1', kind: 'message', at }], ZONE, scope);
    const cleaned = Math.max(...since.values());
    await engine.command(
      scope,
      'insights.test_clean',
      sql`DELETE FROM member_days WHERE ${inScope(scope)} AND revision <= ${p.uint(cleaned)}`,
    );
    await expect(
      reevaluate(engine, scope, {
        community,
        asOf: parseDay(first.report.asOf)!,
        previous: { evaluationId: first.evaluationId, since, inputs: first.inputs },
      }),
    ).rejects.toMatchObject({ code: 'not_comparable' });
  });

  it('is refused when people were merged since', async () => {
    const { engine, scope } = await load(randomHistory({ seed: 21, events: 60, people: 5, days: 30, from: FROM }));
    const community = { id: 'c', name: 'c', zone: ZONE };
    const first = await evaluate(engine, scope, { community });
    const [a, b] = ['m0', 'm1'].map((one) => communitySpace(scope.communityId).accountId('qunluo', one)) as [
      string,
      string,
    ];
    await expect(
      reevaluate(engine, scope, {
        community,
        asOf: parseDay(first.report.asOf)!,
        manualMerges: [
          { accountId: a, memberId: b },
          { accountId: b, memberId: b },
        ],
        previous: { evaluationId: first.evaluationId, since: new Map(), inputs: first.inputs },
      }),
    ).rejects.toMatchObject({ code: 'not_the_same_people' });
  });
});

describe('who is worth waking', () => {
  it('is somebody of this year before whoever gave more and has been away for longer', async () => {
    const today = Date.UTC(2025, 5, 1);
    const spree = (member: string, count: number, daysAgo: number): NeutralEvent[] =>
      Array.from({ length: count }, (_, k) => ({
        id: `${member}${k}`,
        group: 'g',
        member,
        kind: 'message',
        at: new Date(today - daysAgo * 86_400_000 + k * 60_000).toISOString(),
      }));
    const events = [
      ...spree('giant', 50, 365),
      ...spree('fresh', 3, 364),
      ...spree('small', 2, 60),
      ...spree('elder', 60, 700),
      ...spree('here', 1, 0),
    ];
    const { wake } = await reportOf(await load(events, 'UTC'), { zone: 'UTC' });
    expect(wake.map(({ member, worth }) => [member, worth])).toEqual([
      ['fresh', 6],
      ['small', 4],
      ['elder', 120],
      ['giant', 100],
    ]);
  });
});
