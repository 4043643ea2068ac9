import { z } from 'zod';

const points = z.int().min(0).max(1000);

/** What a suspension does on platforms. */
export const SUSPENSIONS = ['mute', 'remove'] as const;

/** The figures of a community's credit licence; the defaults are those of the formulas. */
export const creditPolicySchema = z
  .strictObject({
    points: points.min(1).default(12).describe('what a full licence has'),
    costs: z.array(points.min(1)).min(1).max(12).default([1, 2, 3, 6, 12]).describe('what a rule may cost'),
    returnDays: z.int().min(1).max(3650).default(365).describe('days until what a violation cost is given back'),
    goodDays: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe('days without a violation for which something is given back'),
    goodPoints: points.default(1).describe('given back for them; 0: nothing'),
    warnAt: points.default(6),
    muteAt: points.default(3),
    muteDays: z.int().min(1).max(365).default(7),
    suspendAt: points.default(0),
    suspendBy: z.enum(SUSPENSIONS).default('mute').describe('how platforms keep somebody suspended out'),
    restore: points.min(1).default(6).describe('what passing the exam gives back'),
    appealDays: z.int().min(1).max(365).default(20).describe('days in which a violation can be appealed against'),
    decideDays: z.int().min(1).max(365).default(7).describe('days in which an appeal is to be decided'),
    language: z.enum(['zh-CN', 'en']).default('zh-CN').describe('of what is written to members'),
  })
  .refine(({ points: full, warnAt, muteAt, suspendAt }) => suspendAt <= muteAt && muteAt <= warnAt && warnAt < full, {
    path: ['warnAt'],
    message: 'suspended at most where muted, muted at most where warned, warned below full points',
  })
  .refine(({ costs }) => new Set(costs).size === costs.length, { path: ['costs'], message: 'a cost is named twice' });
export type CreditPolicy = z.infer<typeof creditPolicySchema>;

/** The figures of formulas.md. */
export const DEFAULT_POLICY: CreditPolicy = creditPolicySchema.parse({});
