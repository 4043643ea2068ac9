import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { postPoints } from '#modules/points/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { addCodes, changeReward, createReward } from '../change-reward.ts';
import { createRewardBody, type NewReward, type Reward } from '../contract.ts';
import type { Claim } from '../redeem.ts';
import { getReward } from '../reward-store.ts';

export const NOW = Date.UTC(2026, 5, 15, 4);

/** What is there of the ledger and of the shop, for checking one against the other. */
export type Books = {
  /** Sum of all entries; 0 in a whole ledger. */
  entries: number;
  /** Sum of the members’ balances. */
  balances: number;
  spent: number;
  refunded: number;
  /** Points paid for orders that stand. */
  standing: number;
  /** Rewards whose count differs from what orders hold, or that hold more than their stock. */
  wrong: number;
};

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** A community with members who have points, and a shop. */
export async function openShop(database: Database, members = 3, points = 100, zone = 'Asia/Shanghai') {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Shop'));
  const { id: communityId } = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'C', zone }),
  );
  const space = communitySpace(communityId);
  const accounts = Array.from({ length: members }, (_, at) => ({
    id: space.accountId('qq', `m${at}`),
    platform: 'qq',
    externalId: `m${at}`,
    name: `member ${at}`,
    bot: false,
    firstAt: 0,
  }));
  const memberIds = accounts.map(({ id }) => id);
  const give = (ids: readonly string[], amount: number) =>
    database.inWorkspace(workspaceId, (tx) =>
      postPoints(
        tx,
        ids.map((memberId) => ({
          key: newId(),
          communityId,
          memberId,
          kind: 'grant' as const,
          amount,
          cause: { kind: 'test' },
          at: NOW,
        })),
      ),
    );
  await database.inWorkspace(workspaceId, (tx) => ensureAccounts(tx, communityId, accounts));
  // A few at a time: the ledger is made for the batches of a coalescer.
  if (points > 0) for (let at = 0; at < members; at += 500) await give(memberIds.slice(at, at + 500), points);
  const actor = systemCaller(workspaceId);
  const inShop = <T>(work: Parameters<typeof database.inWorkspace<T>>[1]) => database.inWorkspace(workspaceId, work);
  const change = async (id: string, changes: object): Promise<Reward> =>
    inShop(async (tx) => {
      const { version } = await getReward(tx, communityId, id);
      return changeReward(tx, { actor, communityId, id, body: { ...changes, version } });
    });
  return {
    workspaceId,
    communityId,
    ids: { workspaceId, communityId },
    actor,
    memberIds,
    give,
    inShop,
    change,
    /** An open reward of 10 points. */
    reward: (fields: Partial<NewReward> = {}): Promise<Reward> =>
      inShop((tx) =>
        createReward(tx, {
          actor,
          communityId,
          body: createRewardBody.parse({ kind: 'benefit', name: 'tea', price: 10, state: 'open', ...fields }),
        }),
      ),
    addCodes: (id: string, codes: string[]) =>
      inShop((tx) =>
        addCodes(tx, {
          actor,
          communityId,
          id,
          list: { lines: codes.length, codes, repeated: 0, refused: [] },
          keep: true,
          now: new Date(NOW),
        }),
      ),
    look: (id: string) => inShop((tx) => getReward(tx, communityId, id)),
    claim: (reward: Reward, member: number, fields: Partial<Claim> = {}): Claim => ({
      rewardId: reward.id,
      memberId: memberIds[member]!,
      key: newId(),
      price: reward.price,
      now: NOW,
      ...fields,
    }),
    books: (): Promise<Books> =>
      inShop(async (tx) => {
        const { rows } = await sql<Books>`
          SELECT (SELECT coalesce(sum(amount), 0) FROM point_entries)::bigint AS entries,
            (SELECT coalesce(sum(balance), 0) FROM point_accounts)::bigint AS balances,
            (SELECT coalesce(sum(amount), 0) FROM point_transactions WHERE kind = 'spend')::bigint AS spent,
            (SELECT coalesce(sum(amount), 0) FROM point_transactions WHERE kind = 'reverse')::bigint AS refunded,
            (SELECT coalesce(sum(price), 0) FROM reward_orders WHERE state <> 'cancelled')::bigint AS standing,
            (SELECT count(*) FROM rewards WHERE taken > stock OR taken <> (
              SELECT count(*) FROM reward_orders WHERE reward_id = rewards.id AND holds_stock))::int AS wrong
        `.execute(tx);
        return rows[0]!;
      }),
    countOrders: (rewardId: string): Promise<number> =>
      inShop(async (tx) => {
        const { rows } = await sql<{ orders: number }>`
          SELECT count(*)::int AS orders FROM reward_orders WHERE reward_id = ${rewardId} AND state <> 'cancelled'
        `.execute(tx);
        return rows[0]!.orders;
      }),
  };
}
