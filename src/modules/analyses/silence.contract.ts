import { z } from 'zod';
import { factsSchema, SILENCE_CAUSES, SILENT_KINDS } from '#modules/insights/contract.ts';
import { commonParams, count, day, resultBase } from './common.contract.ts';
import { personRef } from './text.contract.ts';

/** Why silent: probable causes of the silence of everybody who is silent at T. It looks at a moment, not at a range. */
export const silenceParams = commonParams.pick({ segmentId: true }).extend({
  silentKind: z.enum(SILENT_KINDS).optional(),
  limit: z.int().min(1).max(50).default(10).describe('people shown of each cause'),
});
export type SilenceParams = z.infer<typeof silenceParams>;

const cause = z.enum(SILENCE_CAUSES);

export const silentMember = personRef.extend({
  silentKind: z.enum(SILENT_KINDS),
  lastActive: day.nullable(),
  weight365: z.number().describe('contribution weight of 365 days; the list is in this order'),
  causes: z.array(z.object({ cause, facts: factsSchema })).describe('most likely first'),
});

export const silenceResult = resultBase.extend({
  members: count,
  silent: count,
  looked: count.describe('silent members looked into; fewer than silent where there are very many'),
  kinds: z.record(z.enum(SILENT_KINDS), count),
  causes: z.array(
    z.object({
      cause,
      first: count.describe('members of whom it is the most likely cause; these add up to those looked into'),
      any: count.describe('members of whom it is among the causes'),
      share: z.number().nullable().describe('first ÷ looked'),
      evidence: z
        .array(
          z.object({
            kind: z.enum(['person', 'group', 'year']),
            id: z.string().describe('of the member or group; the year'),
            name: z.string(),
            members: count,
          }),
        )
        .describe('who left, which group went quiet, in which year it happened; five at most'),
      people: z.array(silentMember).describe('those of whom it is the most likely cause, wakeable first'),
    }),
  ),
});
export type SilenceResult = z.infer<typeof silenceResult>;

export const silencePoint = z.object({
  cause: cause.optional(),
  place: z.enum(['first', 'any']).default('first'),
  silentKind: z.enum(SILENT_KINDS).optional(),
});
export type SilencePoint = z.infer<typeof silencePoint>;
