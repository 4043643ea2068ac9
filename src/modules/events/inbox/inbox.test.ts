import { sql as pg } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { createCommunity, listGroups } from '#modules/communities/index.ts';
import { createWorkspace, listWorkspaceIds, systemCaller } from '#modules/identity/index.ts';
import { grantScope, inScope, sql, type EventEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import type { NeutralEvent } from '../contract.ts';
import { rollUp, writeEvents } from '../index.ts';
import { crashingEngine, Killed } from '#testkit/event-log/crashing-engine.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';
import { createAcceptEvents, type AcceptEvents } from './accept-events.ts';
import { CommunityTurns } from './community-turns.ts';
import { drainInbox, type CommunityRef, type DrainParts, type LiveEvent } from './drain-inbox.ts';
import { EventWorker } from './event-worker.ts';
import { deleteBatch, listRefused, nextBatch, readBatch } from './inbox-store.ts';
import { retryRefusedEvents } from './retry-refused-events.ts';

let database: Database;
let engine: EventEngine;
let accept: AcceptEvents;
let workspaceId: string;
const log = createLogger({ logLevel: 'silent' });

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  accept = createAcceptEvents({ database });
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());

async function community(zone = 'Asia/Shanghai'): Promise<CommunityRef> {
  const { id } = await database.inWorkspace(workspaceId, (tx) => createCommunity(tx, workspaceId, { name: 'C', zone }));
  return { workspaceId, communityId: id };
}

const message = (id: string, fields: Partial<NeutralEvent> = {}): NeutralEvent => ({
  id,
  group: 'g',
  member: 'ann',
  kind: 'message',
  at: '2024-03-01T10:00:00Z',
  ...fields,
});

const parts = (changes: Partial<DrainParts> = {}): DrainParts => ({
  database,
  engine,
  log,
  turns: new CommunityTurns(database),
  reactions: [],
  ...changes,
});

const waiting = (ref: CommunityRef) =>
  database.inWorkspace(ref.workspaceId, async (tx) => {
    const { rows } = await pg<{
      n: string;
    }>`SELECT count(*) AS n FROM inbox WHERE community_id = ${ref.communityId}`.execute(tx);
    return Number(rows[0]!.n);
  });

async function logged({ communityId }: CommunityRef): Promise<{ ids: number; rows: number }> {
  const scope = grantScope(workspaceId, communityId);
  const [row] = await engine.query<{ ids: number; all: number }>(
    scope,
    'events.test_logged',
    sql`SELECT uniqExact(event_id) AS ids, count() AS all FROM events FINAL WHERE ${inScope(scope)}`,
  );
  return { ids: Number(row!.ids), rows: Number(row!.all) };
}

describe('accepting', () => {
  it('counts each event once, however many bring it at the same time', async () => {
    const ref = await community();
    const target = { ...ref, source: 'api' };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => accept(target, [message(`e${at % 10}`), message(`only${at}`)])),
    );
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(50);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(30);
    expect(await waiting(ref)).toBe(50);
    expect(await accept(target, [message('e1'), message('e1', { version: 1 })])).toEqual({
      accepted: 1,
      duplicates: 1,
    });
  });

  it('lets two processes with the same events in opposite orders both finish', async () => {
    const ref = await community();
    const other = createAcceptEvents({ database });
    const events = Array.from({ length: 300 }, (_, at) => message(`e${at}`));
    const answers = await Promise.all([
      accept({ ...ref, source: 'a' }, events),
      other({ ...ref, source: 'b' }, events.toReversed()),
    ]);
    expect(answers[0]!.accepted + answers[1]!.accepted).toBe(300);
  });

  it('keeps a workspace to itself', async () => {
    const ref = await community();
    await accept({ ...ref, source: 'api' }, [message('mine')]);
    const stranger = await database.asSystem((tx) => createWorkspace(tx, 'X'));
    expect(await waiting({ ...ref, workspaceId: stranger })).toBe(0);
  });
});

