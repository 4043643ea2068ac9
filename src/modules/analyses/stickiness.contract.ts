import { z } from 'zod';
import { commonParams, count, day, eventFilterSchema, figure, resultBase } from './common.contract.ts';

/** Longest series of days. */
export const MAX_STICKINESS_DAYS = 400;

/** Stickiness: mean of the daily actives of 28 days ÷ those active in these 28 days; and on how many days people were active. */
export const stickinessParams = commonParams.extend({
  activity: eventFilterSchema.default({ kinds: [] }).describe('what counts as active; any contribution unless said'),
});
export type StickinessParams = z.infer<typeof stickinessParams>;

export const stickinessResult = resultBase.extend({
  days: z.array(
    z.object({
      day,
      dau: count,
      wau: count,
      mau: count,
      stickiness: figure.describe('null: nobody was active in 28 days'),
    }),
  ),
  latest: figure,
  distribution: z
    .array(z.object({ days: z.int().min(1).max(28), people: count }))
    .describe('how many people were active on so many of the 28 days that end with `to`; all of 1 … 28'),
  active: count.describe('active in these 28 days'),
  meanDays: figure.describe('mean of active days among them'),
});
export type StickinessResult = z.infer<typeof stickinessResult>;

/** Active on a day, in the 28 days that end with it, or on so many of the 28 days at the range’s end. */
export const stickinessPoint = z.union([
  z.strictObject({ day, window: z.union([z.literal(1), z.literal(7), z.literal(28)]).default(1) }),
  z.strictObject({ activeDays: z.int().min(1).max(28) }),
]);
export type StickinessPoint = z.infer<typeof stickinessPoint>;
