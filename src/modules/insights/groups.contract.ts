import { z } from 'zod';

/** GET /api/v1/communities/:communityId/groups/activity */
export const groupActivityReply = z.object({
  asOf: z.iso.date().nullable().describe('the evaluation that the members are of; null before the first'),
  groups: z
    .array(
      z.object({
        groupId: z.string(),
        members: z
          .int()
          .nonnegative()
          .describe('members of the community who are in the group, as the member list counts them'),
        contributions28: z.int().nonnegative().describe('in the 28 days that end today'),
        lastAt: z.iso.datetime().nullable().describe('the last thing that somebody did there, leaving aside'),
      }),
    )
    .describe('groups in which something happened'),
});
export type GroupActivity = z.infer<typeof groupActivityReply>;
