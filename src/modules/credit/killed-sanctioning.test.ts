import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { addActs } from './act-store.ts';
import { doNextAct } from './do-act.ts';
import { endSanctions } from './end-sanctions.ts';
import { recordViolation } from './record-violation.ts';
import { addRule } from './rule-store.ts';
import { sanctionsOfMembers, setPlaced } from './sanction-store.ts';
import { liftSanction } from './take-back.ts';
import type { SanctioningOrder, Work } from './testing/sanctioning-process.ts';

const PROGRAM = new URL('testing/sanctioning-process.ts', import.meta.url).pathname;
const NOW = Date.parse('2026-05-04T12:00:00Z');
/** More than there are statements in any of these. */
const MANY = 60;
const connectors = [chatConnector({ capabilities: { actions: ['mute', 'unmute'] } })];

let database: Database;
let app: TestApp;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { connectors });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

// Evidence is written by hand: nothing is asked of the log.
const parts = () => ({ database, engine: {} as EventEngine, clock: { now: () => NOW }, connectors });

type Place = { here: ChatCommunity; ruleId: string; members: string[] };
async function newPlace(people: number): Promise<Place> {
  const { id } = await app.workspace();
  const here = await chatCommunity(app.services, id, { connectors, chats: ['g1'], reactions: [] });
  const { communityId } = here.ids;
  const accounts = Array.from({ length: people }, (_, at) => {
    const externalId = `p${at}`;
    const account = communitySpace(communityId).accountId('test-chat', externalId);
    return { id: account, platform: 'test-chat', externalId, name: externalId, bot: false, firstAt: 0 };
  });
  const rule = { title: '不发广告', text: '', examples: [], cost: 12 };
  const ruleId = await here.inside(async (tx) => {
    await ensureAccounts(tx, communityId, accounts);
    return addRule(tx, communityId, rule, undefined);
  });
  return { here, ruleId, members: accounts.map((account) => account.id) };
}

const recordingOf = ({ here, ruleId }: Place, memberId: string) => ({
  actor: systemCaller(here.ids.workspaceId),
  communityId: here.ids.communityId,
  body: {
    memberId,
    ruleId,
    note: '',
    remove: false,
    evidence: { text: '有人看见了', happenedAt: new Date(NOW).toISOString() },
    key: memberId,
  },
});

