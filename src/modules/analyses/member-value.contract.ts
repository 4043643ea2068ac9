import { z } from 'zod';
import { VALUE_CELLS } from '#modules/insights/contract.ts';
import { commonParams, count, figure, resultBase } from './common.contract.ts';

/** Member value: the RFM grid of the value scheme, as of the latest evaluation (`range` is not looked at). */
export const memberValueParams = commonParams;
export type MemberValueParams = z.infer<typeof memberValueParams>;

const quintile = z.int().min(1).max(5);

export const memberValueResult = resultBase.extend({
  basis: z.enum(['purchases', 'activity']).describe('what R, F and M are made of: without any purchase, of activity'),
  people: count.describe('whom the scheme places'),
  notPlaced: count.describe('members whom it does not'),
  grid: z
    .array(
      z.object({
        recency: quintile,
        frequency: quintile,
        people: count,
        monetary: figure.describe('mean quintile of M, 1 … 5; null: nobody'),
        amount: figure.describe('mean amount (purchases) or contribution weight of 365 days (activity)'),
      }),
    )
    .describe('all 25 cells'),
  cells: z.array(
    z.object({
      cell: z.enum(VALUE_CELLS),
      people: count,
      share: figure,
      amount: z.number().describe('summed'),
      amountShare: figure,
      meanRecencyDays: figure,
      meanFrequency: figure.describe('orders, or active days of 365'),
    }),
  ),
  amount: z.number().describe('of everybody'),
});
export type MemberValueResult = z.infer<typeof memberValueResult>;

export const memberValuePoint = z.union([
  z.strictObject({ recency: quintile, frequency: quintile }),
  z.strictObject({ cell: z.enum(VALUE_CELLS) }),
]);
export type MemberValuePoint = z.infer<typeof memberValuePoint>;
