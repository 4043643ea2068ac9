import { z } from 'zod';
import { commonParams, count, figure, resultBase } from './common.contract.ts';

/** Days after joining in which early behaviour is looked at, day of joining included. */
export const EARLY_DAYS = 14;
/** Stayed: active on one of the 28 days that begin so many days after joining. */
export const STAY_FROM = 60;
export const STAY_DAYS = 28;
/** On each side of a comparison there are at least so many people, or it is not made. */
export const KEY_PATH_SUPPORT = 10;

export const EARLY_BEHAVIOURS = [
  'did_message',
  'did_reply',
  'did_reaction',
  'did_vote',
  'did_check_in',
  'did_answer',
  'did_submission',
  'did_post',
  'did_attend',
  'did_review',
  'did_invite_accepted',
  'did_purchase',
  'spoke_first_day',
  'replied_first_day',
  'active_days_2',
  'active_days_4',
  'groups_2',
  'groups_3',
  'got_reply',
  'got_reaction',
  'got_mention',
  'tied_1',
  'tied_3',
  'tied_5',
] as const;
export const earlyBehaviourSchema = z.enum(EARLY_BEHAVIOURS);
export type EarlyBehaviour = z.infer<typeof earlyBehaviourSchema>;

/** Key path: which behaviours of the first 14 days go together with still being active after 60. `range`: days of joining. */
export const keyPathParams = commonParams.extend({
  range: commonParams.shape.range.default({ lastDays: 365 }),
});
export type KeyPathParams = z.infer<typeof keyPathParams>;

export const keyPathResult = resultBase.extend({
  joiners: count.describe('who joined in the range at least 87 days ago'),
  stayed: count,
  stayRate: figure,
  tooYoung: count.describe('who joined in the range too lately to know; left out'),
  behaviours: z
    .array(
      z.object({
        behaviour: earlyBehaviourSchema,
        with: count.describe('joiners who did it'),
        without: count,
        stayedWith: count,
        stayedWithout: count,
        rateWith: figure,
        rateWithout: figure,
        support: figure.describe('share of joiners who did it'),
        lift: figure.describe('rateWith ÷ rateWithout; an association, not a cause'),
        low: figure.describe('95 % interval of the lift (Katz, on the logarithm)'),
        high: figure,
        p: figure.describe('two-sided, Fisher’s exact test'),
        adjusted: figure.describe('p after Benjamini and Hochberg’s correction over all that were compared'),
        reason: z
          .enum(['few_with', 'few_without', 'nobody_stayed_without', 'nobody_stayed_with'])
          .nullable()
          .describe('why the lift is unknown'),
      }),
    )
    .describe('those that hold (adjusted ≤ 0.05) first, by the lower end of the interval'),
});
export type KeyPathResult = z.infer<typeof keyPathResult>;

export const keyPathPoint = z.strictObject({
  behaviour: earlyBehaviourSchema.nullable().describe('null: all joiners'),
  did: z.boolean().default(true),
  stayed: z.boolean().nullable().default(null).describe('null: whether they stayed or not'),
});
export type KeyPathPoint = z.infer<typeof keyPathPoint>;
