import { z } from 'zod';
import { commonParams, count, rangeSchema, resultBase } from './common.contract.ts';
import { hitSchema, periodSchema } from './text.contract.ts';

/** Topic trends: words and phrases that are used more, or less, than in the period of equal length before. */
export const topicsParams = commonParams.extend({
  range: rangeSchema.default({ lastDays: 28 }),
  groupId: z.uuid().optional().describe('one group in place of all'),
  terms: z.enum(['all', 'words', 'phrases']).default('all'),
  limit: z.int().min(1).max(60).default(20).describe('so many rising and so many falling ones'),
});
export type TopicsParams = z.infer<typeof topicsParams>;

const side = z.object({
  texts: count.describe('texts of the sample that use it'),
  share: z.number().describe('of the texts of the sample'),
  people: count.describe('people who wrote them'),
});

export const topicSchema = z.object({
  term: z.string(),
  phrase: z.boolean(),
  now: side,
  before: side,
  z: z.number().describe('weighted log-odds with a prior, in standard errors; above 0 rises'),
  examples: z.array(hitSchema).describe('three at most, latest first; of a falling topic from the period before'),
});
export type Topic = z.infer<typeof topicSchema>;

export const topicsResult = resultBase.extend({
  before: periodSchema,
  sample: z.object({
    now: z.object({ read: count, texts: count }),
    before: z.object({ read: count, texts: count }),
  }),
  needs: z.object({ texts: count, people: count, z: z.number() }).describe('what a term needs to be listed'),
  rising: z.array(topicSchema).describe('most certain first'),
  falling: z.array(topicSchema),
  steady: z.array(topicSchema).describe('used most in the period, neither rising nor falling'),
});
export type TopicsResult = z.infer<typeof topicsResult>;

/** The people who used a term in one of the two periods. */
export const topicsPoint = z.object({ term: z.string().min(1).max(100), period: z.enum(['now', 'before']) });
export type TopicsPoint = z.infer<typeof topicsPoint>;
