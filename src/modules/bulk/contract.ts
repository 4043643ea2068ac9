import { z } from 'zod';
import { membersFilter } from '#modules/insights/members.contract.ts';
import { attributeValueSchema, standingSchema, tagSchema } from '#modules/members/contract.ts';

export const BULK_STATUSES = ['waiting', 'running', 'done', 'failed'] as const;

/** Who is meant: some members by id, or all of a filter but some. */
export const selectionSchema = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(5000) }),
  z.object({ filter: membersFilter, except: z.array(z.uuid()).max(5000).default([]) }),
]);
export type Selection = z.infer<typeof selectionSchema>;

const actionWith = <Tag extends z.ZodType<string>>(tag: Tag) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('add-tag'), tag }),
    z.object({ kind: z.literal('remove-tag'), tag }),
    z.object({
      kind: z.literal('set-attribute'),
      key: z.string().max(40),
      value: attributeValueSchema,
      consent: z.enum(['given', 'not_needed', 'unknown']).default('unknown'),
      consentHow: z.string().trim().max(200).default(''),
    }),
    z.object({ kind: z.literal('add-standing'), standing: standingSchema }),
    z.object({ kind: z.literal('remove-standing'), standing: standingSchema }),
  ]);

/** What is done to each of them; a tag's white space is folded as it comes. */
export const bulkActionSchema = actionWith(tagSchema);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** POST /api/v1/communities/:communityId/bulk-actions and …/preview */
export const bulkBody = z.object({ selection: selectionSchema, action: bulkActionSchema });

export const bulkPreviewReply = z.object({
  total: z.int().describe('members selected'),
  changes: z.int().describe('who would be changed'),
  already: z.int().describe('who have it already, or never had what is taken away'),
  overwrites: z.int().describe('of those changed, who now show another value'),
  refused: z.int().describe('left alone: they refused that this is kept'),
  sample: z.array(z.object({ memberId: z.string(), name: z.string() })).describe('some who would be changed'),
});
export type BulkPreview = z.infer<typeof bulkPreviewReply>;

export const bulkSchema = z.object({
  id: z.string(),
  action: actionWith(z.string()),
  status: z.enum(BULK_STATUSES),
  total: z.int(),
  done: z.int(),
  changed: z.int(),
  already: z.int(),
  refused: z.int(),
  madeBy: z.string().nullable().describe('name of the operator; null for an API token'),
  madeAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  canUndo: z.boolean(),
  undoneAt: z.iso.datetime().nullable(),
  fault: z.string().nullable(),
});
export type Bulk = z.infer<typeof bulkSchema>;

/** GET /api/v1/communities/:communityId/bulk-actions */
export const bulksReply = z.object({ actions: z.array(bulkSchema).describe('the latest 50, latest first') });

/** GET /api/v1/communities/:communityId/bulk-actions/:bulkId, POST …/undo */
export const bulkParams = z.object({ communityId: z.string().min(1).max(60), bulkId: z.uuid() });
