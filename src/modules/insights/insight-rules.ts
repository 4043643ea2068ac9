import { z } from 'zod';
import { DEFAULT_SEGMENT_RULES, segmentRulesSchema } from '#modules/tiers/index.ts';
import { HEALTH_PARTS } from './contract.ts';

/** Points of a piecewise linear scale, ascending in the first; flat outside. */
const scaleSchema = z.array(z.tuple([z.number(), z.number()])).min(2);
const perPart = <T extends z.ZodType>(value: T) => z.record(z.enum(HEALTH_PARTS), value);

/** Everything of an evaluation that a community can change; kept with each snapshot. */
export const insightRulesSchema = z.object({
  segments: segmentRulesSchema,
  health: z.object({
    weights: perPart(z.number().min(0)),
    scales: perPart(scaleSchema),
    neededWeight: z.number(),
    bands: z.object({ thriving: z.number(), healthy: z.number(), strained: z.number() }),
  }),
  stage: z.object({
    declineShare: z.number(),
    collapseShare: z.number(),
    collapsePeak: z.number(),
    trendP: z.number(),
    unknownDays: z.number(),
    unknownContributions: z.number(),
    constructionDays: z.number(),
    constructionOutsideShare: z.number(),
    growthShare: z.number(),
  }),
});

export type InsightRules = z.infer<typeof insightRulesSchema>;

/** The defaults of the product (formulas.md, "Health, 0–100" and "Stage"). */
export const DEFAULT_INSIGHT_RULES: InsightRules = {
  segments: DEFAULT_SEGMENT_RULES,
  health: {
    weights: { stickiness: 20, retention: 25, responsiveness: 20, distribution: 15, net_growth: 10, satisfaction: 10 },
    scales: {
      stickiness: [
        [0.5, 0],
        [1, 60],
        [1.3, 100],
      ],
      retention: [
        [0, 0],
        [0.1, 50],
        [0.3, 100],
      ],
      responsiveness: [
        [0.2, 0],
        [0.6, 60],
        [0.9, 100],
      ],
      distribution: [
        [0.05, 0],
        [0.3, 70],
        [0.5, 100],
      ],
      net_growth: [
        [-0.05, 0],
        [0, 50],
        [0.05, 100],
      ],
      satisfaction: [
        [0, 0],
        [1, 100],
      ],
    },
    neededWeight: 50,
    bands: { thriving: 80, healthy: 60, strained: 40 },
  },
  stage: {
    declineShare: 0.7,
    collapseShare: 0.25,
    collapsePeak: 10,
    trendP: 0.1,
    unknownDays: 14,
    unknownContributions: 20,
    constructionDays: 90,
    constructionOutsideShare: 0.5,
    growthShare: 0.1,
  },
};
