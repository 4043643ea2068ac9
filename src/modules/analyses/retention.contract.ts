import { z } from 'zod';
import {
  breakdownSchema,
  commonParams,
  count,
  day,
  eventFilterSchema,
  figure,
  intervalSchema,
  partSchema,
  resultBase,
} from './common.contract.ts';

/** Most periods after the first that are followed. */
export const MAX_RETENTION_AGES = 60;

/**
 * Retention: a cohort is the people whose first start event ever lies in a period of the range; retained in period k: a return
 * event in the cohort's period + k; unbounded: in period k or later.
 */
export const retentionParams = commonParams.extend({
  interval: intervalSchema.default('week'),
  start: eventFilterSchema.default({ kinds: [] }).describe('what begins; any contribution unless said'),
  returning: eventFilterSchema.default({ kinds: [] }).describe('what counts as coming back'),
  ages: z.int().min(1).max(MAX_RETENTION_AGES).default(12).describe('periods after the first that are shown'),
  breakdown: breakdownSchema.optional(),
});
export type RetentionParams = z.infer<typeof retentionParams>;

export const retentionResult = resultBase.extend({
  interval: intervalSchema,
  parts: z.array(
    partSchema.extend({
      cohorts: z
        .array(
          z.object({
            cohort: z.string().describe('2026-11-23, 2026-W48 or 2026-11'),
            start: day,
            size: count,
            retained: z.array(count).describe('[k]: with a return event in period k; ends with the last period begun'),
            unbounded: z.array(count).describe('[k]: with a return event in period k or later'),
            unfinished: z.boolean().describe('the last entry is of a period that has not ended'),
          }),
        )
        .describe('those with people, by time'),
      curve: z
        .array(z.object({ people: count, retained: count, rate: figure, unbounded: count, unboundedRate: figure }))
        .describe('[k]: pooled over the cohorts whose period k has ended; null rates: none has'),
    }),
  ),
});
export type RetentionResult = z.infer<typeof retentionResult>;

export const retentionPoint = z.strictObject({
  part: z.string().nullable().default(null).describe('key of the part'),
  cohort: day.nullable().describe('start of the cohort; null: all of them'),
  age: z.int().min(0).max(MAX_RETENTION_AGES).nullable().describe('null: everybody in the cohort'),
  unbounded: z.boolean().default(false),
  stayed: z.boolean().default(true).describe('false: those who did not come back'),
});
export type RetentionPoint = z.infer<typeof retentionPoint>;
