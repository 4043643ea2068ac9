import { z } from 'zod';
import { factsSchema } from '#modules/insights/contract.ts';
import { MAU_PARTS, mauChangeSchema } from '#modules/insights/mau-change.contract.ts';
import { REVIVAL_CAUSES } from '#modules/playbooks/play.contract.ts';
import { commonParams, resultBase } from './common.contract.ts';

/** Decline diagnosis: the change of MAU between two days, split into parts that add up to it. */
export const declineParams = commonParams.pick({ segmentId: true }).extend({
  against: z
    .enum(['highest', '28', '91', '182', '364'])
    .default('highest')
    .describe('the day of the highest MAU of 364 days, or so many days before T'),
});
export type DeclineParams = z.infer<typeof declineParams>;

export const declineResult = resultBase.extend(mauChangeSchema.shape).extend({
  plan: z
    .array(
      z.object({
        play: z.string().describe('id in the playbook'),
        cause: z
          .enum(REVIVAL_CAUSES)
          .describe('the part of the change that it answers, or one_group, one_tier, leader_gone'),
        people: z.number().describe('how many people of the fall that cause explains'),
        reason: z.object({ code: z.string(), facts: factsSchema }),
      }),
    )
    .describe('a revival plan drafted from the playbook, in the order in which to begin; empty where MAU did not fall'),
});
export type DeclineResult = z.infer<typeof declineResult>;

/** The people behind a part, a group, a tier, a leader, or behind what was lost and won altogether. */
export const declinePoint = z.discriminatedUnion('of', [
  z.object({ of: z.literal('part'), part: z.enum(MAU_PARTS) }),
  z.object({ of: z.literal('group'), groupId: z.uuid(), side: z.enum(['lost', 'won']) }),
  z.object({ of: z.literal('tier'), tier: z.string().max(20), side: z.enum(['before', 'now']) }),
  z.object({ of: z.literal('leader'), memberId: z.uuid() }),
  z.object({ of: z.literal('all'), side: z.enum(['lost', 'won']) }),
]);
export type DeclinePoint = z.infer<typeof declinePoint>;
