import type { Clock } from '#kernel/clock.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { asMember, type MayAct } from '#modules/member-access/index.ts';
import { partsOf } from '#modules/members/index.ts';
import { balancesOf } from '#modules/points/index.ts';
import { type FileStore, getFile } from '#platform/files/index.ts';
import { memberOf, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { cancelOwnOrder } from './change-order.ts';
import { presentCurrency } from './http.ts';
import {
  memberOrderParams,
  memberRewardParams,
  myOrderSchema,
  myOrdersQuery,
  myOrdersReply,
  type MyOrder,
  redeemBody,
  redeemReply,
  shopReply,
  shopRewardReply,
} from './member.contract.ts';
import { getOwnOrder, lastAddressOf, presentOwnOrders, readOrders } from './order-store.ts';
import type { Redeem } from './redeem.ts';
import { getReward, listOpenRewards } from './reward-store.ts';
import { presentShop, visible } from './shop.read-model.ts';

export type RewardMemberParts = {
  database: Database;
  fileStore: FileStore;
  clock: Clock;
  redeem: Redeem;
  mayAct: MayAct;
};

const REWARDS = '/api/m/v1/rewards';
const ONE = `${REWARDS}/:rewardId`;
const ORDERS = '/api/m/v1/reward-orders';
const PAGE = 30;
/** Another picture has another address. */
const KEPT = 'private, max-age=31536000, immutable';

type Own = { communityId: string; memberId: string };

const ownOrder = async (tx: Tx, own: Own, id: string): Promise<MyOrder> => {
  const [order] = await presentOwnOrders(tx, [await getOwnOrder(tx, own, id)]);
  return order!;
};

/** The shop and their orders for members. */
export const rewardsMemberRoutes = (parts: RewardMemberParts): Route[] => [
  ...shopRoutes(parts),
  redeemRoute(parts),
  ...myOrderRoutes(parts),
];

function shopRoutes(parts: RewardMemberParts): Route[] {
  const { clock, fileStore } = parts;
  const inWork = asMember(parts);
  return [
    route({
      id: 'm.rewards.list',
      method: 'GET',
      path: REWARDS,
      summary: 'The shop: what I can have for my points, and else why not',
      reply: shopReply,
      handle: ({ caller }) =>
        inWork(caller, async (tx, { communityId, memberId }) => ({
          ...(await presentShop(
            tx,
            { communityId, memberId, now: clock.now() },
            await listOpenRewards(tx, communityId),
          )),
          currency: await presentCurrency(tx, communityId),
          zone: (await getCommunity(tx, communityId)).zone,
        })),
    }),
    route({
      id: 'm.rewards.get',
      method: 'GET',
      path: ONE,
      summary: 'One reward of the shop',
      params: memberRewardParams,
      reply: shopRewardReply,
      handle: ({ caller, params }) =>
        inWork(caller, async (tx, { communityId, memberId }) => {
          const found = visible(await getReward(tx, communityId, params.rewardId));
          const shop = await presentShop(tx, { communityId, memberId, now: clock.now() }, [found]);
          return {
            balance: shop.balance,
            reward: shop.rewards[0]!,
            currency: await presentCurrency(tx, communityId),
            zone: (await getCommunity(tx, communityId)).zone,
            lastAddress: found.kind === 'goods' ? await lastAddressOf(tx, communityId, memberId) : null,
          };
        }),
    }),
    route({
      id: 'm.rewards.image',
      method: 'GET',
      path: `${ONE}/image`,
      summary: 'The picture of a reward',
      params: memberRewardParams,
      reply: 'stream',
      async handle({ caller, params, request, response }) {
        const { workspaceId } = memberOf(caller);
        const file = await inWork(caller, async (tx, { communityId }) => {
          const { image, state } = await getReward(tx, communityId, params.rewardId);
          if (image === null || state === 'draft') throw new NotFound('the picture');
          return getFile(tx, image);
        });
        response
          .header('etag', `"${file.id}"`)
          .header('cache-control', KEPT)
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "default-src 'none'; sandbox");
        if (request.headers['if-none-match'] === `"${file.id}"`) return response.code(304).send();
        const { stream, bytes } = await fileStore.in(workspaceId).open(file.id);
        return response.header('content-length', bytes).type(file.mediaType).send(stream);
      },
    }),
  ];
}

const redeemRoute = ({ clock, redeem, mayAct, ...parts }: RewardMemberParts): Route =>
  route({
    id: 'm.rewards.redeem',
    method: 'POST',
    path: `${ONE}/orders`,
    summary: 'Redeem points for a reward; sent again with the same key, it is the same order',
    params: memberRewardParams,
    body: redeemBody,
    reply: redeemReply,
    async handle({ caller, params, body }) {
      const { workspaceId, communityId, memberId } = memberOf(caller);
      await asMember(parts)(caller, (tx) => mayAct(tx, memberId));
      const claim = { ...body, rewardId: params.rewardId, memberId, now: clock.now() };
      const { orderId, repeated } = await redeem({ workspaceId, communityId }, claim);
      return asMember(parts)(caller, async (tx) => ({
        order: await ownOrder(tx, { communityId, memberId }, orderId),
        balance: (await balancesOf(tx, [memberId])).get(memberId) ?? 0,
        repeated,
      }));
    },
  });

function myOrderRoutes(parts: RewardMemberParts): Route[] {
  const inWork = asMember(parts);
  return [
    route({
      id: 'm.rewards.orders',
      method: 'GET',
      path: ORDERS,
      summary: 'My orders, latest first',
      query: myOrdersQuery,
      reply: myOrdersReply,
      handle: ({ caller, query }) =>
        inWork(caller, async (tx, { communityId, memberId }) => {
          const mine = await partsOf(tx, communityId, memberId);
          const where = sql`o.community_id = ${communityId} AND o.member_id = ANY(${mine}::uuid[])`;
          const rows = await readOrders(tx, where, { limit: PAGE + 1, cursor: query.cursor });
          const page = rows.slice(0, PAGE);
          return {
            orders: await presentOwnOrders(tx, page),
            nextCursor: rows.length > PAGE ? page.at(-1)!.id : null,
          };
        }),
    }),
    route({
      id: 'm.rewards.order',
      method: 'GET',
      path: `${ORDERS}/:orderId`,
      summary: 'One of my orders, with its code',
      params: memberOrderParams,
      reply: myOrderSchema,
      handle: ({ caller, params }) => inWork(caller, (tx, own) => ownOrder(tx, own, params.orderId)),
    }),
    route({
      id: 'm.rewards.cancel',
      method: 'POST',
      path: `${ORDERS}/:orderId/cancel`,
      summary: 'Cancel one of my orders while nothing was sent or done: the points come back',
      params: memberOrderParams,
      reply: myOrderSchema,
      handle: ({ caller, params }) =>
        inWork(caller, async (tx, { communityId, memberId }) => {
          const now = new Date(parts.clock.now());
          await cancelOwnOrder(tx, { communityId, memberId, id: params.orderId, now });
          return ownOrder(tx, { communityId, memberId }, params.orderId);
        }),
    }),
  ];
}
