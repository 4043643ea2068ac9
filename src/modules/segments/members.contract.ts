import { z } from 'zod';
import { selectionSchema } from '#modules/bulk/contract.ts';
import { SEGMENT_KINDS } from './contract.ts';

/** POST /api/v1/communities/:communityId/segments/from-members: members of a selection onto a list, a new one or one that is there. */
export const fromMembersBody = z.union([
  z.strictObject({ selection: selectionSchema, name: z.string().trim().min(1).max(80) }),
  z.strictObject({ selection: selectionSchema, segmentId: z.uuid() }),
]);
export const fromMembersReply = z.object({
  segmentId: z.string(),
  total: z.int().describe('members of the selection'),
  added: z.int().describe('who were not on the list before'),
});

/** GET /api/v1/communities/:communityId/members/:memberId/segments */
export const memberSegmentsReply = z.object({
  segments: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(SEGMENT_KINDS),
      tag: z.string().nullable(),
      since: z.iso.datetime().nullable().describe('when they entered; null where that was before changes were kept'),
    }),
  ),
  schemes: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        tier: z
          .object({ segmentId: z.string().nullable(), name: z.string().nullable() })
          .describe('null: none of them'),
      }),
    )
    .describe('where they stand in each own scheme'),
});
