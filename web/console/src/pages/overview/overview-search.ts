import { z } from 'zod';

/** What the trend panel can show, and over how many days. */
export const TRENDS = ['active', 'growth', 'contributions', 'health'] as const;
export const RANGES = [28, 91, 182, 364] as const;
export type Trend = (typeof TRENDS)[number];
export type Range = (typeof RANGES)[number];

/** What the overview shows, as its address carries it; what does not fit is dropped. */
export const overviewSearchSchema = z.object({
  asOf: z.iso.date().optional().catch(undefined),
  trend: z.enum(TRENDS).optional().catch(undefined),
  range: z.literal(RANGES).optional().catch(undefined),
});
