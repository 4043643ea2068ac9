import { queryOptions } from '@tanstack/react-query';
import {
  addCodesReply,
  codesReply,
  removeCodesReply,
  rewardSchema,
  rewardsReply,
} from '../../../../src/modules/rewards/contract.ts';
import { figuresReply, orderDetailSchema, ordersReply } from '../../../../src/modules/rewards/orders.contract.ts';
import { address, call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;
const one = (communityId: string, id: string) => `${base(communityId)}/rewards/${id}`;
const order = (communityId: string, id: string) => `${base(communityId)}/reward-orders/${id}`;

/** What of the shop is asked anew after any change of it. */
export const rewardsKey = (communityId: string) => ['rewards', communityId] as const;

export const rewardsQuery = (communityId: string, archived: boolean) =>
  queryOptions({
    queryKey: [...rewardsKey(communityId), 'shop', archived],
    queryFn: ({ signal }) => call(rewardsReply, `${base(communityId)}/rewards`, { query: { archived }, signal }),
  });

export const codesQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...rewardsKey(communityId), 'codes', id],
    queryFn: ({ signal }) => call(codesReply, `${one(communityId, id)}/codes`, { signal }),
  });

export type OrdersFilter = {
  state?: string | undefined;
  kind?: string | undefined;
  rewardId?: string | undefined;
  memberId?: string | undefined;
  q?: string | undefined;
};

/** A page of orders, latest first. */
export const fetchOrders = (
  communityId: string,
  filter: OrdersFilter & { cursor?: string | undefined; limit?: number },
  signal?: AbortSignal,
) => call(ordersReply, `${base(communityId)}/reward-orders`, { query: filter, ...(signal && { signal }) });

/** Where the orders of a filter are downloaded from. */
export const ordersFile = (communityId: string, filter: OrdersFilter, language: string): string =>
  address(`${base(communityId)}/reward-orders.csv`, { ...filter, language });

export const orderQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...rewardsKey(communityId), 'order', id],
    queryFn: ({ signal }) => call(orderDetailSchema, order(communityId, id), { signal }),
  });

export const figuresQuery = (communityId: string, period: { from?: string | undefined; to?: string | undefined }) =>
  queryOptions({
    queryKey: [...rewardsKey(communityId), 'figures', period],
    queryFn: ({ signal }) => call(figuresReply, `${base(communityId)}/reward-figures`, { query: period, signal }),
  });

/** Puts a reward into the shop, or changes the one named. */
export const saveReward = (communityId: string, id: string | undefined, body: object) =>
  call(rewardSchema, id ? one(communityId, id) : `${base(communityId)}/rewards`, {
    method: id ? 'PATCH' : 'POST',
    body,
  });
export const changeStock = (communityId: string, id: string, by: number | null) =>
  call(rewardSchema, `${one(communityId, id)}/stock`, { method: 'POST', body: { by } });

const fileBody = (file: File): FormData => {
  const body = new FormData();
  body.append('file', file, file.name);
  return body;
};
export const setRewardImage = (communityId: string, id: string, file: File | null) =>
  call(rewardSchema, `${one(communityId, id)}/image`, {
    method: file ? 'PUT' : 'DELETE',
    ...(file && { body: fileBody(file) }),
  });
/** Puts the codes of a file in; without `keep`, says only what would be taken. */
export const addCodes = (communityId: string, id: string, file: File, keep: boolean) =>
  call(addCodesReply, `${one(communityId, id)}/codes`, { method: 'POST', query: { keep }, body: fileBody(file) });
export const removeCodes = (communityId: string, id: string) =>
  call(removeCodesReply, `${one(communityId, id)}/codes`, { method: 'DELETE' });

/** Sends, ends or cancels an order. */
export const decideOrder = (
  communityId: string,
  id: string,
  { what, body }: { what: 'ship' | 'finish' | 'cancel'; body: object },
) => call(orderDetailSchema, `${order(communityId, id)}/${what}`, { method: 'POST', body });
