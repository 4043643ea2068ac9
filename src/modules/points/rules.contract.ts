import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';

const instant = z.iso.datetime();

/** Kinds of events that can earn: contributions, in the order in which the console offers them. */
export const EARNING_KINDS = [
  'check_in',
  'message',
  'reply',
  'answer',
  'post',
  'submission',
  'review',
  'reaction',
  'vote',
  'attend',
  'invite_accepted',
] as const;
export type EarningKind = (typeof EARNING_KINDS)[number];

export const conditionsSchema = z.strictObject({
  groupIds: z.array(z.uuid()).max(500).default([]).describe('empty: every group'),
  segmentId: z.uuid().nullable().default(null).describe('only who is in this segment, as it was last computed'),
  minLength: z.int().min(0).max(10_000).default(0).describe('characters that are no white space'),
  notRepeated: z.boolean().default(false).describe('not what the member said word by word in the seven days before'),
  reactions: z.int().min(0).max(1000).default(0).describe('earned once so many others have reacted to it; 0: at once'),
});
export type RuleConditions = z.output<typeof conditionsSchema>;

const cap = z.int().min(1).max(10_000).nullable().default(null);
export const capsSchema = z.strictObject({
  perDay: cap.describe('times a member earns on a day of the community’s zone'),
  perWeek: cap.describe('in an ISO week'),
  perMember: cap.describe('ever'),
});
export type RuleCaps = z.output<typeof capsSchema>;

export const bonusesSchema = z.strictObject({
  first: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe('points more when a member earns by this rule for the first time'),
  streaks: z
    .array(z.strictObject({ days: z.int().min(2).max(366), points: z.int().min(1).max(100_000) }))
    .max(10)
    .default([])
    .describe('points more on every n-th day in a row; the largest that fits counts'),
  windows: z
    .array(
      z
        .strictObject({ from: instant, to: instant, factor: z.number().min(1).max(10).multipleOf(0.1) })
        .refine(({ from, to }) => from < to, 'ends before it begins'),
    )
    .max(20)
    .default([])
    .describe('times in which points are multiplied; where they overlap, the largest factor'),
});
export type RuleBonuses = z.output<typeof bonusesSchema>;

const fields = {
  name: writtenText(80).min(1),
  kind: z.enum(EARNING_KINDS),
  conditions: conditionsSchema,
  points: z.int().min(1).max(100_000),
  growth: z.int().min(0).max(100_000).describe('growth value that comes with it, besides what points count for'),
  caps: capsSchema,
  bonuses: bonusesSchema,
  enabled: z.boolean(),
};

/** POST …/points/rules */
export const createPointRuleBody = z.strictObject({
  ...fields,
  conditions: fields.conditions.prefault({}),
  growth: fields.growth.default(0),
  caps: fields.caps.prefault({}),
  bonuses: fields.bonuses.prefault({}),
  enabled: fields.enabled.default(true),
});
export type NewPointRule = z.input<typeof createPointRuleBody>;
/** PATCH …/points/rules/:ruleId: what is absent stays. */
export const changePointRuleBody = z.strictObject(fields).partial();

export const pointRuleSchema = z.object({
  ...fields,
  id: z.string(),
  createdAt: instant,
  granted: z
    .object({
      times: z.int(),
      points: z.int(),
      members: z.int(),
    })
    .describe('in the last 28 days'),
  refused: z.int().describe('times a cap, flooding or the budget kept it from granting, in the last 28 days'),
});
export type PointRule = z.infer<typeof pointRuleSchema>;

/** GET …/points/rules */
export const pointRulesReply = z.object({ rules: z.array(pointRuleSchema) });
export const pointRuleParams = communityParams.extend({ pointRuleId: z.uuid() });

/** POST …/points/rules/dry-run */
export const dryRunBody = z.strictObject({
  rule: createPointRuleBody,
  from: z.iso.date().optional().describe('first day; the 28 days before today unless told'),
  to: z.iso.date().optional().describe('the day after the last'),
});
export const dryRunReply = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  points: z.int(),
  times: z.int(),
  members: z.int(),
  growth: z.int(),
  refused: z.object({ day_cap: z.int(), week_cap: z.int(), member_cap: z.int(), flooding: z.int() }),
  days: z.array(z.object({ day: z.iso.date(), points: z.int() })),
  top: z.array(z.object({ memberId: z.string(), name: z.string(), points: z.int(), times: z.int() })),
  cut: z.boolean().describe('there were more events than a dry run reads: the figures are too low'),
});
export type DryRun = z.infer<typeof dryRunReply>;
