import { formatDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import { eventCondition } from '../event-filter.ts';
import { MAX_HEATMAP_DAYS, type HeatmapParams, type HeatmapResult } from '../heatmap.contract.ts';
import { smallSample } from '../warnings.ts';
import { localHour } from './local-cells.ts';

const CELLS = 7 * 24;

/** When things happen: weekday by hour. */
export const heatmap: AnalysisKind<'heatmap'> = {
  kind: 'heatmap',

  async run(context, params) {
    const { range } = context;
    const found = range.from > range.to ? [] : await cells(context, params);
    const [everybody] = found.filter(({ place }) => place === CELLS);
    const grid = (figure: (row: Row) => number): number[][] => {
      const flat = new Array<number>(CELLS).fill(0);
      for (const row of found) if (row.place < CELLS) flat[row.place] = figure(row);
      return Array.from({ length: 7 }, (_, weekday) => flat.slice(weekday * 24, weekday * 24 + 24));
    };
    const events = grid((row) => row.events);
    return {
      from: formatDay(range.from),
      to: formatDay(Math.max(range.from, range.to)),
      timezone: context.evaluated.community.zone,
      events,
      people: grid((row) => row.people),
      total: everybody?.events ?? 0,
      busiest: busiestOf(events),
      warnings: smallSample(everybody?.people ?? 0),
    };
  },

  async people(context, params, { weekday, hour }) {
    const where = [
      ...(weekday === null ? [] : [sql`intDiv(cell, 24) = ${p.uint(weekday)}`]),
      ...(hour === null ? [] : [sql`cell % 24 = ${p.uint(hour)}`]),
      sql`1`,
    ];
    return sql`(SELECT DISTINCT member_id FROM ${celled(context, params)} WHERE ${joinSql(where, sql` AND `)})`;
  },

  table: ({ events, people }) => ({
    columns: ['weekday', 'hour', 'events', 'people'],
    rows: events.flatMap((hours, weekday) => hours.map((n, hour) => [weekday + 1, hour, n, people[weekday]![hour]!])),
  }),
};

type Row = { place: number; events: number; people: number };

/** Events of the range with the cell of each. Throws BadInput for a range longer than is looked at. */
function celled(context: AnalysisContext, { activity }: HeatmapParams): Sql {
  const { range, evaluated } = context;
  if (range.to - range.from >= MAX_HEATMAP_DAYS) {
    const what = `is longer than ${MAX_HEATMAP_DAYS} days`;
    throw new BadInput(`the range ${what}`, [{ where: '/params/range', what }]);
  }
  const hour = localHour(sql`at`, { zone: evaluated.community.zone, ...range });
  const rows = context.events({ columns: ['at'], ...range, where: eventCondition(activity) });
  return sql`(SELECT member_id, toUInt16(((intDiv(hours, 24) + 3) % 7) * 24 + hours % 24) AS cell
    FROM (SELECT member_id, ${hour} AS hours FROM ${rows}))`;
}

/** Events and people of each cell, and of all together as one cell more. */
const cells = (context: AnalysisContext, params: HeatmapParams): Promise<Row[]> =>
  context.query<Row>(
    'analyses.heatmap',
    sql`SELECT if(grouping(cell) = 1, toUInt16(${p.uint(CELLS)}), cell) AS place, toFloat64(count()) AS events, toFloat64(uniqExact(member_id)) AS people
        FROM ${celled(context, params)} GROUP BY GROUPING SETS ((cell), ())`,
  );

function busiestOf(events: readonly (readonly number[])[]): HeatmapResult['busiest'] {
  const all = events.flatMap((hours, weekday) => hours.map((n, hour) => ({ weekday, hour, events: n })));
  const most = all.reduce((best, cell) => (cell.events > best.events ? cell : best));
  if (most.events === 0) return null;
  const total = all.reduce((sum, cell) => sum + cell.events, 0);
  return { ...most, timesMean: most.events / (total / CELLS) };
}
