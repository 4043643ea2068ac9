import { z } from 'zod';
import { commonParams, count, eventFilterSchema, figure, resultBase } from './common.contract.ts';

/** Longest range of a heatmap. */
export const MAX_HEATMAP_DAYS = 400;

/** Heatmap: what happened by weekday and hour of the community's zone. */
export const heatmapParams = commonParams.extend({
  range: commonParams.shape.range.default({ lastDays: 91 }),
  activity: eventFilterSchema.default({ kinds: [] }).describe('what is counted; any contribution unless said'),
});
export type HeatmapParams = z.infer<typeof heatmapParams>;

const grid = z.array(z.array(count)).describe('[Monday … Sunday][0 … 23 o’clock]');

export const heatmapResult = resultBase.extend({
  timezone: z.string(),
  events: grid,
  people: grid.describe('distinct people in each cell'),
  total: count,
  busiest: z
    .object({ weekday: z.int().min(0).max(6), hour: z.int().min(0).max(23), events: count, timesMean: figure })
    .nullable()
    .describe('the cell with the most; null: nothing happened'),
});
export type HeatmapResult = z.infer<typeof heatmapResult>;

export const heatmapPoint = z.strictObject({
  weekday: z.int().min(0).max(6).nullable().describe('0: Monday; null: any'),
  hour: z.int().min(0).max(23).nullable(),
});
export type HeatmapPoint = z.infer<typeof heatmapPoint>;