/** Runs works in a process, each held at another statement, and kills it. @returns how many statements one takes, and what was said */
async function killAtEachStep(works: Work[]): Promise<{ steps: number; lines: string[] }> {
  const order: SanctioningOrder = { settings: database.settings, now: NOW, works };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines: string[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
  const stepsOf = () => Number(lines.find((line) => line.startsWith('steps '))?.slice(6));
  const held = () => lines.filter((line) => line === 'held').length;
  await expect.poll(() => held() === stepsOf() + 1, { interval: 5, timeout: 20_000 }).toBe(true);
  child.kill('SIGKILL');
  await ended;
  return { steps: stepsOf(), lines };
}

/** How many of a community there are, of each thing that a violation brings. */
async function countAll({ here }: Place): Promise<Record<string, number>> {
  const { rows } = await here.inside((tx) =>
    sql<Record<string, number>>`
      SELECT (SELECT count(*) FROM violations)::int AS violations,
        (SELECT count(*) FROM sanctions)::int AS sanctions,
        (SELECT count(*) FROM sanctions WHERE lifted_at IS NOT NULL)::int AS lifted,
        (SELECT count(*) FROM deliveries)::int AS told,
        (SELECT count(*) FROM audit_entries WHERE action LIKE 'credit.%')::int AS entries
    `.execute(tx),
  );
  return rows[0]!;
}

describe('a process that is killed at each statement', () => {
  it('of recording a violation has recorded nothing before the commit; sent again, each is one', async () => {
    const place = await newPlace(MANY);
    const works = place.members.map((memberId): Work => ({ kind: 'record', ...recordingOf(place, memberId) }));
    const { steps } = await killAtEachStep(works);
    expect(steps).toBeLessThan(MANY - 2);
    // The first, and the last, which was not answered.
    await expect.poll(() => countAll(place)).toEqual({ violations: 2, sanctions: 2, lifted: 0, told: 2, entries: 2 });
    const all = place.members.slice(0, steps + 2);
    const ids = await Promise.all(all.map((memberId) => recordViolation(parts(), recordingOf(place, memberId))));
    expect(new Set(ids).size).toBe(steps + 2);
    const each = steps + 2;
    expect(await countAll(place)).toEqual({
      violations: each,
      sanctions: each,
      lifted: 0,
      told: each,
      entries: each,
    });
  });

  it('of lifting a sanction has lifted nothing before the commit; done again, each is lifted once', async () => {
    const place = await newPlace(MANY);
    const actor = systemCaller(place.here.ids.workspaceId);
    const { communityId } = place.here.ids;
    await Promise.all(place.members.map((memberId) => recordViolation(parts(), recordingOf(place, memberId))));
    const sanctions = await place.here.inside((tx) => sanctionsOfMembers(tx, place.members));
    const orders = sanctions.map(({ id }) => ({ actor, communityId, sanctionId: id, reason: '态度诚恳' }));
    const { steps } = await killAtEachStep(orders.map((order): Work => ({ kind: 'lift', ...order })));
    expect(steps).toBeLessThan(MANY - 2);
    await expect.poll(async () => (await countAll(place)).lifted).toBe(2);
    const again = await Promise.allSettled(
      orders
        .slice(0, steps + 2)
        .map((order) => place.here.inside((tx) => liftSanction(tx, parts(), { ...order, now: new Date(NOW) }))),
    );
    expect(again.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'over' } },
      { reason: { code: 'over' } },
    ]);
    expect(await countAll(place)).toEqual({
      violations: MANY,
      sanctions: MANY,
      lifted: steps + 2,
      told: MANY + steps + 2,
      entries: MANY + steps + 2,
    });
  });

  it('of undoing on the platform what was lifted leaves it to the next; nobody stays muted', async () => {
    const places = await Promise.all(Array.from({ length: 30 }, () => newMuted()));
    const works = places.map(({ here: { ids, connectionId } }): Work => ({ ...ids, kind: 'end', connectionId }));
    const { steps, lines } = await killAtEachStep(works);
    expect(steps).toBeLessThan(places.length - 2);
    const later = new Date(NOW + 91_000);
    const asked = lines.filter((line) => line.startsWith('asked ')).map((line) => line.slice(6));
    for (const { here } of places.slice(0, steps + 2)) {
      const { workspaceId } = here.ids;
      await expect
        .poll(async () => {
          await endSanctions(database, workspaceId, later);
          return (await actsOf(here)).map(({ kind }) => kind);
        })
        .toEqual(['mute', 'unmute']);
      const act = async () => (asked.push(here.connectionId), { fate: 'done' as const });
      const ref = { workspaceId, connectionId: here.connectionId, now: () => later.getTime() };
      while (await doNextAct(database, act, ref));
      expect(await actsOf(here)).toEqual([
        { kind: 'mute', state: 'done', ended: true },
        { kind: 'unmute', state: 'done', ended: true },
      ]);
    }
    const times = places.slice(0, steps + 2).map(({ here }) => asked.filter((id) => id === here.connectionId).length);
    expect([Math.min(...times), times[0], times.at(-1)]).toEqual([1, 1, 1]);
    // Only what nobody knew the end of was asked once more.
    expect(Math.max(...times)).toBe(2);
  });
});

/** A community whose one member was muted on the platform, which has just been lifted. */
async function newMuted(): Promise<Place> {
  const place = await newPlace(1);
  const { here, members } = place;
  const { workspaceId, communityId } = here.ids;
  await recordViolation(parts(), recordingOf(place, members[0]!));
  await here.inside(async (tx) => {
    const [sanction] = await sanctionsOfMembers(tx, members);
    const { connectionId } = here;
    const act = { accountId: members[0]!, kind: 'mute', connectionId, chatId: 'g1', groupIds: [newId()] } as const;
    const order = { communityId, sanctionId: sanction!.id, now: new Date(NOW) };
    await addActs(tx, order, [{ ...act, groupIds: [...act.groupIds], state: 'queued', code: '' }]);
    await setPlaced(tx, sanction!.id, new Date(NOW));
  });
  const ref = { workspaceId, connectionId: here.connectionId, now: () => NOW };
  expect(await doNextAct(database, async () => ({ fate: 'done' }), ref)).toBe(true);
  await here.inside(async (tx) => {
    const [sanction] = await sanctionsOfMembers(tx, members);
    const actor = systemCaller(workspaceId);
    const order = { actor, communityId, sanctionId: sanction!.id, reason: '态度诚恳', now: new Date(NOW) };
    await liftSanction(tx, parts(), order);
  });
  return place;
}

async function actsOf(here: ChatCommunity): Promise<{ kind: string; state: string; ended: boolean }[]> {
  const { rows } = await here.inside((tx) =>
    sql<{ kind: string; state: string; ended: boolean }>`
      SELECT sanction_acts.kind, state, ended_at IS NOT NULL AS ended
      FROM sanction_acts JOIN sanctions ON sanctions.id = sanction_id ORDER BY sanction_acts.kind
    `.execute(tx),
  );
  return rows;
}
