import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Action } from '#modules/connections/index.ts';
import type { CommunityRef } from '#modules/events/index.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { listGroups } from '#modules/communities/index.ts';
import { addBenefit } from './add-honours.ts';
import { createEntryChecks, listEntries, removeEntries, settleEntry } from './check-entries.ts';
import { settleWaiting } from './settle-waiting.ts';
import { saveLadder } from './save-ladder.ts';
import { DAY_MS, type LevelWorld, levelWorld } from './testing/level-world.ts';

const NOW = Date.UTC(2026, 2, 10, 4);

let database: Database;
let engine: EventEngine;
let world: LevelWorld;
const asked: CommunityRef[] = [];
const nobodyPassed = async () => new Set<string>();
const connectors = [chatConnector({ capabilities: { actions: ['remove'] } })];

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  const clock = { now: () => NOW };
  const onRemove = (community: CommunityRef) => void asked.push(community);
  const reactions = [createEntryChecks({ database, clock, connectors, passedEntry: nobodyPassed, onRemove })];
  world = await levelWorld(database, engine, workspaceId, { now: NOW, reactions });
});
afterAll(() => database.close());

const joins = (member: string, id: string, group = 'g2') => world.said(member, NOW, { id, kind: 'join', group });
const outcomes = async () =>
  Object.fromEntries(
    (await world.inside((tx) => listEntries(tx, world.ids.communityId, { open: false }))).map((entry) => [
      ['ann', 'bob', 'cat'].find((name) => world.memberId(name) === entry.memberId),
      entry.outcome,
    ]),
  );

it('lets the entitled in, removes or notes the others, each join once', async () => {
  await world.hear(
    ...Array.from({ length: 6 }, (_, ago) => world.said('ann', NOW - ago * DAY_MS)),
    world.said('bob', NOW),
  );
  const { communityId, workspaceId } = world.ids;
  const of = { actor: systemCaller(workspaceId), communityId, now: NOW };
  await world.hear(world.said('bob', NOW, { group: 'g2' }));
  const [benefit] = await world.inside(async (tx) => {
    const salon = (await listGroups(tx, communityId)).find(({ externalId }) => externalId === 'g2')!;
    const words = { name: '沙龙', nameEn: '', description: '', descriptionEn: '' };
    const rest = {
      hours: null,
      period: null,
      groupIds: [salon.id],
      onEntry: 'remove' as const,
      examDays: null,
      enabled: true,
    };
    const made = await addBenefit(tx, of, { ...words, ...rest, key: 'salon', kind: 'group' });
    const level = (growth: number, benefits: { benefitId: string; quota: null }[]) => ({
      name: `L${growth}`,
      nameEn: '',
      colour: '#1677ff',
      icon: 'star' as const,
      standards: { growth, contribution: 0, activeDays: 0, quizzes: 0 },
      benefits,
    });
    const levels = [level(0, []), level(10, [{ benefitId: made.id, quota: null }])];
    await saveLadder(tx, { ...of, now: new Date(NOW), ladder: { levels } });
    return [made];
  });
  await world.evaluate();

  const entry = joins('bob', 'join-bob');
  await world.hear(joins('ann', 'join-ann'), entry, joins('cat', 'elsewhere', 'g1'));
  await world.hear(entry);
  expect(await outcomes()).toEqual({ ann: 'entitled', bob: 'removing' });
  expect(asked).toEqual([expect.objectContaining({ communityId })]);

  const acts: Action[] = [];
  let fate: 'later' | 'done' = 'later';
  const runner = {
    act: async (_: string, action: Action) => {
      acts.push(action);
      return fate === 'done' ? { fate } : { fate, reason: 'busy', code: 'busy' };
    },
  };
  const parts = { database, connectors };
  expect(await removeEntries(parts, world.ids, runner as never)).toBe(true);
  fate = 'done';
  expect(await removeEntries(parts, world.ids, runner as never)).toBe(false);
  expect(await removeEntries(parts, world.ids, runner as never)).toBe(false);
  expect(acts).toHaveLength(2);
  expect(acts[1]).toEqual({ kind: 'remove', chat: 'g2', account: 'bob' });
  expect(await outcomes()).toMatchObject({ bob: 'removed' });

  // A platform that cannot leaves it to a person.
  await world.hear(joins('cat', 'join-cat'));
  expect(await removeEntries({ database, connectors: [chatConnector()] }, world.ids, runner as never)).toBe(false);
  const [open] = await world.inside((tx) => listEntries(tx, communityId, { open: true }));
  expect(open).toMatchObject({ outcome: 'noted', benefitId: benefit!.id });
  expect(await world.inside((tx) => settleEntry(tx, communityId, { entryId: open!.id, by: undefined }))).toBe(true);
  expect(await world.inside((tx) => settleEntry(tx, communityId, { entryId: open!.id, by: undefined }))).toBe(false);
});

