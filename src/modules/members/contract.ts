import { z } from 'zod';

export const STANDINGS = ['expert', 'team'] as const;
export const TAG_SOURCES = ['hand', 'rule'] as const;
export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'choice', 'choices'] as const;
export const ATTRIBUTE_SOURCES = ['member', 'operator', 'import', 'rule'] as const;
export const CONSENTS = ['given', 'not_needed', 'unknown'] as const;

/** A label; white space is folded, so that two spellings of one tag meet. */
export const tagSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' '))
  .pipe(z.string().min(1).max(60));

export const memberTagSchema = z.object({ tag: z.string(), source: z.enum(TAG_SOURCES) });
export type MemberTag = z.infer<typeof memberTagSchema>;

export const accountSchema = z.object({
  id: z.string(),
  platform: z.string(),
  externalId: z.string(),
  name: z.string(),
  bot: z.boolean(),
  firstAt: z.iso.datetime(),
});
export type Account = z.infer<typeof accountSchema>;

export const standingSchema = z.enum(STANDINGS);
export type Standing = z.infer<typeof standingSchema>;

export const attributeValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type AttributeValue = z.infer<typeof attributeValueSchema>;

export const memberAttributeSchema = z.object({
  key: z.string(),
  name: z.string(),
  type: z.enum(ATTRIBUTE_TYPES),
  value: attributeValueSchema,
  source: z.enum(ATTRIBUTE_SOURCES),
  consent: z.enum(CONSENTS),
  setAt: z.iso.datetime(),
});
export type MemberAttribute = z.infer<typeof memberAttributeSchema>;

/** What PostgreSQL knows of a person: one member with all that was merged into it. */
export const personSchema = z.object({
  id: z.string(),
  accounts: z.array(accountSchema).describe('oldest first'),
  tags: z.array(memberTagSchema).describe('by name; one set by hand and by a rule is there twice'),
  standings: z.array(standingSchema).describe('certified expert, one of the team'),
  attributes: z.array(memberAttributeSchema).describe('by key; of several values the latest'),
});
export type Person = z.infer<typeof personSchema>;

export const memberParams = z.object({ communityId: z.string().min(1).max(60), memberId: z.uuid() });

/** PUT /api/v1/communities/:communityId/members/:memberId/tags: replaces the tags set by hand. */
export const setTagsBody = z.object({ tags: z.array(tagSchema).max(100) });
export const tagsReply = z.object({ tags: z.array(memberTagSchema) });

/** PUT /api/v1/communities/:communityId/members/:memberId/standings */
export const standingsBody = z.object({ standings: z.array(standingSchema).max(STANDINGS.length) });

/** GET /api/v1/communities/:communityId/tags */
export const communityTagsReply = z.object({
  tags: z.array(z.object({ tag: z.string(), members: z.int() })).describe('most used first'),
});
