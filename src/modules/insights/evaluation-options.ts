import type { Day } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import type { ManualMerge } from '#modules/events/index.ts';
import type { InsightRules } from './insight-rules.ts';

/** What an evaluation is asked, and what only others know: experts, the team, satisfaction, deliveries. */
export type EvaluationOptions = {
  community: { id: string; key?: string; name: string; zone: string };
  /** T is the end of this local day; without, of the day of the last counting event. */
  asOf?: Day;
  rules?: InsightRules;
  manualMerges?: readonly ManualMerge[];
  /** Members certified as experts by an operator, by id. */
  experts?: readonly string[];
  /** Members who are the team, by id; without, nothing is asked that needs them. */
  team?: readonly string[];
  /** Latest NPS, −100 … 100. */
  nps?: number;
  /** Share of cases closed in time, 0 … 1. */
  casesInTime?: number;
  /** Messages sent by the team in the 28 days before a member's last activity, by member id. */
  sent28?: ReadonlyMap<string, number>;
  /** Whether a fall of MAU is split into its causes in the report; it takes a second look at everybody. */
  diagnose?: boolean;
  onProgress?: (step: EvaluationStep) => void;
  clock?: Clock;
};

/** Steps of an evaluation, in order. */
export const EVALUATION_STEPS = ['members', 'activity', 'network', 'answers', 'words', 'silence', 'states'] as const;
export type EvaluationStep = (typeof EVALUATION_STEPS)[number];
