import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { createPostOne, type PointsOutcome, type PointsPost, postPoints } from '#modules/points/index.ts';
import { createLogger } from '#platform/log.ts';
import { clientConfig, type Database, openDatabase, startPostgres, type Tx } from '#platform/postgres/index.ts';
import { type Bench, type BenchContext, median, percentile } from './bench.ts';

const MEMBERS = 20_000;
const SECONDS = 4;
const ROUNDS = 3;
const CONNECTIONS = 32;
const CALLERS = 128;
/** Every so many posts, one that asks for more than there is. */
const TOO_MUCH_EACH = 50;

type Ledger = { database: Database; workspaceId: string; communityId: string; memberIds: readonly string[] };
type Run = { perSecond: number; waits: number[] };

/**
 * The ledger beside plain transactions of the same server in the same minutes: `pgbench -N`-like ones (an update, a read and
 * an insert, each a message of its own) at 32 connections; one transaction of points each at 32; 128 callers who share
 * statements. In each batch somebody has too little, is refused alone, and the ledger is whole afterwards.
 */
export const ledger: Bench = {
  name: 'ledger',
  async run({ directory, scale, say }: BenchContext) {
    const log = createLogger({ logLevel: 'error' });
    const server = await startPostgres({ dataDir: join(directory, 'data'), log });
    const database = await openDatabase(server, { log, maxConnections: CONNECTIONS });
    try {
      const own = await openLedger(database, Math.round(MEMBERS * scale));
      await openPlain(database, own.memberIds.length);
      const postOne = createPostOne(database);
      const postAlone = createPostOne(database, { postsAtOnce: 1, runsAtOnce: CONNECTIONS });
      const refusals = { told: 0, wrong: 0 };
      const ways = {
        plain: () => during(CONNECTIONS, scale, () => plain(own)),
        apart: () => during(CONNECTIONS, scale, () => check(refusals, own, (post) => postAlone(own.workspaceId, post))),
        together: () => during(CALLERS, scale, () => check(refusals, own, (post) => postOne(own.workspaceId, post))),
      };
      const runs: Record<keyof typeof ways, Run[]> = { plain: [], apart: [], together: [] };
      for (let round = 0; round < ROUNDS; round += 1)
        for (const name of ['plain', 'apart', 'together'] as const) {
          runs[name].push(await ways[name]());
          say(`${name}: ${runs[name].at(-1)!.perSecond.toFixed(0)} per second`);
        }
      if (refusals.wrong > 0 || refusals.told === 0)
        throw new Error(`refusals went wrong: ${JSON.stringify(refusals)}`);
      await checkWhole(own);
      const rate = (name: keyof typeof ways) => median(runs[name].map(({ perSecond }) => perSecond));
      const best = Math.max(...runs.plain.map(({ perSecond }) => perSecond));
      const note = (name: keyof typeof ways) => {
        const waits = runs[name].flatMap((run) => run.waits);
        return `p50 ${percentile(waits, 0.5).toFixed(1)} ms, p99 ${percentile(waits, 0.99).toFixed(1)} ms`;
      };
      return [
        {
          name: `ledger, ${CONNECTIONS} connections, one transaction each ÷ pgbench -N-like`,
          value: rate('apart') / rate('plain'),
          unit: '×',
          goal: { atLeast: 0.8 },
        },
        {
          name: `ledger, ${CALLERS} callers through the coalescer ÷ best pgbench -N-like`,
          value: rate('together') / best,
          unit: '×',
          goal: { atLeast: 2 },
        },
        { name: 'pgbench -N-like transactions', value: rate('plain'), unit: 'per s', note: note('plain') },
        { name: 'transactions of points, one each', value: rate('apart'), unit: 'per s', note: note('apart') },
        {
          name: 'transactions of points, coalesced',
          value: rate('together'),
          unit: 'per s',
          note: `${note('together')}, ${refusals.told} refused alone`,
        },
      ];
    } finally {
      await database.close();
      await server.stop();
    }
  },
};

