import { formatDay, parseDay } from '#kernel/calendar.ts';
import type { AnalysisKind } from '../analysis-kind.ts';
import { largestParts, partNames } from '../breakdown-parts.ts';
import { smallSample } from '../warnings.ts';
import { cohortPeople, cohortRows, type CohortRow } from './cohorts.query.ts';
import { cohortSpan } from './cohort-span.ts';
import { curveOf, presentCohort } from './present-cohorts.ts';

/** How many of those who began come back, by when they began. */
export const retention: AnalysisKind<'retention'> = {
  kind: 'retention',

  async run(context, params) {
    const span = cohortSpan(context, params);
    const rows = span.cohorts > 0 ? await cohortRows(context, params, span) : [];
    const byPart = Map.groupBy(rows, ({ part }) => part);
    if (!params.breakdown) byPart.set('', rows);
    const size = (of: readonly CohortRow[]): number => of.reduce((sum, row) => sum + row.size, 0);
    const { keys, warnings } = largestParts(new Map([...byPart].map(([key, of]) => [key, size(of)])));
    const names = await partNames(context, params.breakdown);
    return {
      from: formatDay(context.range.from),
      to: formatDay(Math.max(context.range.from, context.range.to)),
      interval: params.interval,
      parts: keys.map((key) => {
        const own = byPart.get(key)!;
        return {
          key: params.breakdown ? key : null,
          name: names.get(key) ?? null,
          cohorts: own.map((row) => presentCohort(span, row)),
          curve: curveOf(span, own),
        };
      }),
      warnings: [...warnings, ...smallSample(size(byPart.get(keys[0] ?? '') ?? []))],
    };
  },

  async people(context, params, point) {
    const span = cohortSpan(context, params);
    const start = point.cohort === null ? undefined : parseDay(point.cohort);
    return cohortPeople(context, params, span, { ...point, start });
  },

  table({ parts, interval }) {
    const ages = Math.max(0, ...parts.flatMap(({ cohorts }) => cohorts.map(({ retained }) => retained.length)));
    const numbered = (name: string): string[] => Array.from({ length: ages }, (_, k) => `${name}_${interval}_${k}`);
    return {
      columns: ['part', 'cohort', 'start', 'people', ...numbered('retained'), ...numbered('unbounded'), 'unfinished'],
      rows: parts.flatMap(({ key, name, cohorts }) =>
        cohorts.map((row) => {
          const filled = (list: readonly number[]) => Array.from({ length: ages }, (_, k) => list[k] ?? null);
          const figures = [...filled(row.retained), ...filled(row.unbounded), row.unfinished ? 1 : 0];
          return [name ?? key ?? '', row.cohort, row.start, row.size, ...figures];
        }),
      ),
    };
  },
};
