import { z } from 'zod';
import {
  accountSchema,
  attributeFilterSchema,
  attributeValueSchema,
  memberAttributeSchema,
  memberTagSchema,
  standingSchema,
} from '#modules/members/contract.ts';
import {
  ACTIVITY_TIERS,
  communityReportSchema,
  factsSchema,
  SILENCE_CAUSES,
  SILENT_KINDS,
  TIERS,
  tierSchema,
  VALUE_CELLS,
  valueCellSchema,
} from './contract.ts';

const day = z.iso.date();
const person = z.object({ memberId: z.string(), member: z.string().describe('id on its platform'), name: z.string() });

/** GET /api/v1/communities/:communityId/overview?asOf= */
export const overviewQuery = z.object({ asOf: day.optional().describe('evaluate as of the end of this local day') });
export const overviewReply = z.object({
  report: communityReportSchema,
  evaluatedAt: z.iso.datetime(),
  previous: z
    .object({ health: z.number().nullable(), members: z.number(), mau: z.number() })
    .partial()
    .optional()
    .describe('about a week before'),
});
export type Overview = z.infer<typeof overviewReply>;

export const MEMBER_SORTS = [
  'name',
  'tier',
  'value',
  'joined',
  'lastActive',
  'activeDays28',
  'contributions28',
  'weight365',
  'influence',
] as const;

/** In an address a word, in a body true or false. */
const yesOrNo = z.union([z.boolean(), z.stringbool()]).optional();

/** Which members: the part of an address that a list, an export and a bulk action share. */
export const membersFilter = z.object({
  q: z.string().trim().min(1).max(200).optional().describe('part of the name or of the id on its platform'),
  tier: z.enum(TIERS).optional(),
  silentKind: z.enum(SILENT_KINDS).optional(),
  activity: z.enum(ACTIVITY_TIERS).optional(),
  value: z.enum(VALUE_CELLS).optional(),
  paying: z.stringbool().optional(),
  group: z.string().max(400).optional().describe('id of a group'),
  circle: z.coerce.number().int().min(1).optional().describe('number of a circle of the network'),
  bridge: yesOrNo.describe('whose leaving would cut somebody off, or nobody'),
  isolated: yesOrNo.describe('tied to nobody, or to somebody'),
  platform: z.string().max(60).optional().describe('of any of their accounts'),
  tag: z.string().max(60).optional(),
  attribute: z
    .union([attributeFilterSchema.transform((one) => [one]), z.array(attributeFilterSchema).max(8)])
    .optional()
    .describe('tests of attributes, all of which hold: city:is:杭州'),
  segment: z.uuid().optional().describe('id of a segment, a transient one too'),
  joinedFrom: day.optional(),
  joinedTo: day.optional(),
});
export type MembersFilter = z.infer<typeof membersFilter>;

const order = {
  sort: z.enum(MEMBER_SORTS).default('weight365'),
  order: z.enum(['asc', 'desc']).default('desc'),
};

/** GET /api/v1/communities/:communityId/members */
export const membersQuery = membersFilter.extend({
  ...order,
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type MembersQuery = z.infer<typeof membersQuery>;

/** GET /api/v1/communities/:communityId/members.csv: every row of the filter, without a limit. */
export const exportQuery = membersFilter.extend({
  ...order,
  language: z.enum(['zh-CN', 'en']).default('zh-CN').describe('of the headings'),
});
export type ExportQuery = z.infer<typeof exportQuery>;

export const memberRowSchema = person.extend({
  tier: tierSchema,
  silentKind: z.enum(SILENT_KINDS).nullable(),
  activity: z.enum(ACTIVITY_TIERS),
  value: valueCellSchema.nullable(),
  joined: day,
  lastActive: day.nullable(),
  activeDays28: z.number(),
  contributions28: z.number(),
  weight365: z.number(),
  influence: z.number().nullable(),
  platforms: z.array(z.string()),
  tags: z.array(z.string()),
  attributes: z.record(z.string(), attributeValueSchema).describe('by key; refused and hidden ones are left out'),
});
export type MemberRow = z.infer<typeof memberRowSchema>;

export const membersReply = z.object({
  total: z.number().describe('of the whole filter'),
  rows: z.array(memberRowSchema),
  nextCursor: z.string().nullable(),
  asOf: day,
});
export type MembersReply = z.infer<typeof membersReply>;

const threshold = z.union([z.number(), z.boolean()]);
const conditionSchema = z.object({
  fact: z.string(),
  value: threshold,
  comparison: z.enum(['<', '>=', '>', 'is']),
  threshold,
  holds: z.boolean(),
});

/** GET /api/v1/communities/:communityId/members/:memberId */
export const portraitReply = person.extend({
  asOf: day,
  timezone: z.string(),
  evaluatedAt: z.iso.datetime(),
  tier: z
    .object({
      tier: tierSchema,
      inputs: factsSchema,
      checks: z
        .array(
          z.object({ tier: tierSchema, way: z.string(), holds: z.boolean(), conditions: z.array(conditionSchema) }),
        )
        .describe('every rule in order, down to the one that matched'),
      changes: z.array(z.object({ to: tierSchema, code: z.string(), facts: factsSchema })),
    })
    .nullable()
    .describe('null for who has left'),
  silent: z
    .object({
      kind: z.enum(SILENT_KINDS),
      causes: z.array(z.object({ cause: z.enum(SILENCE_CAUSES), facts: factsSchema })),
    })
    .nullable(),
  activity: z.enum(ACTIVITY_TIERS).nullable(),
  value: z
    .object({
      cell: valueCellSchema,
      basis: z.enum(['purchases', 'activity']),
      recency: z.number(),
      frequency: z.number(),
      monetary: z.number(),
      facts: factsSchema,
    })
    .nullable(),
  influence: z.object({ value: z.number(), rank: z.number(), of: z.number() }).nullable(),
  days: z.array(z.object({ day, contributions: z.number() })).describe('days with contributions of the last 365'),
  ties: z.array(person.extend({ tier: tierSchema.nullable(), given: z.number(), received: z.number() })),
  groups: z.array(
    z.object({
      groupId: z.string(),
      name: z.string(),
      contributions: z.number(),
      last: day.nullable(),
      left: z.boolean(),
    }),
  ),
  words: z.array(z.object({ word: z.string(), count: z.number() })),
  accounts: z.array(accountSchema),
  tags: z.array(memberTagSchema),
  standings: z.array(standingSchema),
  attributes: z.array(memberAttributeSchema),
});
export type Portrait = z.infer<typeof portraitReply>;

/** GET /api/v1/communities/:communityId/members/:memberId/timeline?before=&kind= */
export const timelineQuery = z.object({
  before: z.string().max(200).optional(),
  kind: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const timelineReply = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      kind: z.string(),
      groupId: z.string(),
      group: z.string(),
      text: z.string().nullable(),
      removed: z.boolean(),
      target: z.object({ memberId: z.string(), name: z.string() }).nullable(),
      value: z.number().nullable(),
    }),
  ),
  nextBefore: z.string().nullable(),
});
export type Timeline = z.infer<typeof timelineReply>;
