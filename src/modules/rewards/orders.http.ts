import { Readable } from 'node:stream';
import { communityParams } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { cancelOrder, finishOrder, shipOrder } from './change-order.ts';
import { orderParams } from './contract.ts';
import { exportOrders } from './export-orders.ts';
import type { InCommunity, RewardParts } from './http.ts';
import { listOrders } from './list-orders.ts';
import { getOrder, presentOrders, readAddresses } from './order-store.ts';
import {
  cancelBody,
  exportOrdersQuery,
  finishBody,
  orderDetailSchema,
  type OrderDetail,
  ordersQuery,
  ordersReply,
  shipBody,
} from './orders.contract.ts';

const BASE = '/api/v1/communities/:communityId';
const ORDERS = `${BASE}/reward-orders`;
const ONE = `${ORDERS}/:orderId`;

/** One order with where it goes. NotFound. */
async function detail(tx: Tx, communityId: string, id: string): Promise<OrderDetail> {
  const row = await getOrder(tx, communityId, id);
  const [order] = await presentOrders(tx, [row]);
  return { ...order!, address: (await readAddresses(tx, [id])).get(id) ?? null };
}

/** Orders for operators. */
export const orderRoutes = (parts: RewardParts, inCommunity: InCommunity): Route[] => [
  ...readRoutes(parts, inCommunity),
  ...changeRoutes(parts, inCommunity),
];

const readRoutes = ({ database }: RewardParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'rewards.orders',
    method: 'GET',
    path: ORDERS,
    summary: 'Orders of rewards, latest first, without where they go',
    params: communityParams,
    query: ordersQuery,
    reply: ordersReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, { id }) => listOrders(tx, id, query)),
  }),
  route({
    id: 'rewards.order',
    method: 'GET',
    path: ONE,
    summary: 'One order, with where it goes',
    params: orderParams,
    reply: orderDetailSchema,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { id }) => detail(tx, id, params.orderId)),
  }),
  route({
    id: 'rewards.export-orders',
    method: 'GET',
    path: `${ORDERS}.csv`,
    summary: 'Orders of a filter as CSV, with where they go; written down in the audit trail',
    params: communityParams,
    query: exportOrdersQuery,
    reply: 'stream',
    async handle({ caller, params, query: { language, ...filter }, response }) {
      const { workspaceId } = caller;
      const { id: communityId, zone } = await inCommunity(caller, params.communityId, async (tx, community) => {
        // What is looked for may be a name, which the trail would keep longer than its member is there.
        const { q, ...after } = filter;
        const subject = { kind: 'community', id: community.id };
        await recordChange(tx, caller, {
          action: 'rewards.export-orders',
          subject,
          communityId: community.id,
          after: { ...after, ...(q !== undefined && { searched: true }) },
        });
        return community;
      });
      const stopped = new AbortController();
      response.raw.once('close', () => stopped.abort());
      const place = { workspaceId, communityId, zone };
      const lines = exportOrders(database, place, { language, filter, signal: stopped.signal });
      return response
        .type('text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment; filename="reward-orders.csv"')
        .send(Readable.from(lines, { objectMode: false }));
    },
  }),
];

const changeRoutes = ({ clock }: RewardParts, inCommunity: InCommunity): Route[] => {
  const now = () => new Date(clock.now());
  return [
    route({
      id: 'rewards.ship',
      method: 'POST',
      path: `${ONE}/ship`,
      summary: 'Say that goods are on their way, with carrier and number; again, to correct them',
      params: orderParams,
      body: shipBody,
      reply: orderDetailSchema,
      handle: ({ caller, params: { communityId: key, orderId: id }, body }) =>
        inCommunity(caller, key, async (tx, { id: communityId }) => {
          await shipOrder(tx, { actor: caller, communityId, id, body, now: now() });
          return detail(tx, communityId, id);
        }),
    }),
    route({
      id: 'rewards.finish',
      method: 'POST',
      path: `${ONE}/finish`,
      summary: 'Say that an order is done',
      params: orderParams,
      body: finishBody,
      reply: orderDetailSchema,
      handle: ({ caller, params: { communityId: key, orderId: id }, body }) =>
        inCommunity(caller, key, async (tx, { id: communityId }) => {
          await finishOrder(tx, { actor: caller, communityId, id, note: body.note, now: now() });
          return detail(tx, communityId, id);
        }),
    }),
    route({
      id: 'rewards.cancel-order',
      method: 'POST',
      path: `${ONE}/cancel`,
      summary: 'Cancel an order: its points come back',
      params: orderParams,
      body: cancelBody,
      reply: orderDetailSchema,
      handle: ({ caller, params: { communityId: key, orderId: id }, body }) =>
        inCommunity(caller, key, async (tx, { id: communityId }) => {
          await cancelOrder(tx, { actor: caller, communityId, id, reason: body.reason, now: now() });
          return detail(tx, communityId, id);
        }),
    }),
  ];
};
