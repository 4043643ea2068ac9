import { z } from 'zod';

export const STANDINGS = ['expert', 'team'] as const;
export const TAG_SOURCES = ['hand', 'rule'] as const;
export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'choice', 'choices'] as const;
export const ATTRIBUTE_SOURCES = ['member', 'operator', 'import', 'rule'] as const;
export const CONSENTS = ['given', 'refused', 'not_needed', 'unknown'] as const;
export const ACTOR_KINDS = ['operator', 'token', 'system'] as const;

/** A label; white space is folded, so that two spellings of one tag meet. */
export const tagSchema = z
  .string()
  .overwrite((text) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' '))
  .min(1)
  .max(60);

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

export const attributeTypeSchema = z.enum(ATTRIBUTE_TYPES);
export const consentSchema = z.enum(CONSENTS);
const instant = z.iso.datetime();

export const attributeDefinitionSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  nameEn: z.string().describe("'' where there is none"),
  type: attributeTypeSchema,
  choices: z.array(z.string()),
  choicesEn: z.array(z.string()).describe('in the order of choices, or empty'),
  builtIn: z.boolean().describe('every community has it; it can be hidden, not removed'),
  hidden: z.boolean(),
});
export type AttributeDefinition = z.infer<typeof attributeDefinitionSchema>;

export const memberAttributeSchema = z.object({
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  type: attributeTypeSchema,
  value: attributeValueSchema.nullable().describe('null: the member refused that it is kept'),
  source: z.enum(ATTRIBUTE_SOURCES),
  setBy: z.string().nullable().describe('name of the operator'),
  setByKind: z.enum(ACTOR_KINDS),
  setAt: instant,
  consent: consentSchema,
  consentAt: instant.nullable(),
  consentHow: z.string(),
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

const communityId = z.string().min(1).max(60);
const attributeKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and _, up to 40');
const label = z.string().trim().min(1).max(60);

/** GET /api/v1/communities/:communityId/attributes */
export const attributesReply = z.object({
  attributes: z.array(attributeDefinitionSchema.extend({ members: z.int().describe('who has a value') })),
});
/** POST /api/v1/communities/:communityId/attributes */
export const defineAttributeBody = z.object({
  key: attributeKey,
  name: label,
  nameEn: z.string().trim().max(60).default(''),
  type: attributeTypeSchema,
  choices: z.array(label).max(200).default([]),
  choicesEn: z.array(z.string().trim().max(60)).max(200).default([]),
});
/** PATCH /api/v1/communities/:communityId/attributes/:attributeId. The type stays; choices in use cannot be taken away. */
export const changeAttributeBody = z
  .object({
    name: label,
    nameEn: z.string().trim().max(60),
    choices: z.array(label).max(200),
    choicesEn: z.array(z.string().trim().max(60)).max(200),
    hidden: z.boolean(),
  })
  .partial();
export const attributeParams = z.object({ communityId, attributeId: z.uuid() });

/** PUT and DELETE /api/v1/communities/:communityId/members/:memberId/attributes/:key */
export const memberAttributeParams = z.object({ communityId, memberId: z.uuid(), key: attributeKey });
export const setAttributeBody = z.object({
  value: attributeValueSchema.nullable().describe('null exactly where consent is refused'),
  source: z.enum(['member', 'operator']).default('operator').describe('who said so'),
  consent: consentSchema.default('unknown'),
  consentHow: z.string().trim().max(200).default('').describe('how consent was given or refused'),
});
export const memberAttributesReply = z.object({ attributes: z.array(memberAttributeSchema) });

export const noteSchema = z.object({
  id: z.string(),
  text: z.string(),
  writtenBy: z.string().nullable().describe('name of the operator; null for an API token'),
  own: z.boolean().describe('written by who asks'),
  writtenAt: instant,
  changedAt: instant.nullable(),
});
export type Note = z.infer<typeof noteSchema>;
/** GET /api/v1/communities/:communityId/members/:memberId/notes */
export const notesReply = z.object({ notes: z.array(noteSchema).describe('latest first') });
/** POST …/notes, PATCH …/notes/:noteId */
export const noteBody = z.object({ text: z.string().trim().min(1).max(4000) });
export const noteParams = memberParams.extend({ noteId: z.uuid() });

export const mergeSchema = z.object({
  id: z.string(),
  memberId: z.string().describe('came under …'),
  name: z.string(),
  intoId: z.string().describe('… this one'),
  intoName: z.string(),
  reason: z.string(),
  mergedBy: z.string().nullable(),
  mergedAt: instant,
  undoneBy: z.string().nullable(),
  undoneAt: instant.nullable(),
});
export type Merge = z.infer<typeof mergeSchema>;
/** GET /api/v1/communities/:communityId/members/:memberId/merges */
export const mergesReply = z.object({ merges: z.array(mergeSchema).describe('latest first, undone ones included') });
/** POST /api/v1/communities/:communityId/merges */
export const mergeBody = z.object({
  intoId: z.uuid().describe('the member that stays'),
  memberId: z.uuid().describe('the member that comes under it'),
  reason: z.string().trim().max(400).default(''),
});
export const mergeReply = z.object({ mergeId: z.string(), personId: z.string() });
/** DELETE /api/v1/communities/:communityId/merges/:mergeId */
export const mergeParams = z.object({ communityId, mergeId: z.uuid() });
export const unmergeReply = z.object({ memberId: z.string(), intoId: z.string() });

export const ATTRIBUTE_TESTS = ['is', 'contains', 'from', 'to', 'any', 'none'] as const;
const FILTER = /^([a-z][a-z0-9_]{0,39}):(is|contains|from|to|any|none)(?::([\s\S]*))?$/;

/**
 * A test of an attribute as an address carries it: `city:is:杭州`, `age:from:30`, `birthday:none`. `is` also finds one
 * of several choices; `from` and `to` include their bound; `none` finds those without a value.
 */
export const attributeFilterSchema = z.string().max(300).regex(FILTER, 'key:test:value');
export type AttributeFilter = { key: string; test: (typeof ATTRIBUTE_TESTS)[number]; value: string };

/** The parts of a test of an attribute; the text must fit `attributeFilterSchema`. */
export function parseAttributeFilter(text: string): AttributeFilter {
  const [, key, test, value] = FILTER.exec(text)!;
  return { key: key!, test: test as AttributeFilter['test'], value: value ?? '' };
}
