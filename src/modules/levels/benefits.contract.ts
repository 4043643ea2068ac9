import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';

const instant = z.iso.datetime();

export const BENEFIT_KINDS = ['perk', 'early_access', 'priority', 'group', 'quota'] as const;
export type BenefitKind = (typeof BENEFIT_KINDS)[number];
export const QUOTA_PERIODS = ['day', 'week', 'month', 'year', 'ever'] as const;
export type QuotaPeriod = (typeof QUOTA_PERIODS)[number];

const fields = {
  key: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'lower-case letters, digits, - and _; what other parts ask by'),
  name: writtenText(60).min(1),
  nameEn: writtenText(60),
  description: writtenText(1000),
  descriptionEn: writtenText(1000),
  kind: z.enum(BENEFIT_KINDS),
  hours: z.int().min(1).max(2160).nullable().describe('early access: so many hours before everybody else'),
  period: z.enum(QUOTA_PERIODS).nullable().describe('a quota counts in it'),
  groupIds: z.array(z.uuid()).max(50).describe('groups that are for those who have it'),
  onEntry: z.enum(['note', 'remove']).describe('what happens to who joins such a group without it'),
  examDays: z
    .int()
    .min(0)
    .max(60)
    .nullable()
    .describe('days from joining such a group to pass the entry exam in; null: it is not asked for'),
  enabled: z.boolean(),
};

export const benefitSchema = z.object({
  id: z.string(),
  ...fields,
  levels: z.array(z.object({ levelId: z.string(), rank: z.int(), quota: z.int().nullable() })),
  uses28: z.int().describe('uses in the last 28 days'),
});
export type Benefit = z.infer<typeof benefitSchema>;

export const benefitBody = z.object({
  ...fields,
  nameEn: fields.nameEn.default(''),
  description: fields.description.default(''),
  descriptionEn: fields.descriptionEn.default(''),
  hours: fields.hours.default(null),
  period: fields.period.default(null),
  groupIds: fields.groupIds.default([]),
  onEntry: fields.onEntry.default('note'),
  examDays: fields.examDays.default(null),
  enabled: fields.enabled.default(true),
});
export type WrittenBenefit = z.output<typeof benefitBody>;
export const benefitsReply = z.object({ benefits: z.array(benefitSchema) });
export type BenefitsReply = z.infer<typeof benefitsReply>;
export const benefitParams = communityParams.extend({ benefitId: z.uuid() });

export const BENEFIT_ANSWERS = ['allowed', 'no_such_benefit', 'switched_off', 'level', 'used_up'] as const;
export const entitlementSchema = z.object({
  key: z.string(),
  allowed: z.boolean(),
  reason: z.enum(BENEFIT_ANSWERS),
  left: z.int().nullable(),
  fromRank: z.int().nullable(),
  hours: z.int().nullable(),
});
export const memberBenefitsReply = z.object({
  rank: z.int(),
  benefits: z.array(
    entitlementSchema.extend({
      benefitId: z.string(),
      name: z.string(),
      nameEn: z.string(),
      description: z.string(),
      descriptionEn: z.string(),
      kind: z.enum(BENEFIT_KINDS),
      period: z.enum(QUOTA_PERIODS).nullable(),
    }),
  ),
});
export type MemberBenefitsReply = z.infer<typeof memberBenefitsReply>;

export const useBenefitBody = z.object({
  memberId: z.uuid(),
  key: z.string().min(1).max(120).describe('a second use with the same key is the first one'),
  amount: z.int().min(1).max(1_000_000).default(1),
  note: writtenText(300).default(''),
});
export const useBenefitReply = z.object({
  allowed: z.boolean(),
  reason: z.enum(BENEFIT_ANSWERS),
  left: z.int().nullable(),
  useId: z.string().nullable(),
  repeat: z.boolean(),
});

export const usesQuery = z.object({
  benefitId: z.uuid().optional(),
  memberId: z.uuid().optional(),
  before: z.iso.datetime().optional(),
});
export const usesReply = z.object({
  uses: z.array(
    z.object({
      id: z.string(),
      benefitId: z.string(),
      memberId: z.string(),
      memberName: z.string(),
      amount: z.int(),
      note: z.string(),
      at: instant,
      usedBy: z.string().nullable(),
    }),
  ),
});
export type UsesReply = z.infer<typeof usesReply>;

export const ENTRY_OUTCOMES = ['entitled', 'waiting', 'noted', 'removing', 'removed', 'failed', 'settled'] as const;
export const entriesQuery = z.object({ open: z.stringbool().default(true) });
export const entriesReply = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      benefitId: z.string(),
      groupId: z.string(),
      memberId: z.string(),
      memberName: z.string(),
      at: instant,
      outcome: z.enum(ENTRY_OUTCOMES),
      detail: z.string(),
    }),
  ),
});
export type EntriesReply = z.infer<typeof entriesReply>;
export const entryParams = communityParams.extend({ entryId: z.uuid() });
