import { z } from 'zod';
import { tierSchema } from '#modules/insights/contract.ts';

const day = z.iso.date();

/** What speaks for introducing two people. */
export const REASON_KINDS = [
  'shared_words',
  'shared_tags',
  'shared_attributes',
  'common_neighbours',
  'newcomer_leader',
  'other_circle',
  'other_part',
  'same_group',
] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

const points = z.int().describe('what it adds to the score');
const reasonOf = <Person extends z.ZodType>(person: Person) =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('shared_words'),
      points,
      words: z.array(z.object({ word: z.string(), people: z.int().describe('who wrote it at least twice') })),
    }),
    z.object({
      kind: z.literal('shared_tags'),
      points,
      tags: z.array(z.object({ tag: z.string(), people: z.int() })),
    }),
    z.object({
      kind: z.literal('shared_attributes'),
      points,
      attributes: z.array(z.object({ name: z.string(), value: z.string(), people: z.int() })),
    }),
    z.object({
      kind: z.literal('common_neighbours'),
      points,
      total: z.int(),
      adamicAdar: z.number().describe('Σ 1 ÷ ln(ties of each common neighbour)'),
      people: z.array(person).describe('five at most'),
    }),
    z.object({
      kind: z.literal('newcomer_leader'),
      points,
      newcomer: z.string().describe('id of the one who is new'),
      joined: day,
    }),
    z.object({ kind: z.literal('other_circle'), points }),
    z.object({ kind: z.literal('other_part'), points }),
    z.object({ kind: z.literal('same_group'), points, groups: z.array(z.string()).describe('ids, three at most') }),
  ]);

/** A reason as it is kept: other people by id. */
export const keptReasonSchema = reasonOf(z.string());
export type KeptReason = z.infer<typeof keptReasonSchema>;

const person = z.object({ memberId: z.string(), member: z.string().describe('id on its platform'), name: z.string() });
export const reasonSchema = reasonOf(person);
export type Reason = z.infer<typeof reasonSchema>;

export const STATES = ['proposed', 'made', 'dismissed', 'lapsed'] as const;
export const DISMISSALS = ['know_each_other', 'no_fit', 'not_now', 'other'] as const;
export const LAPSES = ['old', 'tied', 'gone'] as const;

const placed = person.extend({
  tier: tierSchema.nullable(),
  circle: z.int().describe('0 = in none'),
  circleWords: z.array(z.string()).describe('what the circle is called by'),
});

export const introductionSchema = z.object({
  id: z.string(),
  first: placed,
  second: placed,
  score: z.int().min(0).max(100),
  reasons: z.array(reasonSchema).describe('weightiest first'),
  text: z.object({ 'zh-CN': z.string(), en: z.string() }).describe('to send to both, written from the reasons'),
  state: z.enum(STATES),
  proposedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable().describe('name of the operator'),
  dismissedFor: z.enum(DISMISSALS).nullable(),
  lapsedFor: z.enum(LAPSES).nullable(),
  note: z.string(),
  tied: z
    .boolean()
    .nullable()
    .describe(
      'whether each gave the other something within 28 days; null: these are not over and it did not happen yet',
    ),
});
export type Introduction = z.infer<typeof introductionSchema>;

const side = z.object({
  pairs: z.int().describe('whose 28 days are over'),
  tied: z.int(),
  underWay: z.int(),
  share: z.number().nullable(),
  low: z.number().nullable().describe('95 % interval (Wilson)'),
  high: z.number().nullable(),
});
export const comparisonSchema = z.object({
  made: side,
  notMade: side,
  difference: z
    .object({ value: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe('95 % interval (Newcombe); null: one side has no pair yet'),
  small: z.boolean().describe('fewer than 20 pairs on a side: take it with care'),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** GET /api/v1/communities/:communityId/introductions */
export const introductionsQuery = z.object({
  state: z.enum(STATES).default('proposed'),
  reason: z.enum(REASON_KINDS).optional(),
  member: z.uuid().optional(),
});
export const SEARCH_STATUSES = ['waiting', 'running', 'done', 'failed'] as const;
export const introductionsReply = z.object({
  introductions: z.array(introductionSchema).describe('200 at most; proposed: best first; else the latest first'),
  total: z.int(),
  counts: z.object({ proposed: z.int(), made: z.int(), dismissed: z.int(), lapsed: z.int() }),
  comparison: comparisonSchema,
  limits: z.object({ each: z.int(), days: z.int() }).describe('so often somebody is proposed in so many days at most'),
  search: z
    .object({
      status: z.enum(SEARCH_STATUSES),
      searchedAt: z.iso.datetime().nullable(),
      asOf: day.nullable(),
      people: z.int().describe('who were considered'),
    })
    .nullable()
    .describe('null: none yet'),
});
export type Introductions = z.infer<typeof introductionsReply>;

/** POST …/introductions/:introductionId/decision */
export const decisionBody = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('made') }),
  z.object({
    decision: z.literal('dismissed'),
    reason: z.enum(DISMISSALS),
    note: z.string().trim().max(500).default(''),
  }),
  z.object({ decision: z.literal('proposed') }).describe('takes a decision back'),
]);
export type Decision = z.infer<typeof decisionBody>;
export const introductionParams = z.object({ communityId: z.string(), introductionId: z.uuid() });
