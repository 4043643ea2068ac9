import { z } from 'zod';
import { valueCellSchema } from '#modules/insights/contract.ts';

const days = z.int().min(0).max(3650);
const quintile = z.int().min(1).max(5);

/** A cell of the value scheme: the quintile of R, and the sum of the quintiles or F alone, between bounds. */
const cellRuleSchema = z.object({
  cell: valueCellSchema,
  recency: z.tuple([quintile, quintile]).describe('R from … to …'),
  frequency: z.tuple([quintile, quintile]).optional().describe('F from … to …'),
  frequencyAndMonetary: z.tuple([z.int(), z.int()]).optional().describe('F + M from … to …'),
});

/** The thresholds of the built-in schemes, as data. The windows (28, 91, 365 days, 13 weeks) are fixed. */
export const segmentRulesSchema = z.object({
  newcomer: z.object({ days: days.describe('joined within the last … days') }),
  leader: z.object({
    weeks: z.int().min(0).max(13).describe('active in at least … of the last 13 weeks'),
    people: z.int().min(0).describe('heard from at least … distinct people in 91 days'),
    topPercent: z.number().min(0).max(100).describe('in the top … % by tie weight received'),
  }),
  loyal: z.object({ days: days.describe('joined at least … days ago'), weeks: z.int().min(0).max(13) }),
  active: z.object({ days: z.int().min(1).max(28).describe('active on at least … of the last 28 days') }),
  potential: z.object({ days: z.int().min(1).max(28) }),
  silent: z.object({ lapsedDays: days.describe('lapsed up to … days since the last activity, then dormant') }),
  value: z.object({ cells: z.array(cellRuleSchema).describe('first match wins'), otherwise: valueCellSchema }),
});

export type SegmentRules = z.infer<typeof segmentRulesSchema>;

/** The defaults of the product; each community can change them. */
export const DEFAULT_SEGMENT_RULES: SegmentRules = {
  newcomer: { days: 14 },
  leader: { weeks: 8, people: 5, topPercent: 5 },
  loyal: { days: 180, weeks: 9 },
  active: { days: 4 },
  potential: { days: 1 },
  silent: { lapsedDays: 90 },
  value: {
    cells: [
      { cell: 'champions', recency: [4, 5], frequencyAndMonetary: [8, 10] },
      { cell: 'new', recency: [4, 5], frequency: [1, 2] },
      { cell: 'loyal', recency: [3, 5] },
      { cell: 'at_risk', recency: [2, 2] },
      { cell: 'cannot_lose', recency: [1, 1], frequencyAndMonetary: [8, 10] },
      { cell: 'lost', recency: [1, 1] },
    ],
    otherwise: 'promising',
  },
};
