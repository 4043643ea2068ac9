import { z } from 'zod';

/** What speaks for or against two members being one person. */
export const REASON_KINDS = [
  'same_name',
  'similar_name',
  'same_handle',
  'same_contact',
  'says_so',
  'other_platform',
  'same_groups',
  'same_hours',
  'other_hours',
  'never_together',
  'seen_together',
] as const;

export const reasonSchema = z.object({
  kind: z.enum(REASON_KINDS),
  points: z.int().describe('what it adds to the score, or takes from it'),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).describe('what was compared'),
});
export type Reason = z.infer<typeof reasonSchema>;

const person = z.object({
  memberId: z.string(),
  name: z.string(),
  accounts: z.array(z.object({ platform: z.string(), name: z.string(), externalId: z.string() })),
});
export const suggestionSchema = z.object({
  first: person,
  second: person,
  score: z.int().describe('0–100: the sum of the points'),
  reasons: z.array(reasonSchema).describe('weightiest first'),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const SEARCH_STATUSES = ['waiting', 'running', 'done', 'failed'] as const;
export type SearchStatus = (typeof SEARCH_STATUSES)[number];

/** GET /api/v1/communities/:communityId/merge-suggestions */
export const suggestionsQuery = z.object({ member: z.uuid().optional().describe('only pairs with this member') });
export const suggestionsReply = z.object({
  suggestions: z.array(suggestionSchema).describe('best 200, best first; without those merged or dismissed since'),
  total: z.int(),
  threshold: z.int().describe('pairs below it are not suggested'),
  searchedAt: z.iso.datetime().nullable().describe('null: never searched'),
  people: z.int().describe('people compared in the last search'),
  search: z
    .object({ status: z.enum(SEARCH_STATUSES), share: z.number().min(0).max(1).describe('how far it is') })
    .nullable()
    .describe('the latest search; null: none was asked for'),
});
export type Suggestions = z.infer<typeof suggestionsReply>;

/** POST and DELETE …/merge-suggestions/dismissals: these are two people; or not sure after all. */
export const pairBody = z
  .object({ firstId: z.uuid(), secondId: z.uuid() })
  .refine(({ firstId, secondId }) => firstId !== secondId, 'two different members');
