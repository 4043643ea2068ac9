import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayOf } from '#kernel/calendar.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import { hasSpans, openEvaluated } from '#modules/insights/index.ts';
import { ensureAccounts, mergeMembers } from '#modules/members/index.ts';
import { postPoints } from '#modules/points/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { seeded } from '#testkit/event-log/random-history.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { readDone } from './figures.query.ts';
import { DEFAULT_GROWTH_RULES, GROWTH_KINDS } from './growth-rules.ts';
import { type DayOfKind, earnedGrowth, growthValue } from './growth-value.ts';
import { levelsOf } from './levels-of.ts';
import { saveLadder } from './save-ladder.ts';
import { DAY_MS, type LevelWorld, levelWorld } from './testing/level-world.ts';

/** Noon in Shanghai on 10 March. */
const NOW = Date.UTC(2026, 2, 10, 4);
const ZONE = 'Asia/Shanghai';

let database: Database;
let engine: EventEngine;
let workspaceId: string;
let world: LevelWorld;

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await levelWorld(database, engine, workspaceId, { now: NOW });
});

const says = (member: string, days: number, from = NOW) =>
  Array.from({ length: days }, (_, ago) => world.said(member, from - ago * DAY_MS));

const grant = (member: string, amount: number) =>
  world.inside((tx) =>
    postPoints(tx, [
      {
        key: `${member} ${amount}`,
        communityId: world.ids.communityId,
        memberId: world.memberId(member),
        kind: 'grant',
        amount,
        cause: { kind: 'test' },
        at: world.services.clock.at,
      },
    ]),
  );

const history = (member: string) =>
  world.inside(async (tx) => {
    const { rows } = await sql<{ step: string }>`
      SELECT from_rank || '→' || to_rank || ' ' || reason AS step FROM level_changes
      WHERE member_id = ${world.memberId(member)} ORDER BY at, id
    `.execute(tx);
    return rows.map(({ step }) => step);
  });

describe('growth value', () => {
  it('is capped a day and kind, looks back 365 days, and takes what was earned at the rate', () => {
    const rules = { ...DEFAULT_GROWTH_RULES, pointsRate: 0.29 };
    const days: DayOfKind[] = [
      { day: 400, kind: 'message', weight: 8 },
      { day: 400, kind: 'message', weight: 8 },
      { day: 400, kind: 'reply', weight: 3 },
      { day: 36, kind: 'post', weight: 7 },
      { day: 35, kind: 'post', weight: 7 },
      { day: 401, kind: 'post', weight: 7 },
    ];
    expect(growthValue(days, { points: 100, growth: 5 }, { rules, today: 400 })).toEqual({ done: 20, earned: 34 });
    expect(earnedGrowth({ points: -40, growth: 0 }, rules)).toBe(0);
  });

  it('of everybody at once is what it is member by member: random days, kinds and weights', async () => {
    const random = seeded(7);
    const names = ['ann', 'bob', 'cat', 'dan'];
    const kinds = ['message', 'reply', 'reaction', 'check_in', 'vote', 'post'] as const;
    const weight = { message: 2, reply: 3, reaction: 1, check_in: 1, vote: 1, post: 7 };
    const events = Array.from({ length: 300 }, () => {
      const kind = kinds[random.below(kinds.length)]!;
      // Few days, so that caps are met; some beyond the window.
      const ago = [0, 1, 2, 363, 364, 365, 366][random.below(7)]!;
      return { member: names[random.below(names.length)]!, kind, at: NOW - ago * DAY_MS - random.below(3_600_000) };
    });
    await world.hear(...events.map(({ member, at, kind }) => world.said(member, at, { kind })));
    await world.ladder([0, 1]);
    await world.evaluate();
    const { frame, evaluation } = await openEvaluated(world.services, {
      workspaceId,
      communityKey: world.ids.communityId,
    });
    expect(await hasSpans(frame)).toBe(false);
    const today = dayOf(NOW, ZONE);
    const rules = DEFAULT_GROWTH_RULES;
    const done = await readDone(frame, { evaluationId: evaluation.id, rules, today });
    for (const name of names) {
      const own = events
        .filter(({ member }) => member === name)
        .map(({ kind, at }): DayOfKind => ({ day: dayOf(at, ZONE), kind, weight: weight[kind] }));
      const row = done.ids.indexOfText(world.memberId(name));
      expect(done.done[row]).toBe(growthValue(own, undefined, { rules, today }).done);
      const within = own.filter(({ day }) => today - day < 365);
      expect(done.contribution[row]).toBe(within.reduce((sum, one) => sum + one.weight, 0));
      expect(done.activeDays[row]).toBe(new Set(within.map(({ day }) => day)).size);
    }
    expect(GROWTH_KINDS.length).toBe(Object.keys(rules.caps).length);
  });
});

