import { formatDay } from '#kernel/calendar.ts';
import { periodLabel, periodStart } from '../periods.ts';
import type { RetentionResult } from '../retention.contract.ts';
import { share } from '../warnings.ts';
import { lastEnded, type CohortSpan } from './cohort-span.ts';
import type { CohortRow } from './cohorts.query.ts';

type Part = RetentionResult['parts'][number];

/** A cohort as it is shown: ages up to the last period that has begun, the last marked where it has not ended. */
export function presentCohort(span: CohortSpan, row: CohortRow): Part['cohorts'][number] {
  const period = span.base + row.cohort;
  const begun = Math.min(span.ages, span.last - period) + 1;
  return {
    cohort: periodLabel(span.interval, period),
    start: formatDay(periodStart(span.interval, period)),
    size: row.size,
    retained: row.retained.slice(0, begun),
    unbounded: row.unbounded.slice(0, begun),
    unfinished: period + begun - 1 > lastEnded(span),
  };
}

/** All cohorts pooled, by age: at each age only the cohorts for which that period has ended. */
export function curveOf(span: CohortSpan, rows: readonly CohortRow[]): Part['curve'] {
  const ended = lastEnded(span);
  return Array.from({ length: span.ages + 1 }, (_, age) => {
    const old = rows.filter(({ cohort }) => span.base + cohort + age <= ended);
    const sum = (figure: (row: CohortRow) => number): number => old.reduce((all, row) => all + figure(row), 0);
    const people = sum(({ size }) => size);
    const retained = sum((row) => row.retained[age]!);
    const unbounded = sum((row) => row.unbounded[age]!);
    return { people, retained, rate: share(retained, people), unbounded, unboundedRate: share(unbounded, people) };
  });
}
