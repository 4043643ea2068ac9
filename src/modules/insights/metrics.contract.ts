import { z } from 'zod';

/**
 * The figures of the report that can be aimed at, watched and compared: one closed list. Names and meanings are in the
 * catalogue of messages (`metrics`, `metricMeanings`) under the key, the letter of each in docs/definitions.md.
 */
export const METRIC_KEYS = [
  'members',
  'joins',
  'leaves',
  'net_joins',
  'net_growth',
  'newcomers',
  'leaders_active',
  'loyal_members',
  'active_members',
  'potential_members',
  'silent_members',
  'silent_share',
  'never_spoke',
  'core_members',
  'paying_members',
  'dau',
  'wau',
  'mau',
  'stickiness',
  'participation',
  'contributions',
  'returning_members',
  'week4_retention',
  'activation',
  'answered_24h',
  'median_minutes',
  'newcomers_answered_24h',
  'newcomers_median_minutes',
  'gini',
  'bus_factor',
  'health',
  'ties',
  'ties_per_member',
  'reciprocity',
  'clustering',
  'isolated_share',
] as const;
export const metricKeySchema = z.enum(METRIC_KEYS);
export type MetricKey = z.infer<typeof metricKeySchema>;

/** people and count are whole numbers, share is 0…1 (net growth may be negative), score 0–100, ratio a plain number. */
export const METRIC_UNITS = ['people', 'count', 'share', 'minutes', 'score', 'ratio'] as const;
export const metricUnitSchema = z.enum(METRIC_UNITS);
export type MetricUnit = z.infer<typeof metricUnitSchema>;

/** Which way is better; `either`: it depends on what one wants. */
export const betterSchema = z.enum(['more', 'less', 'either']);
export type Better = z.infer<typeof betterSchema>;

export type MetricFacts = {
  unit: MetricUnit;
  better: Better;
  /** Heading of docs/definitions.md under which it is defined. */
  definition: 'people' | 'activity' | 'responsiveness' | 'engagement-tier' | 'value' | 'health-and-stage' | 'ties';
  /** How far back each day's figure can be known without a kept evaluation: from the latest report's daily series. */
  daily: boolean;
};

const fact = (
  unit: MetricUnit,
  better: Better,
  definition: MetricFacts['definition'],
  daily: boolean = false,
): MetricFacts => ({ unit, better, definition, daily });

export const METRIC_FACTS: Readonly<Record<MetricKey, MetricFacts>> = {
  members: fact('people', 'more', 'people', true),
  joins: fact('people', 'more', 'people', true),
  leaves: fact('people', 'less', 'people', true),
  net_joins: fact('people', 'more', 'people', true),
  net_growth: fact('share', 'more', 'activity', true),
  newcomers: fact('people', 'either', 'engagement-tier'),
  leaders_active: fact('people', 'more', 'engagement-tier'),
  loyal_members: fact('people', 'more', 'engagement-tier'),
  active_members: fact('people', 'more', 'engagement-tier'),
  potential_members: fact('people', 'either', 'engagement-tier'),
  silent_members: fact('people', 'less', 'engagement-tier'),
  silent_share: fact('share', 'less', 'engagement-tier'),
  never_spoke: fact('people', 'less', 'engagement-tier'),
  core_members: fact('people', 'more', 'engagement-tier'),
  paying_members: fact('people', 'more', 'value'),
  dau: fact('people', 'more', 'activity', true),
  wau: fact('people', 'more', 'activity', true),
  mau: fact('people', 'more', 'activity', true),
  stickiness: fact('share', 'more', 'activity', true),
  participation: fact('share', 'more', 'activity'),
  contributions: fact('count', 'more', 'activity', true),
  returning_members: fact('people', 'more', 'activity', true),
  week4_retention: fact('share', 'more', 'activity', true),
  activation: fact('share', 'more', 'activity'),
  answered_24h: fact('share', 'more', 'responsiveness'),
  median_minutes: fact('minutes', 'less', 'responsiveness'),
  newcomers_answered_24h: fact('share', 'more', 'responsiveness'),
  newcomers_median_minutes: fact('minutes', 'less', 'responsiveness'),
  gini: fact('ratio', 'less', 'activity'),
  bus_factor: fact('people', 'more', 'activity'),
  health: fact('score', 'more', 'health-and-stage'),
  ties: fact('count', 'more', 'ties'),
  ties_per_member: fact('ratio', 'more', 'ties'),
  reciprocity: fact('share', 'more', 'ties'),
  clustering: fact('ratio', 'more', 'ties'),
  isolated_share: fact('share', 'less', 'ties'),
};

/** One day of a series; null: not known that day, never 0 in its place. */
export const metricPointSchema = z.object({ day: z.iso.date(), value: z.number().nullable() });
export type MetricPoint = z.infer<typeof metricPointSchema>;
