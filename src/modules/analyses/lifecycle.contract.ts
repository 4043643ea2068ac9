import { z } from 'zod';
import { commonParams, count, day, eventFilterSchema, intervalSchema, resultBase } from './common.contract.ts';

export const LIFECYCLE_STATES = ['new', 'retained', 'returning', 'dormant'] as const;

/**
 * Lifecycle: where people stand in each period. New: first ever active in it; retained: also in the one before; returning:
 * before that, not in the one before; dormant: not active in it, and active before.
 */
export const lifecycleParams = commonParams.extend({
  interval: intervalSchema.default('week'),
  activity: eventFilterSchema.default({ kinds: [] }).describe('what counts as active; any contribution unless said'),
});
export type LifecycleParams = z.infer<typeof lifecycleParams>;

export const lifecycleResult = resultBase.extend({
  interval: intervalSchema,
  periods: z.array(
    z.object({
      period: z.string().describe('2026-11-23, 2026-W48 or 2026-11'),
      start: day,
      new: count,
      retained: count,
      returning: count,
      dormant: count,
      newlyDormant: count.describe('of the dormant: active in the period before'),
      complete: z.boolean(),
    }),
  ),
});
export type LifecycleResult = z.infer<typeof lifecycleResult>;

export const lifecyclePoint = z.strictObject({
  start: day.describe('of the period'),
  state: z.enum([...LIFECYCLE_STATES, 'newly_dormant']),
});
export type LifecyclePoint = z.infer<typeof lifecyclePoint>;
