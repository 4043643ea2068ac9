import { z } from 'zod';
import { HEALTH_BANDS, stageSchema, TIERS, tierSchema } from './contract.ts';

const day = z.iso.date();
const count = z.int().nonnegative();

/** GET /api/v1/communities/:communityId/evaluations?until= */
export const evaluationsQuery = z.object({
  until: day.optional().describe('only evaluations as of this day or before'),
});
export const evaluationsReply = z.object({
  evaluations: z
    .array(
      z.object({
        asOf: day,
        evaluatedAt: z.iso.datetime(),
        health: z.int().nullable(),
        band: z.enum(HEALTH_BANDS).nullable(),
        stage: stageSchema,
        members: count,
        mau: count,
        tiers: z.record(tierSchema, count),
      }),
    )
    .describe('the latest one of each day, days ascending, 400 at most'),
});
export type EvaluationsReply = z.infer<typeof evaluationsReply>;

/** Where somebody stood: in a tier, or not a member (not joined yet, or left). */
export const placeSchema = z.enum([...TIERS, 'outside']);
export type Place = z.infer<typeof placeSchema>;

/** GET /api/v1/communities/:communityId/flows?asOf= */
export const flowsQuery = z.object({ asOf: day.optional().describe('up to this day in place of the latest') });
export const flowsReply = z.object({
  from: day.nullable().describe('28 days before; null when the community had no event by then'),
  to: day,
  computedAt: z.iso.datetime().nullable().describe('when the earlier placement was computed'),
  moves: z.array(z.object({ from: placeSchema, to: placeSchema, members: count })).describe('who stayed included'),
});
export type FlowsReply = z.infer<typeof flowsReply>;
