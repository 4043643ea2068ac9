import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { ruleSchema } from '#modules/segments/rule.contract.ts';
import { colourSchema, iconSchema } from './levels.contract.ts';

const instant = z.iso.datetime();
const fields = {
  name: writtenText(40).min(1),
  nameEn: writtenText(40),
  description: writtenText(400),
  descriptionEn: writtenText(400),
  icon: iconSchema,
  colour: colourSchema,
  rule: ruleSchema.nullable().describe('whoever it means gets the badge; null: given by hand only'),
  enabled: z.boolean(),
};
export const badgeSchema = z.object({
  id: z.string(),
  ...fields,
  holders: z.int(),
  computedAt: instant.nullable(),
  failure: z.string().describe('why its rule could not be asked'),
});
export type Badge = z.infer<typeof badgeSchema>;
export const badgeBody = z.object({
  ...fields,
  nameEn: fields.nameEn.default(''),
  description: fields.description.default(''),
  descriptionEn: fields.descriptionEn.default(''),
  enabled: fields.enabled.default(true),
});
export type WrittenBadge = z.output<typeof badgeBody>;
export const badgesReply = z.object({ badges: z.array(badgeSchema) });
export type BadgesReply = z.infer<typeof badgesReply>;
export const badgeParams = communityParams.extend({ badgeId: z.uuid() });
export const badgeMemberParams = badgeParams.extend({ memberId: z.uuid() });
export const giveBadgeBody = z.object({ memberId: z.uuid(), reason: writtenText(300).default('') });

export const badgeHoldersReply = z.object({
  holders: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      at: instant,
      givenBy: z.string().nullable().describe('an operator; null: the rule'),
      reason: z.string(),
    }),
  ),
});
export type BadgeHoldersReply = z.infer<typeof badgeHoldersReply>;

/** Badges of one member: those they have, and those that there are. */
export const memberBadgesReply = z.object({
  badges: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      nameEn: z.string(),
      description: z.string(),
      descriptionEn: z.string(),
      icon: iconSchema,
      colour: colourSchema,
      byRule: z.boolean(),
      at: instant.nullable().describe('since when they have it; null: not yet'),
      reason: z.string(),
    }),
  ),
});
export type MemberBadgesReply = z.infer<typeof memberBadgesReply>;