describe('draining', () => {
  it('ends a batch at the event with which its texts are as long as it takes, and takes at least one', async () => {
    const ref = await community();
    const events = ['a', 'b', 'c', 'd', 'e'].map((id) => message(id, { text: '长'.repeat(1_000) }));
    await accept({ ...ref, source: 'api' }, events);
    const sizes: number[] = [];
    await database.inWorkspace(workspaceId, async (tx) => {
      for (;;) {
        const order = { communityId: ref.communityId, newBatchId: newId(), rows: 4, characters: 2_000 };
        const batch = await nextBatch(tx, order);
        if (batch === undefined) break;
        sizes.push((await readBatch(tx, ref.communityId, batch)).length);
        await deleteBatch(tx, ref.communityId, batch);
      }
    });
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('writes events in the order in which they came, makes groups and members, and empties the inbox', async () => {
    const ref = await community();
    const seen: LiveEvent[] = [];
    const reaction = {
      name: 'test',
      react: async (_: CommunityRef, events: readonly LiveEvent[]) => void seen.push(...events),
    };
    await accept({ ...ref, source: 'api' }, [
      message('b', { name: 'Ann', groupName: 'Books' }),
      message('a', { member: 'nul\0' }),
    ]);
    await accept({ ...ref, source: 'api' }, [message('c', { kind: 'rename', target: 'zoe' })]);
    expect(await drainInbox(parts({ reactions: [reaction] }), ref)).toBe(3);
    expect(seen.map(({ event }) => event.id)).toEqual(['b', 'a', 'c']);
    expect(await waiting(ref)).toBe(0);
    expect(await logged(ref)).toEqual({ ids: 3, rows: 3 });
    const names = await database.inWorkspace(workspaceId, async (tx) => {
      const { rows } = await pg<{ external_id: string; name: string }>`
        SELECT external_id, name FROM accounts WHERE community_id = ${ref.communityId} ORDER BY 1`.execute(tx);
      return rows.map(({ external_id: id, name }) => [id, name]);
    });
    expect(names).toEqual([
      ['ann', 'Ann'],
      ['nul\uFFFD', ''],
      ['zoe', ''],
    ]);
    expect(await database.inWorkspace(workspaceId, (tx) => listGroups(tx, ref.communityId))).toMatchObject([
      { name: 'Books' },
    ]);
  });

  it('is done by one at a time, and what two race for is written once', async () => {
    const ref = await community();
    const calls: string[] = [];
    const reaction = {
      name: 'test',
      react: async (_: CommunityRef, events: readonly LiveEvent[]) =>
        void calls.push(...events.map(({ event }) => event.id)),
    };
    await accept(
      { ...ref, source: 'api' },
      Array.from({ length: 500 }, (_, at) => message(`e${at}`)),
    );
    const racers = await Promise.all(
      Array.from({ length: 4 }, () => drainInbox(parts({ reactions: [reaction] }), ref)),
    );
    expect(racers.filter((taken) => taken !== undefined && taken > 0)).toEqual([500]);
    expect(calls).toHaveLength(500);
    expect(await logged(ref)).toEqual({ ids: 500, rows: 500 });
  });

  it('waits while the engine is away, and loses nothing', async () => {
    const ref = await community();
    await accept({ ...ref, source: 'api' }, [message('a')]);
    const away = async (): Promise<never> => {
      throw new Unavailable('the event engine is being restarted');
    };
    const dead: EventEngine = { ...engine, insert: away, insertColumns: away, query: away, command: away };
    await expect(drainInbox(parts({ engine: dead }), ref)).rejects.toBeInstanceOf(Unavailable);
    expect(await waiting(ref)).toBe(1);
    expect(await drainInbox(parts(), ref)).toBe(1);
    expect(await logged(ref)).toEqual({ ids: 1, rows: 1 });
  });

  it('puts aside what cannot be written, with the reason, and writes the rest', async () => {
    const ref = await community();
    const events = Array.from({ length: 60 }, (_, at) => message(`e${at}`));
    for (const at of [7, 40]) events[at] = { ...events[at]!, mentions: [42] as unknown as string[] };
    await accept({ ...ref, source: 'api' }, events);
    expect(await drainInbox(parts(), ref)).toBe(58);
    expect(await logged(ref)).toEqual({ ids: 58, rows: 58 });
    expect(await waiting(ref)).toBe(0);
    const refused = await database.inWorkspace(workspaceId, (tx) => listRefused(tx, ref.communityId, 10));
    expect(refused.map(({ event }) => JSON.parse(event).id).toSorted()).toEqual(['e40', 'e7']);
    expect(refused[0]!.reason).not.toBe('');
  });

  it('tries again what was refused when somebody asks for it: refused once more, or written when the cause is gone', async () => {
    const ref = await community();
    await accept({ ...ref, source: 'api' }, [
      message('bad', { mentions: [42] as unknown as string[] }),
      message('good'),
    ]);
    await drainInbox(parts(), ref);
    const inWorkspace = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
    const retry = () =>
      inWorkspace((tx) => retryRefusedEvents(tx, systemCaller(workspaceId), { id: ref.communityId, name: 'C' }));
    expect(await retry()).toEqual({ retried: 1 });
    expect(await inWorkspace((tx) => listRefused(tx, ref.communityId, 10))).toEqual([]);
    expect(await drainInbox(parts(), ref)).toBe(0);
    expect(await inWorkspace((tx) => listRefused(tx, ref.communityId, 10))).toHaveLength(1);
    await inWorkspace((tx) =>
      pg`UPDATE refused_events SET event = replace(event, '[42]', '["bo"]')`.execute(tx).then(() => undefined),
    );
    expect(await retry()).toEqual({ retried: 1 });
    expect(await drainInbox(parts(), ref)).toBe(1);
    expect(await logged(ref)).toEqual({ ids: 2, rows: 2 });
    expect(await retry()).toEqual({ retried: 0 });
  });

  it('stops when nothing at all can be written, instead of refusing everything', async () => {
    const ref = await community();
    await accept(
      { ...ref, source: 'api' },
      Array.from({ length: 64 }, (_, at) => message(`e${at}`)),
    );
    const broken: EventEngine = { ...engine, query: async () => Promise.reject(new Error('a defect of ours')) };
    await expect(drainInbox(parts({ engine: broken }), ref)).rejects.toThrow('a defect of ours');
    expect(await waiting(ref)).toBeGreaterThanOrEqual(58);
  });

  it('is stopped by a reaction that fails, and tells it again', async () => {
    const ref = await community();
    let tries = 0;
    const reaction = {
      name: 'sometimes',
      react: async () => {
        if (tries++ === 0) throw new Error('not now');
      },
    };
    await accept({ ...ref, source: 'api' }, [message('a'), message('b')]);
    await expect(drainInbox(parts({ reactions: [reaction] }), ref)).rejects.toThrow('could not react');
    expect(await drainInbox(parts({ reactions: [reaction] }), ref)).toBe(2);
    expect(tries).toBe(2);
    expect(await logged(ref)).toEqual({ ids: 2, rows: 2 });
  });
});

/** PostgreSQL whose transactions are cut off now and then: before they commit, or just after. */
function crashingDatabase(random: ReturnType<typeof seeded>, share: number): Database {
  return {
    ...database,
    inWorkspace: async (id, work) => {
      const dies = random.chance(share);
      const before = dies && random.chance(0.5);
      const result = await database.inWorkspace(id, async (tx) => {
        const value = await work(tx);
        if (before) throw new Killed('killed before a commit');
        return value;
      });
      if (dies) throw new Killed('killed after a commit');
      return result;
    },
  };
}

describe('being killed anywhere between acceptance and roll-up', () => {
  it.for([11, 12, 13])('loses nothing and doubles nothing (seed %i)', { timeout: 180_000 }, async (seed) => {
    const random = seeded(seed);
    const ref = await community('America/New_York');
    const history = randomHistory(random, 60);
    const fresh = grantScope(newId(), ref.communityId);
    const { changed } = await writeEvents(engine, fresh, { zone: 'America/New_York' }, history);
    await rollUp(engine, fresh, changed);

    const scope = grantScope(workspaceId, ref.communityId);
    const weak = crashingEngine(engine, random, 0.06);
    const crashing = parts({ engine: weak, database: crashingDatabase(random, 0.1) });
    const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
      for (;;)
        try {
          return void (await work());
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          weak.kills++;
        }
    };
    const mixed = random.shuffle([...history, ...history.filter(() => random.chance(0.3))]);
    for (let at = 0; at < mixed.length;) {
      const batch = mixed.slice(at, (at += 1 + random.below(50)));
      // Who gets no answer sends again.
      const weakAccept = createAcceptEvents({ database: crashing.database });
      await untilDone(() => weakAccept({ ...ref, source: 'api' }, batch));
      if (random.chance(0.6)) await untilDone(() => drainInbox(crashing, ref));
      if (random.chance(0.3)) await untilDone(() => rollUp(weak, scope));
    }
    await untilDone(() => drainInbox(crashing, ref));
    await untilDone(() => rollUp(weak, scope));
    expect(weak.kills).toBeGreaterThan(0);
    expect(await waiting(ref)).toBe(0);
    const expected = await logState(engine, fresh);
    const actual = await logState(engine, scope);
    for (const table of Object.keys(expected)) expect({ [table]: actual[table] }).toEqual({ [table]: expected[table] });
  });
});

describe('the worker', () => {
  it('drains what it is told of, rolls up, says so, and finds what nobody told it', async () => {
    const early = await community();
    await accept({ ...early, source: 'api' }, [message('early')]);
    const changed: string[] = [];
    const worker = new EventWorker({
      database,
      engine,
      log,
      rollUpPauseMs: 20,
      listWorkspaces: () => database.asSystem(listWorkspaceIds),
      onCommunityChanged: ({ communityId }) => changed.push(communityId),
    });
    await worker.start();
    try {
      await worker.settled();
      expect(await logged(early)).toEqual({ ids: 1, rows: 1 });
      expect(changed).toContain(early.communityId);
      const late = await community();
      await accept({ ...late, source: 'api' }, [message('late')]);
      await expect.poll(() => logged(late), { timeout: 60_000 }).toEqual({ ids: 1, rows: 1 });
      await expect.poll(() => changed, { timeout: 60_000 }).toContain(late.communityId);
    } finally {
      await worker.stop();
    }
  });
});