it('of a group that several benefits keep, lets in whom any of them entitles, and else does as the strictest says', async () => {
  const here = await levelWorld(database, engine, world.ids.workspaceId, {
    now: NOW,
    reactions: [
      createEntryChecks({
        database,
        clock: { now: () => NOW },
        connectors,
        passedEntry: nobodyPassed,
        onRemove: () => undefined,
      }),
    ],
  });
  const { communityId, workspaceId } = here.ids;
  const of = { actor: systemCaller(workspaceId), communityId, now: NOW };
  await here.hear(...Array.from({ length: 6 }, (_, ago) => here.said('ann', NOW - ago * DAY_MS)));
  await here.hear(here.said('bob', NOW, { group: 'g2' }));
  const ids = await here.inside(async (tx) => {
    const kept = (await listGroups(tx, communityId)).find(({ externalId }) => externalId === 'g2')!;
    const add = async (key: string, onEntry: 'note' | 'remove') => {
      const words = { name: key, nameEn: '', description: '', descriptionEn: '' };
      const rest = { hours: null, period: null, groupIds: [kept.id], onEntry, examDays: null, enabled: true };
      return (await addBenefit(tx, of, { ...words, ...rest, key, kind: 'group' })).id;
    };
    const [strict, mild] = [await add('strict', 'remove'), await add('mild', 'note')];
    const level = (growth: number, benefitId?: string) => ({
      name: `L${growth}`,
      nameEn: '',
      colour: '#1677ff',
      icon: 'star' as const,
      standards: { growth, contribution: 0, activeDays: 0, quizzes: 0 },
      benefits: benefitId === undefined ? [] : [{ benefitId, quota: null }],
    });
    const levels = [level(0), level(10, mild), level(1000, strict)];
    await saveLadder(tx, { ...of, now: new Date(NOW), ladder: { levels } });
    return { strict, mild };
  });
  await here.evaluate();
  const enter = (member: string) => here.said(member, NOW, { kind: 'join', group: 'g2' });
  // More who wait than are read at a time.
  const crowd = Array.from({ length: 130 }, (_, at) => `m${at}`);
  await here.hear(enter('ann'), ...crowd.map(enter));
  const entries = await here.inside((tx) => listEntries(tx, communityId, { open: false }));
  expect(entries.find(({ memberId }) => memberId === here.memberId('ann'))).toMatchObject({
    outcome: 'entitled',
    benefitId: ids.mild,
  });
  expect(entries.find(({ memberId }) => memberId === here.memberId('m0'))).toMatchObject({
    outcome: 'removing',
    benefitId: ids.strict,
  });

  // The first hundred have to wait: those behind them do not wait with them.
  const waits = new Set(entries.filter(({ outcome }) => outcome === 'removing').map(({ memberId }) => memberId));
  expect(waits.size).toBe(130);
  const acted = new Set<string>();
  const act = async (_: string, action: Action) => {
    acted.add((action as { account: string }).account);
    return acted.size <= 100 ? { fate: 'later', reason: 'busy', code: 'busy' } : { fate: 'done' };
  };
  expect(await removeEntries({ database, connectors }, here.ids, { act } as never)).toBe(true);
  expect(acted.size).toBe(130);
  expect(await removeEntries({ database, connectors }, here.ids, { act } as never)).toBe(false);
});

it('of a group that asks for the entry exam, waits the days that it gives and then lets in who has passed', async () => {
  let now = NOW;
  const clock = { now: () => now };
  const passed = new Set<string>();
  const passedEntry = async (_: unknown, __: string, members: readonly string[]) =>
    new Set(members.filter((id) => passed.has(id)));
  const here = await levelWorld(database, engine, world.ids.workspaceId, {
    now: NOW,
    reactions: [createEntryChecks({ database, clock, connectors, passedEntry, onRemove: () => undefined })],
  });
  const { communityId, workspaceId } = here.ids;
  const of = { actor: systemCaller(workspaceId), communityId, now: NOW };
  await here.hear(here.said('ann', NOW), here.said('bob', NOW, { group: 'g2' }));
  await here.inside(async (tx) => {
    const kept = (await listGroups(tx, communityId)).find(({ externalId }) => externalId === 'g2')!;
    const words = { name: 'exam', nameEn: '', description: '', descriptionEn: '', key: 'exam', kind: 'group' as const };
    const rest = { hours: null, period: null, groupIds: [kept.id], onEntry: 'remove' as const, enabled: true };
    await addBenefit(tx, of, { ...words, ...rest, examDays: 3 });
  });
  passed.add(here.memberId('ann'));
  const enter = (member: string) => here.said(member, NOW, { kind: 'join', group: 'g2' });
  await here.hear(enter('ann'), enter('bob'), enter('cat'));
  const outcomesOf = async () => {
    const entries = await here.inside((tx) => listEntries(tx, communityId, { open: false }));
    return ['ann', 'bob', 'cat'].map(
      (name) => entries.find(({ memberId }) => memberId === here.memberId(name))!.outcome,
    );
  };
  expect(await outcomesOf()).toEqual(['entitled', 'waiting', 'waiting']);
  now = NOW + 3 * DAY_MS - 1;
  expect(await settleWaiting({ database, clock, passedEntry }, here.ids)).toBe(false);
  passed.add(here.memberId('bob'));
  now += 1;
  expect(await settleWaiting({ database, clock, passedEntry }, here.ids)).toBe(true);
  expect(await outcomesOf()).toEqual(['entitled', 'entitled', 'removing']);
  expect(await settleWaiting({ database, clock, passedEntry }, here.ids)).toBe(false);
});
