import { BadInput } from '#kernel/errors.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import type { Interval } from '../common.contract.ts';
import { periodEnd, periodOf } from '../periods.ts';

/** Most cohorts of one analysis: what a heat table can show and a few words of bits can hold. */
const MOST_COHORTS = 120;

/** Which periods a retention looks at: numbers as in `periodOf`. */
export type CohortSpan = {
  readonly interval: Interval;
  /** Period of the first cohort. */
  readonly base: number;
  /** Cohorts from `base` on; 0: the range is empty. */
  readonly cohorts: number;
  readonly ages: number;
  /** The period of today, and its last day that has been. */
  readonly last: number;
  readonly today: number;
};

/** The span of the params. Throws BadInput where the range holds more cohorts than can be shown. */
export function cohortSpan(
  { range, today }: Pick<AnalysisContext, 'range' | 'today'>,
  { interval, ages }: { interval: Interval; ages: number },
): CohortSpan {
  const base = periodOf(interval, range.from);
  const cohorts = range.from > range.to ? 0 : periodOf(interval, range.to) - base + 1;
  if (cohorts > MOST_COHORTS) {
    const what = `holds ${cohorts} cohorts, and at most ${MOST_COHORTS} can be shown: choose a longer interval or fewer days`;
    throw new BadInput(`the range ${what}`, [{ where: '/params/range', what }]);
  }
  return { interval, base, cohorts, ages, last: periodOf(interval, today), today };
}

/** The latest period that has ended. */
export const lastEnded = ({ interval, last, today }: CohortSpan): number =>
  periodEnd(interval, last) === today ? last : last - 1;
