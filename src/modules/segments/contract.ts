import { z } from 'zod';
import { tagSchema } from '#modules/members/contract.ts';
import { TIERS } from '#modules/insights/contract.ts';
import { ruleInput, ruleSchema } from './rule.contract.ts';

const day = z.iso.date();
const instant = z.iso.datetime();
const communityId = z.string().min(1).max(60);
const name = z.string().trim().min(1).max(80);
const count = z.int().nonnegative();
const person = z.object({ memberId: z.string(), member: z.string().describe('id on its platform'), name: z.string() });

/** Segments of a community: `rule` is computed after each evaluation, `list` is kept by hand. */
export const SEGMENT_KINDS = ['rule', 'list'] as const;
/** How many there may be of a community, so that all of them are computed after each evaluation. */
export const SEGMENT_LIMITS = { segments: 500, schemes: 20, tiers: 20, listed: 100_000, transientDays: 7 } as const;

export const segmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(SEGMENT_KINDS),
  rule: ruleSchema.nullable().describe('null for a list'),
  tag: z.string().nullable().describe('given to its members, taken when they leave'),
  members: count.describe('as last computed'),
  archived: z.boolean(),
  transient: z.boolean().describe('made to look at people; goes by itself unless it is kept'),
  expiresAt: instant.nullable().describe('of a transient one'),
  computedAt: instant.nullable(),
  asOf: day.nullable().describe('as of which day it was computed'),
  fault: z.string().nullable().describe('why it could not be computed lately; its members are those of before'),
  createdBy: z.string().nullable().describe('name of the operator; null for an API token or the server'),
  createdAt: instant,
  updatedAt: instant,
  version: z.int().describe('counts the changes; a change names the one it was made from'),
});
export type Segment = z.infer<typeof segmentSchema>;

/** GET /api/v1/communities/:communityId/segments?archived= */
export const segmentsQuery = z.object({ archived: z.stringbool().default(false) });
export const segmentsReply = z.object({
  segments: z.array(segmentSchema.extend({ entered7: count, left7: count })).describe('by name; changes of 7 days'),
});
export type SegmentsReply = z.infer<typeof segmentsReply>;

/** POST /api/v1/communities/:communityId/segments. A list is created with members, or with those of another segment. */
export const createSegmentBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rule'),
    name,
    description: z.string().trim().max(500).default(''),
    rule: ruleInput,
    tag: tagSchema.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('list'),
    name,
    description: z.string().trim().max(500).default(''),
    memberIds: z.array(z.uuid()).max(5000).default([]),
    tag: tagSchema.nullable().default(null),
  }),
]);
export type CreateSegment = z.infer<typeof createSegmentBody>;

/** GET, PATCH /api/v1/communities/:communityId/segments/:segmentId */
export const segmentParams = z.object({ communityId, segmentId: z.uuid() });
/** `transient: false` keeps a transient one; `version` is the one that the change was made from. */
export const updateSegmentBody = z.strictObject({
  version: z.int(),
  name: name.optional(),
  description: z.string().trim().max(500).optional(),
  rule: ruleInput.optional(),
  tag: tagSchema.nullable().optional(),
  archived: z.boolean().optional(),
  transient: z.literal(false).optional(),
});
export type UpdateSegment = z.infer<typeof updateSegmentBody>;

/** DELETE …/segments/:segmentId: one that nothing uses; else 409 with where it is used. */

/** POST …/segments/preview: how many a rule means now, before it is saved. */
export const previewBody = z.strictObject({ rule: ruleInput, exact: z.boolean().default(false) });
export const previewReply = z.object({
  members: count.describe('of the community'),
  matched: count,
  estimate: z
    .object({ low: count, high: count, sampled: count, ofSampled: count })
    .nullable()
    .describe('95 % interval; null where everybody was looked at'),
  sample: z.array(person.extend({ tier: z.enum(TIERS) })).describe('up to 12, the most active first'),
  asOf: day,
  ms: z.number().describe('how long it took'),
});
export type Preview = z.infer<typeof previewReply>;

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** How a rule comes out for one member: the tree of the rule, each clause with the member's values. */
export type RuleAnswer = {
  kind: string;
  holds: boolean;
  facts: Record<string, z.infer<typeof fact>>;
  of: RuleAnswer[];
};
export const ruleAnswerSchema: z.ZodType<RuleAnswer> = z.object({
  kind: z.string(),
  holds: z.boolean(),
  facts: z.record(z.string(), fact).describe('the member’s values, e.g. times: 3; days as YYYY-MM-DD'),
  get of() {
    return z.array(ruleAnswerSchema);
  },
});

