import { z } from 'zod';
import {
  breakdownSchema,
  commonParams,
  count,
  eventFilterSchema,
  figure,
  partSchema,
  resultBase,
} from './common.contract.ts';

export const MAX_FUNNEL_STEPS = 8;

/** How long somebody has from the first step to the last. */
export const funnelWindowSchema = z.union([
  z.strictObject({ hours: z.int().min(1).max(2_160) }),
  z.strictObject({ days: z.int().min(1).max(366) }).describe('days of 24 hours'),
]);

/**
 * Funnel: of those who did the first step in the range, how many went on to each next one within the window after it. Each
 * step is at a later instant than the one before. `loose`: other things may come between; `strict`: nothing else may.
 */
export const funnelParams = commonParams.extend({
  steps: z
    .array(eventFilterSchema.extend({ name: z.string().trim().max(80).optional().describe('as it is shown') }))
    .min(2)
    .max(MAX_FUNNEL_STEPS),
  window: funnelWindowSchema.default({ days: 14 }),
  order: z.enum(['loose', 'strict']).default('loose'),
  breakdown: breakdownSchema.optional(),
});
export type FunnelParams = z.infer<typeof funnelParams>;

const timeSchema = z.object({
  median: z.number().nullable().describe('minutes; null: nobody got here'),
  p90: z.number().nullable(),
});

export const funnelResult = resultBase.extend({
  parts: z.array(
    partSchema.extend({
      steps: z.array(
        z.object({
          people: count.describe('who got at least here'),
          ofFirst: figure.describe('÷ those of the first step'),
          ofPrevious: figure.describe('÷ those of the step before; null for the first'),
          dropped: count.describe('got to the step before and not here; 0 for the first'),
        }),
      ),
      conversion: figure.describe('last step ÷ first step'),
    }),
  ),
  times: z
    .array(timeSchema)
    .describe('from the first step to this one, for each step but the first; of each one’s first try that got here'),
  open: count.describe('people whose window after their last first step has not ended: they may still go on'),
});
export type FunnelResult = z.infer<typeof funnelResult>;

export const funnelPoint = z.strictObject({
  part: z.string().nullable().default(null),
  step: z
    .int()
    .min(0)
    .max(MAX_FUNNEL_STEPS - 1)
    .describe('from 0'),
  dropped: z.boolean().default(false).describe('true: who got to the step before and not to this one'),
});
export type FunnelPoint = z.infer<typeof funnelPoint>;
