import { formatDay, startOfDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import type { AnalysisKind } from '../analysis-kind.ts';
import { inPart, largestParts, partNames } from '../breakdown-parts.ts';
import type { FunnelResult } from '../funnel.contract.ts';
import { share, smallSample } from '../warnings.ts';
import { everybody, funnelPeople, levelRows, type LevelRow } from './funnel.query.ts';

/** How many of those who begin go on, step by step, and how long it takes them. */
export const funnel: AnalysisKind<'funnel'> = {
  kind: 'funnel',

  async run(context, params) {
    const { from, to } = context.range;
    const end = startOfDay(context.today + 1, context.evaluated.community.zone);
    const nobody = { levels: params.steps.map(() => 0), open: 0, medians: [], p90s: [] };
    const all = from > to ? nobody : await everybody(context, params, end);
    const whole = presentSteps(all.levels);
    const broken = params.breakdown && from <= to ? await levelRows(context, params) : [];
    const byPart = Map.groupBy(broken, ({ part }) => part);
    const sizes = new Map([...byPart].map(([key, rows]) => [key, rows.reduce((sum, { people }) => sum + people, 0)]));
    const { keys, warnings } = largestParts(sizes);
    const names = await partNames(context, params.breakdown);
    return {
      from: formatDay(from),
      to: formatDay(Math.max(from, to)),
      parts: [
        { key: null, name: null, ...whole },
        ...keys.map((key) => ({
          key,
          name: names.get(key) ?? null,
          ...presentSteps(levelsOf(byPart.get(key)!, params.steps.length)),
        })),
      ],
      times: params.steps.slice(1).map((_, at) => ({ median: minutes(all.medians[at]), p90: minutes(all.p90s[at]) })),
      open: all.open,
      warnings: [
        ...warnings,
        ...smallSample(whole.steps[0]!.people),
        ...(all.open > 0 ? [{ code: 'windows_open', facts: { people: all.open } }] : []),
      ],
    };
  },

  async people(context, params, { part, step, dropped }) {
    if (step >= params.steps.length || (dropped && step === 0)) {
      throw new BadInput('the funnel has no such place', [
        { where: '/point/step', what: 'is not a step that it can be' },
      ]);
    }
    const level = dropped ? sql`level = ${p.uint(step)}` : sql`level >= ${p.uint(step + 1)}`;
    return sql`(SELECT member_id FROM ${funnelPeople(context, params)} WHERE ${level} AND ${inPart(context, params.breakdown, part)})`;
  },

  table: ({ parts, times }) => ({
    columns: ['part', 'step', 'people', 'of_first', 'of_previous', 'dropped', 'median_minutes', 'p90_minutes'],
    rows: parts.flatMap(({ key, name, steps }) =>
      steps.map((row, at) => {
        const time = key === null ? times[at - 1] : undefined;
        const figures = [row.people, row.ofFirst, row.ofPrevious, row.dropped];
        return [name ?? key ?? '', at + 1, ...figures, time?.median ?? null, time?.p90 ?? null];
      }),
    ),
  }),
};

const minutes = (ms: number | null | undefined): number | null => (typeof ms === 'number' ? ms / 60_000 : null);

/** People by steps done, exactly, out of rows. */
function levelsOf(rows: readonly LevelRow[], steps: number): number[] {
  const levels = new Array<number>(steps).fill(0);
  for (const { level, people } of rows) levels[level - 1] = people;
  return levels;
}

/** Who got at least to each step, out of who got exactly so far. */
function presentSteps(levels: readonly number[]): Pick<FunnelResult['parts'][number], 'steps' | 'conversion'> {
  const atLeast = levels.map((_, at) => levels.slice(at).reduce((sum, people) => sum + people, 0));
  const first = atLeast[0]!;
  return {
    steps: atLeast.map((people, at) => ({
      people,
      ofFirst: share(people, first),
      ofPrevious: at === 0 ? null : share(people, atLeast[at - 1]!),
      dropped: at === 0 ? 0 : atLeast[at - 1]! - people,
    })),
    conversion: share(atLeast.at(-1)!, first),
  };
}
