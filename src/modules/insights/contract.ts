import { z } from 'zod';
import { factsSchema, TIERS } from './facts.contract.ts';
import { mauChangeSchema } from './mau-change.contract.ts';

export { factsSchema, TIERS };

/**
 * The community report: what the command line prints, the overview shows and the snapshots keep. Codes and numbers
 * only; the renderers put words to them in the reader's language. A figure that cannot be known is null and has an
 * entry in `unknown` that says why; it is never 0.
 */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const week = z.string().regex(/^\d{4}-W\d{2}$/);
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const figure = z.number().nullable();

export const SILENT_KINDS = ['never_spoke', 'lapsed', 'dormant'] as const;
export const ACTIVITY_TIERS = ['core', 'active', 'potential', 'silent'] as const;
export const VALUE_CELLS = ['champions', 'new', 'loyal', 'at_risk', 'cannot_lose', 'lost', 'promising'] as const;
export const HEALTH_PARTS = [
  'stickiness',
  'retention',
  'responsiveness',
  'distribution',
  'net_growth',
  'satisfaction',
] as const;
export const HEALTH_BANDS = ['thriving', 'healthy', 'strained', 'at_risk'] as const;
export const STAGES = ['construction', 'development', 'maturity', 'decline', 'unknown'] as const;
export const SILENCE_CAUSES = [
  'never_welcomed',
  'first_message_unanswered',
  'closest_tie_left',
  'sanctioned',
  'over_messaged',
  'group_went_quiet',
  'drifted',
] as const;

export const tierSchema = z.enum(TIERS);
export const valueCellSchema = z.enum(VALUE_CELLS);
export const stageSchema = z.enum(STAGES);

const reasonSchema = z.object({ code: z.string(), facts: factsSchema });

const personSchema = z.object({
  member: z.string().describe('id of the member on its platform: the latest account'),
  memberId: z.string().describe("Qunluo's id of the member"),
  name: z.string(),
});

export const communityReportSchema = z.object({
  schema: z.literal('qunluo.report/1'),
  community: z.object({ id: z.string(), name: z.string() }),
  asOf: day,
  timezone: z.string(),
  events: z.object({
    total: count,
    counted: count,
    bots: count,
    removed: count,
    unknownKinds: count,
    first: day.nullable(),
    last: day.nullable(),
  }),
  members: z.object({
    total: count.describe('joined by T and not left'),
    ever: count,
    left: count,
    joins28: count,
    leaves28: count,
    tiers: z.record(tierSchema, count),
    silent: z.record(z.enum(SILENT_KINDS), count),
    activity: z.record(z.enum(ACTIVITY_TIERS), count),
    value: z.object({
      basis: z.enum(['purchases', 'activity']),
      people: count,
      cells: z.record(valueCellSchema, count),
      paying: count,
    }),
  }),
  activity: z.object({
    dau: count,
    wau: count,
    mau: count,
    stickiness: figure.describe('mean DAU of 28 days ÷ MAU'),
    stickinessMedian: figure.describe('median over the 26 complete weeks before T'),
    stickinessWeeks: count,
    stickinessUnsteady: z.boolean().describe('under 1,000 members'),
    participation: figure,
    contributions28: count,
    daily: z
      .array(
        z.object({
          day,
          dau: count,
          wau: count.optional().describe('absent, as joins and leaves, in reports kept before they were counted'),
          mau: count,
          contributions: count,
          joins: count.optional().describe('people whose first counting event was that day'),
          leaves: count.optional().describe('people who are no members now and left last on that day'),
        }),
      )
      .describe('last 364 days at most'),
    weekly: z
      .array(
        z.object({
          week,
          new: count,
          retained: count,
          returning: count,
          dormant: count,
          complete: z.boolean(),
        }),
      )
      .describe('last 53 weeks at most'),
    heatmap: z.array(z.array(count)).describe('contributions of 91 days, [Monday…Sunday][0…23 o’clock]'),
    busiestHours: z.array(z.object({ hour: z.int().min(0).max(23), contributions: count, share })),
  }),
  retention: z.object({
    weekly: z.array(
      z.object({
        cohort: week,
        size: count,
        retained: z.array(count).describe('[k] = members active in cohort week + k'),
        unbounded: z.array(count).describe('[k] = members active in week k or later'),
        unfinished: z.boolean().describe('the last entry is of a week that has not ended'),
      }),
    ),
    week4: z.object({ rate: figure, retained: count, size: count, cohorts: count }),
  }),
  activation: z
    .object({
      rate: figure,
      joiners: count,
      activated: count,
    })
    .describe('joiners of the 91 days that ended 7 days before T, with a first contribution within 7 days of joining'),
  responsiveness: z.object({
    starts: count,
    answered24h: figure,
    medianMinutes: figure,
    newcomers: z.object({ starts: count, answered24h: figure, medianMinutes: figure }),
  }),
  concentration: z.object({ gini: figure, busFactor: count.nullable(), activeMembers: count }),
  health: z.object({
    score: z.int().min(0).max(100).nullable(),
    band: z.enum(HEALTH_BANDS).nullable(),
    weight: z.number().describe('sum of the weights of the parts that are known'),
    parts: z.array(
      z.object({
        key: z.enum(HEALTH_PARTS),
        weight: z.number(),
        raw: figure,
        score: figure,
        reason: z.string().nullable(),
        facts: factsSchema,
      }),
    ),
  }),
  stage: z.object({
    value: stageSchema,
    evidence: z.array(z.object({ rule: stageSchema, code: z.string(), holds: z.boolean(), facts: factsSchema })),
  }),
  network: z.object({
    ties: count.describe('directed ties between members, weight above 0'),
    people: count.describe('members'),
    density: figure,
    reciprocity: figure,
    clustering: figure,
    isolatedShare: figure,
    medianTies: figure,
    leaders: z.array(
      personSchema.extend({
        influence: z.number(),
        tier: tierSchema,
        reasons: z.array(reasonSchema),
      }),
    ),
  }),
  wake: z.array(
    personSchema.extend({
      lastActive: day.nullable(),
      silentKind: z.enum(SILENT_KINDS),
      worth: z.number().describe('contribution weight of their best 91 days; orders the list'),
      causes: z.array(z.object({ cause: z.enum(SILENCE_CAUSES), facts: factsSchema })),
    }),
  ),
  words: z.array(
    z.object({
      groupId: z.string(),
      group: z.string(),
      words: z.array(z.object({ word: z.string(), count, score: z.number() })),
    }),
  ),
  plays: z.array(
    z.object({
      play: z.string().describe('id in the playbook'),
      why: reasonSchema,
      members: count.nullable().describe('how many members it is about'),
      metric: z.string(),
    }),
  ),
  diagnosis: mauChangeSchema
    .optional()
    .describe('why MAU fell: in reports of files, where the stage is decline or MAU is below that of 28 days before'),
  unknown: z.array(z.object({ path: z.string(), reason: z.string(), facts: factsSchema })),
});

export type CommunityReport = z.infer<typeof communityReportSchema>;
export type Tier = z.infer<typeof tierSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type ValueCell = z.infer<typeof valueCellSchema>;
export type Facts = z.infer<typeof factsSchema>;
