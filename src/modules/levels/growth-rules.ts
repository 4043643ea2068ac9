import { z } from 'zod';

/** Contributions in the order in which they are shown. */
export const GROWTH_KINDS = [
  'message',
  'reply',
  'reaction',
  'vote',
  'check_in',
  'answer',
  'submission',
  'post',
  'attend',
  'review',
  'invite_accepted',
] as const;
export type GrowthKind = (typeof GROWTH_KINDS)[number];

const cap = z.int().min(0).max(10_000);

/** What growth value is made of, as data. The window of 365 days is fixed. */
export const growthRulesSchema = z.object({
  caps: z
    .object(Object.fromEntries(GROWTH_KINDS.map((kind) => [kind, cap])) as Record<GrowthKind, typeof cap>)
    .describe('contribution weight that counts at most, a day and kind'),
  pointsRate: z.number().min(0).max(100).describe('growth value of one point earned'),
});
export type GrowthRules = z.infer<typeof growthRulesSchema>;

/** The last so many days count, the day of T included. */
export const GROWTH_DAYS = 365;

/** The defaults of the product: about five contributions of a kind a day, and a tenth of each point earned. */
export const DEFAULT_GROWTH_RULES: GrowthRules = {
  caps: {
    message: 10,
    reply: 15,
    reaction: 5,
    vote: 5,
    check_in: 1,
    answer: 30,
    submission: 12,
    post: 21,
    attend: 14,
    review: 9,
    invite_accepted: 35,
  },
  pointsRate: 0.1,
};