async function openLedger(database: Database, members: number): Promise<Ledger> {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Bench'));
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
  const memberIds = Array.from({ length: members }, () => newId());
  const communityId = await inside(async (tx) => {
    const { id } = await createCommunity(tx, workspaceId, { name: 'Bench', zone: 'UTC' });
    const accounts = memberIds.map((member, at) => ({
      id: member,
      platform: 'bench',
      externalId: `${at}`,
      name: `${at}`,
      bot: false,
      firstAt: 0,
    }));
    await ensureAccounts(tx, id, accounts);
    return id;
  });
  const first = memberIds.map((memberId): PointsPost => ({
    key: `first:${memberId}`,
    communityId,
    memberId,
    kind: 'grant',
    amount: 1_000_000,
    cause: { kind: 'bench' },
    at: Date.now(),
  }));
  for (let from = 0; from < first.length; from += 500) {
    await inside((tx) => postPoints(tx, first.slice(from, from + 500)));
    if (from === 0) await analyse(database);
  }
  return { database, workspaceId, communityId, memberIds };
}

/** Plans for what is there, as a server of its own accord has after its first minute. */
async function analyse(database: Database): Promise<void> {
  const client = new Client(clientConfig(database.settings, 'super'));
  await client.connect();
  await client.query('VACUUM ANALYZE').finally(() => client.end());
}

/** What `pgbench -N` works on: accounts of its width, and a history that is only added to. */
async function openPlain(database: Database, accounts: number): Promise<void> {
  const client = new Client(clientConfig(database.settings, 'super'));
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE bench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
      CREATE TABLE bench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
      INSERT INTO bench_accounts SELECT aid, 1, 0, '' FROM generate_series(1, ${accounts}) AS aid;
      GRANT ALL ON bench_accounts, bench_history TO qunluo_app`);
  } finally {
    await client.end();
  }
  await analyse(database);
}

/** One transaction as `pgbench -N` has it, prepared; the next one on the same connection comes after it. */
async function plain({ database, memberIds }: Ledger): Promise<void> {
  const client = await database.pool.connect();
  const aid = 1 + Math.floor(Math.random() * memberIds.length);
  const delta = Math.floor(Math.random() * 10_001) - 5_000;
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'bench-update',
      text: 'UPDATE bench_accounts SET abalance = abalance + $1 WHERE aid = $2',
      values: [delta, aid],
    });
    await client.query({
      name: 'bench-read',
      text: 'SELECT abalance FROM bench_accounts WHERE aid = $1',
      values: [aid],
    });
    await client.query({
      name: 'bench-add',
      text: 'INSERT INTO bench_history (tid, bid, aid, delta, mtime) VALUES (1, 1, $1, $2, current_timestamp)',
      values: [aid, delta],
    });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** A post of a chance member: a spend mostly, a grant now and then. */
function somePost({ communityId, memberIds }: Ledger, more: Partial<PointsPost> = {}): PointsPost {
  return {
    key: newId(),
    communityId,
    memberId: memberIds[Math.floor(Math.random() * memberIds.length)]!,
    kind: Math.random() < 0.5 ? 'spend' : 'grant',
    amount: 1 + Math.floor(Math.random() * 10),
    cause: { kind: 'bench' },
    at: Date.now(),
    ...more,
  };
}

/** Posts, and makes sure that the answer is the one that belongs to it: who asks for too much is refused, and nobody else. */
async function check(
  refusals: { told: number; wrong: number },
  own: Ledger,
  post: (one: PointsPost) => Promise<PointsOutcome>,
): Promise<void> {
  const tooMuch = Math.random() < 1 / TOO_MUCH_EACH;
  const { state } = await post(somePost(own, tooMuch ? { kind: 'spend', amount: 500_000_000 } : {}));
  if (tooMuch && state === 'insufficient') refusals.told += 1;
  else if (state !== 'posted') refusals.wrong += 1;
}

/** So many callers who each ask again as soon as they were answered, for some seconds. */
async function during(callers: number, scale: number, once: () => Promise<unknown>): Promise<Run> {
  const waits: number[] = [];
  const began = performance.now();
  const until = began + Math.max(1, SECONDS * scale) * 1000;
  const caller = async (): Promise<void> => {
    for (let at = performance.now(); at < until; at = performance.now()) {
      await once();
      waits.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: (waits.length / (performance.now() - began)) * 1000, waits };
}

/** Throws where a balance is not the sum of its entries. */
async function checkWhole({ database, workspaceId, communityId }: Ledger): Promise<void> {
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    sql`SELECT a.id FROM point_accounts a
        LEFT JOIN (SELECT account_id, sum(amount) AS amount FROM point_entries WHERE account_id IS NOT NULL GROUP BY 1) AS e
          ON e.account_id = a.id
        WHERE a.community_id = ${communityId} AND a.balance <> coalesce(e.amount, 0) LIMIT 1`.execute(tx),
  );
  if (rows.length > 0) throw new Error('the ledger is not whole');
}