describe('an evaluation', () => {
  it('places everybody at first without a word, then promotes at once and tells the group', async () => {
    await world.hear(...says('ann', 6), ...says('bob', 1));
    await world.ladder([0, 10, 20]);
    expect(await world.evaluate()).toMatchObject({ kind: 'monthly', promoted: 1, month: '2026-03-01' });
    expect(await world.standings()).toEqual({ ann: [2, null], bob: [1, null] });
    expect(await world.sent()).toEqual([]);
    expect(await history('ann')).toEqual(['1→2 first']);

    world.services.clock.at += 3_600_000;
    await world.hear(...says('bob', 5, NOW - DAY_MS));
    expect(await world.evaluate()).toMatchObject({ kind: 'promotion', promoted: 1 });
    expect(await history('bob')).toEqual(['1→2 promotion']);
    expect(await world.sent()).toMatchObject([
      { to: 'chat g1', text: '🎉 恭喜 BOB 升级为「L2」！', purpose: 'service' },
    ]);
    expect(await world.evaluate()).toBeUndefined();
  });

  it('promotes for points, too', async () => {
    await world.hear(...says('ann', 1), ...says('bob', 1));
    await world.ladder([0, 100]);
    await world.evaluate();
    await grant('ann', 990);
    expect(await world.evaluate()).toMatchObject({ kind: 'promotion', promoted: 1 });
    const levels = await world.inside((tx) => levelsOf(tx, [world.memberId('bob'), world.memberId('ann')]));
    expect(levels.map(({ rank }) => rank)).toEqual([1, 2]);
  });

  it('lets go after a month of grace, one level at a time, and once a month', async () => {
    const year = 365 * DAY_MS;
    await world.hear(...says('ann', 12, NOW - year + 11 * DAY_MS), ...says('bob', 1));
    await world.ladder([0, 10, 20]);
    await world.evaluate();
    expect((await world.standings()).ann).toEqual([3, null]);
    const steps = [];
    for (const month of [3, 4, 5, 6, 7]) {
      world.services.clock.at = Date.UTC(2026, month, 1, 1);
      const run = await world.levelsOnly();
      steps.push([run?.kind, run?.demoted, ...(await world.standings()).ann!]);
      expect(await world.levelsOnly()).toBeUndefined();
    }
    expect(steps).toEqual([
      ['monthly', 0, 3, '2026-04-01'],
      ['monthly', 1, 2, null],
      ['monthly', 0, 2, '2026-06-01'],
      ['monthly', 1, 1, null],
      ['monthly', 0, 1, null],
    ]);
    expect(await history('ann')).toEqual(['1→3 first', '3→2 demotion', '2→1 demotion']);
  });

  it('opens the month at midnight of the community', async () => {
    await world.hear(...says('ann', 1));
    await world.ladder([0, 10]);
    await world.evaluate();
    world.services.clock.at = Date.UTC(2026, 2, 31, 15, 59, 59);
    expect(await world.levelsOnly()).toMatchObject({ kind: 'daily', asOf: '2026-03-31' });
    world.services.clock.at += 1000;
    expect(await world.levelsOnly()).toMatchObject({ kind: 'monthly', month: '2026-04-01', asOf: '2026-04-01' });
  });

  it('gives merged people the figures of both and the higher level', async () => {
    await world.hear(...says('ann', 6), ...says('bob', 12));
    await world.ladder([0, 10, 20, 30]);
    await world.evaluate();
    await world.inside((tx) =>
      mergeMembers(tx, {
        communityId: world.ids.communityId,
        memberId: world.memberId('bob'),
        intoId: world.memberId('ann'),
        reason: '',
        actor: systemCaller(workspaceId),
      } as never),
    );
    world.services.clock.at += DAY_MS;
    await world.evaluate();
    // Both wrote on the same six days: 12 a day would be 72, the cap of messages leaves 10; on six other days 2 each.
    expect(await world.standings()).toEqual({ ann: [4, null] });
    expect(await world.inside((tx) => levelsOf(tx, [world.memberId('bob')]))).toMatchObject([{ rank: 4 }]);
  });

  it('gives merged people the higher level though neither did anything since, or is in the log', async () => {
    await world.hear(...says('ann', 1), ...says('bob', 12), ...says('cat', 1));
    await world.ladder([0, 10, 20, 30]);
    await world.evaluate();
    const top = (await world.standings()).bob![0];
    const join = (member: string, into: string) =>
      world.inside((tx) =>
        mergeMembers(tx, {
          communityId: world.ids.communityId,
          memberId: world.memberId(member),
          intoId: world.memberId(into),
          reason: '',
          actor: systemCaller(workspaceId),
        } as never),
      );
    await join('bob', 'ann');
    world.services.clock.at += 1000;
    expect(await world.levelsOnly()).toMatchObject({ kind: 'promotion' });
    expect(await world.standings()).toEqual({ ann: [top, null], cat: [1, null] });
    // Who is known to no evaluation yet keeps what is brought, too.
    const { communityId } = world.ids;
    await world.inside((tx) =>
      ensureAccounts(tx, communityId, [
        { id: world.memberId('new'), platform: 'test-chat', externalId: 'new', name: 'N', bot: false, firstAt: NOW },
      ]),
    );
    await join('ann', 'new');
    world.services.clock.at += DAY_MS;
    expect(await world.levelsOnly()).toMatchObject({ kind: 'daily' });
    expect(await world.standings()).toEqual({ new: [top, null], cat: [1, null] });
  });

  it('moves those of a level that is taken away to the next lower one, and raises under easier standards without a feast', async () => {
    await world.hear(...says('ann', 6));
    const [first, , third] = await world.ladder([0, 5, 10]);
    await world.evaluate();
    const save = (levels: readonly (typeof first)[]) =>
      world.inside((tx) =>
        saveLadder(tx, {
          actor: systemCaller(workspaceId),
          communityId: world.ids.communityId,
          now: new Date((world.services.clock.at += 1000)),
          ladder: { levels: levels.map((level) => level!) },
        }),
      );
    await save([first]);
    expect((await world.standings()).ann).toEqual([1, null]);
    await save([first, { ...third!, id: undefined, name: 'new' } as never]);
    await world.evaluate();
    expect((await world.standings()).ann).toEqual([2, null]);
    expect(await history('ann')).toEqual(['1→3 first', '3→1 standards', '1→2 standards']);
    expect(await world.sent()).toEqual([]);
  });
});
