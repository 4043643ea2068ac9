import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { postPoints } from '#modules/points/index.ts';
import { createReward, createRewardBody, createRedeem, type Redeem, redeemMany } from '#modules/rewards/index.ts';
import { createLogger } from '#platform/log.ts';
import { clientConfig, type Database, openDatabase, startPostgres } from '#platform/postgres/index.ts';
import { type Bench, type BenchContext, median, percentile } from './bench.ts';
import { flashInRedis } from './flash-redis.ts';

const MEMBERS = 20_000;
const STOCK = 1_000;
const CALLERS = 128;
const PRICE = 10;
const ROUNDS = 3;
const WAYS = ['coalesced', 'apart'] as const;

type Ids = { workspaceId: string; communityId: string };
type Shop = Ids & { database: Database; memberIds: string[] };
type Run = { perSecond: number; waits: number[] };

/**
 * Everybody wants the same item at once: 128 callers, 1,000 in stock, 20,000 members with points who try once each. Every
 * try is decided over stock, limit and points, and the ledger is whole afterwards; the same tries with a transaction each,
 * and as a script in Redis that writes its log for each.
 */
export const flash: Bench = {
  name: 'flash',
  async run({ directory, scale, say }: BenchContext) {
    const log = createLogger({ logLevel: 'error' });
    const server = await startPostgres({ dataDir: join(directory, 'data'), log });
    const database = await openDatabase(server, { log });
    try {
      const shop = await openShop(database, Math.round(MEMBERS * scale));
      const stock = Math.round(STOCK * scale);
      const runs = { coalesced: [] as Run[], apart: [] as Run[], redis: [] as Run[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const way of WAYS) {
          say(`round ${round + 1}: ${way}`);
          runs[way].push(await sell(shop, stock, way));
        }
        const redis = await flashInRedis({
          directory: join(directory, `redis-${round}`),
          memberIds: shop.memberIds,
          stock,
          callers: CALLERS,
          price: PRICE,
        });
        if (redis) runs.redis.push(redis);
      }
      const speed = (of: readonly Run[]) => median(of.map(({ perSecond }) => perSecond));
      const [coalesced, apart] = [speed(runs.coalesced), speed(runs.apart)];
      const note = `${CALLERS} callers, ${shop.memberIds.length} tries, ${stock} in stock, sold exactly in each of ${ROUNDS} rounds`;
      return [
        {
          name: 'flash redemption: coalesced ÷ one transaction each',
          value: coalesced / apart,
          unit: '×',
          goal: { atLeast: 10 },
          note,
        },
        ...(runs.redis.length > 0
          ? [
              {
                name: 'flash redemption: coalesced ÷ Redis Lua, AOF always',
                value: coalesced / speed(runs.redis),
                unit: '×' as const,
                goal: { atLeast: 1 },
              },
            ]
          : [
              {
                name: 'flash redemption in Redis Lua (redis-server is not installed)',
                value: 0,
                unit: 'per s' as const,
              },
            ]),
        { name: 'flash redemption, coalesced', value: coalesced, unit: 'per s' },
        { name: 'flash redemption, one transaction each', value: apart, unit: 'per s' },
        ...(runs.redis.length > 0
          ? [{ name: 'flash redemption, Redis Lua, AOF always', value: speed(runs.redis), unit: 'per s' as const }]
          : []),
        {
          name: 'flash redemption, coalesced, p99 of an answer',
          value: percentile(
            runs.coalesced.flatMap(({ waits }) => waits),
            0.99,
          ),
          unit: 'ms',
        },
      ];
    } finally {
      await database.close();
      await server.stop();
    }
  },
};

