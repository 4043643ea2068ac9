import { z } from 'zod';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { rewardKindSchema } from './contract.ts';

const shown = z.iso.datetime();

export const ORDER_STATES = ['placed', 'shipped', 'done', 'cancelled'] as const;
export const orderStateSchema = z.enum(ORDER_STATES);
export type OrderState = z.infer<typeof orderStateSchema>;

/** Where goods go. */
export const addressSchema = z.strictObject({
  name: writtenText(60).min(1),
  phone: writtenText(40).regex(/^\+?[\d\s()-]{5,40}$/, 'is no telephone number'),
  region: writtenText(120).default('').describe('province, city, district'),
  street: writtenText(300).min(1),
  postcode: writtenText(20).default(''),
});
export type Address = z.infer<typeof addressSchema>;

const common = {
  id: z.string(),
  number: z.string().describe('what people call the order by'),
  rewardId: z.string(),
  rewardName: z.string(),
  kind: rewardKindSchema,
  price: z.int().describe('points paid'),
  state: orderStateSchema,
  orderedAt: shown,
  changedAt: shown,
  validUntil: shown.nullable(),
  carrier: z.string(),
  tracking: z.string(),
  note: z.string(),
  cancelledBy: z.enum(['member', 'operator']).nullable(),
  cancelReason: z.string(),
};

/** An order as operators see it in a list: nothing of where its member lives. */
export const orderSchema = z.object({
  ...common,
  memberId: z.string().nullable().describe('null: the member was erased'),
  memberName: z.string(),
});
export type Order = z.infer<typeof orderSchema>;

/** GET …/reward-orders */
export const ordersQuery = z.object({
  state: orderStateSchema.optional(),
  kind: rewardKindSchema.optional(),
  rewardId: z.uuid().optional(),
  memberId: z.uuid().optional(),
  q: writtenText(120).optional().describe('a number of an order, or part of a member’s name'),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ordersReply = z.object({
  orders: z.array(orderSchema).describe('latest first'),
  nextCursor: z.string().nullable(),
  waiting: z.int().describe('to be sent or done, whatever the filter'),
});
export type OrdersReply = z.infer<typeof ordersReply>;

/** GET …/reward-orders/:orderId: with the address, for those who send it. */
export const orderDetailSchema = orderSchema.extend({ address: addressSchema.nullable() });
export type OrderDetail = z.infer<typeof orderDetailSchema>;

/** GET …/reward-orders.csv */
export const exportOrdersQuery = ordersQuery
  .omit({ cursor: true, limit: true })
  .extend({ language: z.enum(['zh-CN', 'en']).default('zh-CN') });

/** POST …/reward-orders/:orderId/ship */
export const shipBody = z.strictObject({
  carrier: writtenText(60).default(''),
  tracking: writtenText(80).default(''),
  note: writtenText(500).default(''),
});
/** POST …/reward-orders/:orderId/finish */
export const finishBody = z.strictObject({ note: writtenText(500).optional() });
/** POST …/reward-orders/:orderId/cancel: the points come back. */
export const cancelBody = z.strictObject({ reason: writtenText(500).default('') });

/** GET …/reward-figures?from=&to=: local days, both in it; the last 28 unless told. */
export const figuresQuery = z.object({ from: z.iso.date(), to: z.iso.date() }).partial();
export const figuresReply = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  zone: z.string(),
  orders: z.int().describe('ordered in the period and not cancelled'),
  redeemers: z.int().describe('distinct members of these orders'),
  spent: z.int().describe('points paid for these orders'),
  cancelled: z.int().describe('orders of the period that were cancelled'),
  issued: z.int().describe('points that members earned in the period'),
  rate: z.number().nullable().describe('spent ÷ issued; null where nothing was issued'),
  waiting: z.int().describe('orders to be sent or done now'),
  oldestWaitingAt: shown.nullable(),
  rewards: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: rewardKindSchema,
        orders: z.int(),
        spent: z.int(),
        stock: z.int().nullable(),
        left: z.int().nullable(),
      }),
    )
    .describe('by orders in the period; those without any last'),
  days: z.array(z.object({ day: z.iso.date(), orders: z.int(), spent: z.int() })),
});
export type FiguresReply = z.infer<typeof figuresReply>;
