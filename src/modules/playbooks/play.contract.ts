import { z } from 'zod';
import { COMMUNITY_TYPES } from '#modules/communities/contract.ts';
import { STAGES } from '#modules/insights/contract.ts';
import { MAU_PARTS } from '#modules/insights/mau-change.contract.ts';
import { metricKeySchema } from '#modules/insights/metrics.contract.ts';
import { playFigureSchema } from './play-figures.contract.ts';

export const COMPARISONS = ['>=', '<=', '<', '>'] as const;

const comparisonSchema = z.strictObject({
  figure: playFigureSchema,
  comparison: z.enum(COMPARISONS),
  than: z.number().min(-1_000_000_000).max(1_000_000_000),
});
export type FigureCondition = z.infer<typeof comparisonSchema>;

/** One condition of a situation: a figure against a number, or any of several. */
export const playConditionSchema = z.union([
  comparisonSchema,
  z.strictObject({ anyOf: z.array(comparisonSchema).min(2).max(6) }),
]);
export type PlayCondition = z.infer<typeof playConditionSchema>;

/**
 * When a play is proposed: in one of the stages, in a community of one of the types (none named: any), and when every
 * condition holds. A figure, type or stage that is not known does not hold.
 */
export const situationSchema = z.object({
  stages: z.array(z.enum(STAGES)).max(5),
  types: z.array(z.enum(COMMUNITY_TYPES)).max(3),
  when: z.array(playConditionSchema).max(12),
});
export type Situation = z.infer<typeof situationSchema>;

const text = (most: number) => z.string().trim().max(most);

/** What people read of a play. `why` may name figures as `{{figure}}` or `{{figure, percent}}`. */
export const playWordsSchema = z.object({
  name: text(80).min(1),
  how: text(400),
  why: text(400),
  steps: z.array(text(300).min(1)).min(1).max(12),
  effect: text(400),
});
export type PlayWords = z.infer<typeof playWordsSchema>;

export const reviewWeeksSchema = z.int().min(1).max(12).describe('weeks after its end at which its effect is measured');
export { metricKeySchema };

/** What a fall of MAU can come from: the parts of the diagnosis, and what stands out beside them. */
export const REVIVAL_CAUSES = [...MAU_PARTS, 'one_group', 'one_tier', 'leader_gone'] as const;
export type RevivalCause = (typeof REVIVAL_CAUSES)[number];
