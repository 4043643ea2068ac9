import { z } from 'zod';

/** How long the texts of messages are kept. */
export const retentionRuleSchema = z.discriminatedUnion('keep', [
  z.object({ keep: z.literal('forever') }),
  z.object({ keep: z.literal('days'), days: z.int().min(1).max(3650) }),
  z.object({ keep: z.literal('none').describe('texts are dropped as they arrive') }),
]);

const groupRules = z
  .record(z.uuid(), retentionRuleSchema)
  .describe('by group id; a group that is absent follows the community');

/** PUT /api/v1/communities/:communityId/retention, and the body of …/retention/preview. */
export const retentionBody = z.object({ community: retentionRuleSchema, groups: groupRules });
export type RetentionChoice = z.infer<typeof retentionBody>;

/** GET /api/v1/communities/:communityId/retention */
export const retentionReply = retentionBody.extend({
  lastRun: z.object({ ranAt: z.iso.datetime(), deleted: z.int() }).nullable(),
  nextRun: z.iso.datetime().nullable().describe('null where everything is kept for ever'),
});
export type Retention = z.infer<typeof retentionReply>;

/** POST /api/v1/communities/:communityId/retention/preview: what these rules would delete now. */
export const retentionPreviewReply = z.object({
  texts: z.int().describe('texts that would be deleted'),
  kept: z.int().describe('texts that would stay'),
  groups: z.array(
    z.object({
      groupId: z.string().describe('nil for what was said outside of any group'),
      texts: z.int(),
      before: z.iso.date().nullable().describe('texts before this local day go; null: all'),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof retentionPreviewReply>;
