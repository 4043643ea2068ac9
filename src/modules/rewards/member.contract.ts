import { z } from 'zod';
import { MOST_POINTS, refusalSchema, rewardSchema } from './contract.ts';
import { addressSchema, orderSchema } from './orders.contract.ts';

/** A reward as a member sees it: whether they can have it now, and else why not. */
export const shopRewardSchema = rewardSchema
  .pick({
    id: true,
    kind: true,
    name: true,
    description: true,
    price: true,
    limit: true,
    opensAt: true,
    closesAt: true,
    validDays: true,
    memberCancels: true,
    left: true,
  })
  .extend({
    image: z.string().nullable().describe('where its picture is'),
    level: z
      .object({ name: z.string(), nameEn: z.string() })
      .nullable()
      .describe('that it takes, or a higher one; null: for everybody'),
    mine: z.int().describe('how many of mine count towards the limit now'),
    refusal: refusalSchema.nullable().describe('null: it can be redeemed now'),
  });
export type ShopReward = z.infer<typeof shopRewardSchema>;

const shop = {
  balance: z.int().describe('points that I can spend'),
  currency: z.object({ zh: z.string(), en: z.string() }),
  zone: z.string(),
};

/** GET /api/m/v1/rewards */
export const shopReply = z.object({ ...shop, rewards: z.array(shopRewardSchema).describe('in the order of the shop') });
export type ShopReply = z.infer<typeof shopReply>;
/** GET /api/m/v1/rewards/:rewardId */
export const shopRewardReply = z.object({
  ...shop,
  reward: shopRewardSchema,
  lastAddress: addressSchema.nullable().describe('of my latest order of goods'),
});
export type ShopRewardReply = z.infer<typeof shopRewardReply>;

export const memberRewardParams = z.object({ rewardId: z.uuid() });
export const memberOrderParams = z.object({ orderId: z.uuid() });

/** POST /api/m/v1/rewards/:rewardId/orders */
export const redeemBody = z.strictObject({
  key: z
    .string()
    .regex(/^[\w-]{8,80}$/, 'is no key: 8 to 80 letters, digits, hyphens')
    .describe('made anew for each confirmation; sent again with the same key, it is the same order'),
  price: z.int().min(0).max(MOST_POINTS).describe('the price that was confirmed'),
  address: addressSchema.optional().describe('of goods'),
});

/** An order as its member sees it. */
export const myOrderSchema = orderSchema.omit({ memberId: true, memberName: true }).extend({
  image: z.string().nullable(),
  howToUse: z.string(),
  code: z.string().nullable().describe('of a coupon'),
  address: addressSchema.nullable(),
  canCancel: z.boolean(),
});
export type MyOrder = z.infer<typeof myOrderSchema>;

/** What redeeming answers: the order, the same for the same key, and what is left to spend. */
export const redeemReply = z.object({ order: myOrderSchema, balance: z.int(), repeated: z.boolean() });
export type RedeemReply = z.infer<typeof redeemReply>;

export const myOrdersQuery = z.object({ cursor: z.uuid().optional() });
export const myOrdersReply = z.object({ orders: z.array(myOrderSchema), nextCursor: z.string().nullable() });
export type MyOrdersReply = z.infer<typeof myOrdersReply>;
