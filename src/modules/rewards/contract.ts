import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';

const shown = z.iso.datetime();
const [FIRST, LAST] = ['1970', '2199'];
const givenInstant = z.iso
  .datetime({ offset: true })
  .refine(
    (text) => text.slice(0, 4) >= FIRST && text.slice(0, 4) <= LAST,
    `lies outside of the years ${FIRST} to ${LAST}`,
  );

export const REWARD_KINDS = ['goods', 'coupon', 'benefit', 'service'] as const;
export const rewardKindSchema = z.enum(REWARD_KINDS);
export type RewardKind = z.infer<typeof rewardKindSchema>;

export const REWARD_STATES = ['draft', 'open', 'closed', 'archived'] as const;
export const rewardStateSchema = z.enum(REWARD_STATES).describe('members see open ones, and those they have');
export type RewardState = z.infer<typeof rewardStateSchema>;

export const LIMIT_PERIODS = ['ever', 'day', 'week', 'month'] as const;
export const limitPeriodSchema = z.enum(LIMIT_PERIODS);
export type LimitPeriod = z.infer<typeof limitPeriodSchema>;

/** Most points that anything costs; far below what a sum of them could overflow. */
export const MOST_POINTS = 100_000_000;
export const MOST_STOCK = 10_000_000;

const fields = {
  name: writtenText(120).min(1),
  description: writtenText(4000),
  howToUse: writtenText(2000).describe('told to who has it: where to show a code, how to make an appointment'),
  price: z.int().min(0).max(MOST_POINTS).describe('points, whole'),
  limit: z
    .strictObject({ count: z.int().min(1).max(1000), period: limitPeriodSchema })
    .nullable()
    .describe('the most of one member, ever or per day, week (Monday) or month of the community’s zone'),
  levelId: z.uuid().nullable().describe('for members of this level and above; null: for everybody'),
  opensAt: givenInstant.nullable(),
  closesAt: givenInstant.nullable(),
  state: rewardStateSchema,
  validDays: z.int().min(1).max(3650).nullable().describe('of coupons and benefits: days from the order on'),
  memberCancels: z.boolean().describe('members may cancel what is not sent or done yet'),
  position: z.int().min(-1_000_000).max(1_000_000).describe('smaller ones are shown first'),
};

/** POST …/rewards */
export const createRewardBody = z.strictObject({
  ...fields,
  kind: rewardKindSchema,
  description: fields.description.default(''),
  howToUse: fields.howToUse.default(''),
  stock: z
    .int()
    .min(0)
    .max(MOST_STOCK)
    .nullable()
    .default(null)
    .describe('null: as many as are asked for; of coupons: as many as there are codes'),
  limit: fields.limit.default(null),
  levelId: fields.levelId.default(null),
  opensAt: fields.opensAt.default(null),
  closesAt: fields.closesAt.default(null),
  state: fields.state.default('draft'),
  validDays: fields.validDays.default(null),
  memberCancels: fields.memberCancels.default(true),
  position: fields.position.default(0),
});
export type NewReward = z.input<typeof createRewardBody>;

/** PATCH …/rewards/:rewardId: what is absent stays; `version` is the one that was changed. */
export const changeRewardBody = z.strictObject({ ...z.strictObject(fields).partial().shape, version: z.int() });

/** POST …/rewards/:rewardId/stock: more or fewer, so that two operators at once do not undo each other. */
export const changeStockBody = z.strictObject({
  by: z
    .int()
    .min(-MOST_STOCK)
    .max(MOST_STOCK)
    .nullable()
    .describe('added to the stock, or taken off; null: as many as are asked for from now on'),
});

export const rewardSchema = z.object({
  id: z.string(),
  kind: rewardKindSchema,
  name: z.string(),
  description: z.string(),
  howToUse: z.string(),
  image: z.string().nullable().describe('id of a file'),
  price: z.int(),
  stock: z.int().nullable(),
  taken: z.int().describe('held by orders'),
  left: z.int().nullable().describe('null: as many as are asked for'),
  limit: fields.limit,
  levelId: z.string().nullable(),
  opensAt: shown.nullable(),
  closesAt: shown.nullable(),
  state: rewardStateSchema,
  validDays: z.int().nullable(),
  memberCancels: z.boolean(),
  position: z.int(),
  version: z.int(),
  createdAt: shown,
});
export type Reward = z.infer<typeof rewardSchema>;

/** GET …/rewards?archived= */
export const rewardsQuery = z.object({ archived: z.stringbool().default(false) });
export const rewardsReply = z.object({
  zone: z.string(),
  currency: z.object({ zh: z.string(), en: z.string() }).describe('what points are called here'),
  levels: z.array(z.object({ id: z.string(), name: z.string() })).describe('lowest first'),
  rewards: z.array(rewardSchema).describe('in the order of the shop'),
});
export type RewardsReply = z.infer<typeof rewardsReply>;

export const rewardParams = communityParams.extend({ rewardId: z.uuid() });
export const orderParams = communityParams.extend({ orderId: z.uuid() });

/** POST …/rewards/:rewardId/codes (multipart, one CSV file): `?keep=false` says only what would be taken. */
export const addCodesQuery = z.object({ keep: z.stringbool().default(true) });
export const addCodesReply = z.object({
  lines: z.int(),
  taken: z.int().describe('new codes'),
  repeated: z.int().describe('more than once in the file; taken once'),
  known: z.int().describe('were put in before'),
  refused: z.array(z.object({ line: z.int(), why: z.enum(['empty', 'too_long', 'control']) })).describe('at most 100'),
  kept: z.boolean(),
  reward: rewardSchema,
});
export type AddCodesReply = z.infer<typeof addCodesReply>;

export const codesReply = z.object({
  free: z.int(),
  given: z.int(),
  next: z
    .array(z.string())
    .describe('beginnings of those that are given next; a whole code is shown to its member only'),
});
export type CodesReply = z.infer<typeof codesReply>;
export const removeCodesReply = z.object({ removed: z.int(), reward: rewardSchema });

/** Reasons for which a member cannot have a reward now; of several the first. */
export const REFUSALS = [
  'not_open',
  'not_yet',
  'over',
  'sold_out',
  'level_too_low',
  'limit_reached',
  'not_enough_points',
] as const;
export const refusalSchema = z.enum(REFUSALS);
export type Refusal = z.infer<typeof refusalSchema>;
