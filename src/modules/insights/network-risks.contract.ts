import { z } from 'zod';
import { tierSchema } from './contract.ts';

const day = z.iso.date();
const share = z.number().min(0).max(1);
const person = z.object({ memberId: z.string(), member: z.string().describe('id on its platform'), name: z.string() });

/** What is kept of the risks of an evaluation; people and groups by id only. */
export const keptRisksSchema = z.object({
  held: z.array(
    z.object({
      groupId: z.string(),
      people: z.number().describe('who took part in the group in 91 days'),
      contributions: z.object({ by: z.string(), share }).nullable(),
      ties: z.object({ by: z.string(), share }).nullable(),
    }),
  ),
  soleLinks: z.array(z.object({ by: z.string(), total: z.number(), people: z.array(z.string()) })),
  leaders: z.array(
    z.object({
      of: z.string(),
      weight: z.object({ before: z.number(), now: z.number() }),
      influence: z.object({ before: z.number(), now: z.number() }).nullable(),
    }),
  ),
  fadingTies: z.array(
    z.object({ a: z.string(), b: z.string(), peak: z.number(), peakDay: z.string(), now: z.number() }),
  ),
});
export type KeptRisks = z.infer<typeof keptRisksSchema>;

const one = person.extend({ tier: tierSchema.nullable() });

/** GET /api/v1/communities/:communityId/network/risks */
export const networkRisksReply = z.object({
  asOf: day,
  upToDate: z.boolean().describe('false: still being computed for the latest report'),
  risks: z
    .object({
      held: z
        .array(
          z.object({
            groupId: z.string(),
            people: z.number().describe('who took part in the group in 91 days'),
            contributions: z.object({ by: one, share }).nullable().describe('of the weight of contributions there'),
            ties: z.object({ by: one, share }).nullable().describe('of the weight of ties among its people'),
          }),
        )
        .describe('groups of five people and more of which one person makes half of the contributions or ties'),
      soleLinks: z
        .array(z.object({ by: one, total: z.number(), people: z.array(one).describe('five at most') }))
        .describe('members who are tied to nobody but this one'),
      leaders: z
        .array(
          z.object({
            of: one,
            weight: z.object({ before: z.number(), now: z.number() }).describe('of contributions in 28 days'),
            influence: z
              .object({ before: z.number(), now: z.number() })
              .nullable()
              .describe('times that of an average member; null: no picture of then'),
          }),
        )
        .describe('leaders whose activity or influence is below half of what it was three months before'),
      fadingTies: z
        .array(z.object({ a: one, b: one, peak: z.number(), peakDay: day, now: z.number() }))
        .describe('of leaders: ties of ten and more at their peak in a year that are below half of it now'),
    })
    .nullable()
    .describe('null: not computed yet'),
});
export type NetworkRisks = z.infer<typeof networkRisksReply>;