/** GET …/segments/:segmentId/members/:memberId: why a member is, or is not, in a segment. */
export const whyParams = segmentParams.extend({ memberId: z.uuid() });
export const whyReply = z.object({
  memberId: z.string(),
  name: z.string(),
  isMember: z.boolean().describe('of the community now; who left is in no rule’s segment'),
  inSegment: z.boolean().describe('as last computed'),
  answer: ruleAnswerSchema.nullable().describe('null for a list; computed now, in the shape of the rule'),
  rule: ruleSchema.nullable(),
  since: instant.nullable().describe('of the last change'),
  asOf: day,
});
export type Why = z.infer<typeof whyReply>;

/** GET …/segments/:segmentId/changes?entered=&memberId=&cursor= */
export const CHANGE_REASONS = ['facts', 'rule', 'list', 'gone'] as const;
export const changesQuery = z.object({
  entered: z.stringbool().optional(),
  memberId: z.uuid().optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const changesReply = z.object({
  changes: z
    .array(
      person.extend({
        at: instant,
        day,
        entered: z.boolean(),
        reason: z
          .enum(CHANGE_REASONS)
          .describe('facts: they or time changed; rule: it was written anew; list: by hand; gone: no member any more'),
      }),
    )
    .describe('latest first'),
  nextCursor: z.string().nullable(),
  daily: z.array(z.object({ day, entered: count, left: count, members: count })).describe('first page only; 91 days'),
});
export type SegmentChanges = z.infer<typeof changesReply>;

/** GET …/segments/:segmentId/where-used */
export const whereUsedReply = z.object({
  uses: z.array(z.object({ kind: z.string().describe('segment, scheme, …'), id: z.string(), name: z.string() })),
});
export type SegmentUse = z.infer<typeof whereUsedReply>['uses'][number];

/**
 * POST …/segments/:segmentId/members: changes a list. The members themselves are the member list with `segment=`, as a
 * page, as CSV (members.csv?segment=) and as the filter of a bulk action.
 */
export const changeListBody = z
  .strictObject({ add: z.array(z.uuid()).max(5000).default([]), remove: z.array(z.uuid()).max(5000).default([]) })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'nobody to add or to remove');
export const changeListReply = z.object({ added: count, removed: count, members: count, unknown: z.array(z.string()) });

/** POST …/segments/import: a list out of a CSV of ids, ids on platforms, or names; `segmentId` adds to a list. */
export const importListBody = z.strictObject({
  csv: z.string().min(1).max(8_000_000),
  name: name.optional().describe('of the list that is made'),
  segmentId: z.uuid().optional(),
  dryRun: z.boolean().default(false).describe('only the report'),
});
export const importListReply = z.object({
  segmentId: z.string().nullable().describe('null for a dry run'),
  rows: count,
  matched: count.describe('people, each once'),
  column: z.object({ header: z.string(), by: z.enum(['id', 'external-id', 'name']) }).array(),
  unmatched: z
    .array(z.object({ line: z.int(), text: z.string(), why: z.enum(['unknown', 'ambiguous', 'empty', 'not_member']) }))
    .describe('the first 1,000'),
  unmatchedTotal: count,
});
export type ImportListReport = z.infer<typeof importListReply>;

/** POST …/segments/overlap */
export const overlapBody = z.strictObject({ segmentIds: z.array(z.uuid()).min(2).max(3) });
export const overlapReply = z.object({
  sizes: z.array(count).describe('in the order asked'),
  regions: z
    .array(z.object({ in: z.array(z.boolean()).describe('one for each segment'), members: count }))
    .describe('every combination but the one outside of all; parts of the union'),
  union: count,
  jaccard: z.number().nullable().describe('in all ÷ in any; null where nobody is in any'),
});
export type Overlap = z.infer<typeof overlapReply>;
/** POST …/segments/overlap/people: the members of one region as a transient segment. */
export const overlapPeopleBody = overlapBody.extend({ in: z.array(z.boolean()).min(2).max(3) });
export const transientReply = z.object({ segmentId: z.string(), total: count });

/** GET …/segments/:segmentId/compare?b=; without b: with all other members. */
export const compareQuery = z.object({ b: z.uuid().optional() });
export const COMPARED_METRICS = [
  'members',
  'activeShare28',
  'activeDays28',
  'contributions28',
  'weight28',
  'weight365',
  'activeDays365',
  'retention4',
  'answeredShare',
  'payingShare',
  'purchases365',
  'amount365',
  'ties',
  'isolatedShare',
  'received91',
  'influence',
  'ageDays',
  'groups',
] as const;
const compared = z.object({
  value: z.number().nullable(),
  of: count.describe('people, or conversations, that the figure is made from'),
});
export const compareReply = z.object({
  a: z.object({ name: z.string(), members: count }),
  b: z.object({ name: z.string().nullable(), members: count }),
  both: count.describe('in both'),
  small: z.boolean().describe('one of them is under 30 people: differences are unsteady'),
  metrics: z.array(
    z.object({
      key: z.enum(COMPARED_METRICS),
      unit: z.enum(['count', 'share', 'mean', 'days']),
      a: compared,
      b: compared,
      difference: z.number().nullable(),
      interval: z.tuple([z.number(), z.number()]).nullable().describe('95 % of the difference, where it can be given'),
    }),
  ),
  tiers: z.array(z.object({ tier: z.enum(TIERS), a: count, b: count })),
  asOf: day,
});
export type SegmentComparison = z.infer<typeof compareReply>;

const schemeTier = z.object({ segmentId: z.string(), name: z.string(), members: count });
export const schemeSchema = z.object({
  id: z.string(),
  name: z.string(),
  tiers: z.array(schemeTier).describe('in order: the first segment that a member is in counts'),
  none: count.describe('members in none of them'),
  version: z.int(),
  updatedAt: instant,
});
export type Scheme = z.infer<typeof schemeSchema>;
/** GET, POST …/tier-schemes; PATCH, DELETE …/tier-schemes/:schemeId */
export const schemesReply = z.object({ schemes: z.array(schemeSchema) });
const tiers = z
  .array(z.uuid())
  .min(1)
  .max(SEGMENT_LIMITS.tiers)
  .refine((ids) => new Set(ids).size === ids.length, 'a segment twice');
export const createSchemeBody = z.strictObject({ name, tiers });
export const updateSchemeBody = z.strictObject({ version: z.int(), name: name.optional(), tiers: tiers.optional() });
export const schemeParams = z.object({ communityId, schemeId: z.uuid() });
/** POST …/tier-schemes/:schemeId/people: members of a tier (a segment's id, or none) as a transient segment. */
export const schemePeopleBody = z.strictObject({ tier: z.union([z.uuid(), z.literal('none')]) });

/** GET …/segments/vocabulary: what the rule builder offers for this community. */
export const vocabularyReply = z.object({
  platforms: z.array(z.string()),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  tags: z.array(z.object({ tag: z.string(), members: count })),
  levels: z.array(z.object({ id: z.string(), name: z.string() })).describe('the lowest first'),
  kinds: z.array(z.object({ kind: z.string(), events: count })).describe('kinds of events that were seen, most first'),
  properties: z
    .array(z.object({ kind: z.string(), path: z.string(), type: z.enum(['text', 'number', 'boolean', 'other']) }))
    .describe('seen in a sample of events'),
  circles: z.array(z.object({ circle: z.int(), members: count })),
});