async function openShop(database: Database, members: number): Promise<Shop> {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Bench'));
  const { communityId, memberIds } = await database.inWorkspace(workspaceId, async (tx) => {
    const { id } = await createCommunity(tx, workspaceId, { name: 'Bench', zone: 'UTC' });
    const { accountId } = communitySpace(id);
    const accounts = Array.from({ length: members }, (_, at) => ({
      id: accountId('bench', `m${at}`),
      platform: 'bench',
      externalId: `m${at}`,
      name: `member ${at}`,
      bot: false,
      firstAt: 0,
    }));
    await ensureAccounts(tx, id, accounts);
    return { communityId: id, memberIds: accounts.map((account) => account.id) };
  });
  await analyse(database);
  for (let from = 0; from < members; from += 500) {
    await database.inWorkspace(workspaceId, (tx) =>
      postPoints(
        tx,
        memberIds.slice(from, from + 500).map((memberId) => ({
          key: `bench ${memberId}`,
          communityId,
          memberId,
          kind: 'grant' as const,
          amount: 1_000,
          cause: { kind: 'bench' },
          at: Date.now(),
        })),
      ),
    );
    if (from === 0) await analyse(database);
  }
  await analyse(database);
  return { workspaceId, communityId, database, memberIds };
}

/** Statistics, as a server has them that runs for more than a minute. */
async function analyse({ settings }: Database): Promise<void> {
  const client = new Client(clientConfig(settings, 'super'));
  await client.connect();
  await client.query('ANALYZE');
  await client.end();
}

/** Sells a new item to everybody and makes sure that what was sold is what there was, and paid for. */
async function sell(shop: Shop, stock: number, way: (typeof WAYS)[number]): Promise<Run> {
  const { database, workspaceId, communityId } = shop;
  const body = createRewardBody.parse({
    kind: 'benefit',
    name: 'flash',
    price: PRICE,
    stock,
    state: 'open',
    limit: { count: 1, period: 'ever' },
  });
  const { id: rewardId } = await database.inWorkspace(workspaceId, (tx) =>
    createReward(tx, { actor: systemCaller(workspaceId), communityId, body }),
  );
  const redeem: Redeem =
    way === 'coalesced'
      ? createRedeem(database)
      : async (ids, claim) => {
          const [answer] = await redeemMany(database, ids, [claim]);
          if (answer instanceof Error) throw answer;
          return answer!;
        };
  const waiting = [...shop.memberIds];
  const waits: number[] = [];
  let won = 0;
  const caller = async (): Promise<void> => {
    for (let memberId = waiting.pop(); memberId; memberId = waiting.pop()) {
      const asked = performance.now();
      const claim = { rewardId, memberId, key: newId(), price: PRICE, now: Date.now() };
      await redeem(shop, claim).then(
        () => (won += 1),
        (error: { code?: string }) => {
          if (error.code !== 'sold_out') throw error;
        },
      );
      waits.push(performance.now() - asked);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const perSecond = (shop.memberIds.length / (performance.now() - began)) * 1000;
  await checkSale(shop, rewardId, { stock, won });
  return { perSecond, waits };
}

async function checkSale(
  { database, workspaceId }: Shop,
  rewardId: string,
  { stock, won }: { stock: number; won: number },
): Promise<void> {
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    sql<{ orders: number; members: number; paid: number; off: number }>`
      SELECT count(*)::int AS orders, count(DISTINCT member_id)::int AS members,
        (SELECT coalesce(sum(amount), 0) FROM point_transactions WHERE id IN (
          SELECT transaction_id FROM reward_orders WHERE reward_id = ${rewardId}))::bigint AS paid,
        (SELECT coalesce(sum(amount), 0) FROM point_entries)::bigint AS off
      FROM reward_orders WHERE reward_id = ${rewardId}
    `.execute(tx),
  );
  const { orders, members, paid, off } = rows[0]!;
  if (orders !== stock || won !== stock || members !== stock || paid !== stock * PRICE || off !== 0)
    throw new Error(
      `sold ${orders} of ${stock} to ${members} members who were told ${won}; paid ${paid}, off by ${off}`,
    );
}
