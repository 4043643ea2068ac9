import { formatDay } from '#kernel/calendar.ts';
import { VALUE_CELLS } from '#modules/insights/contract.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import { share, smallSample } from '../warnings.ts';

type GridRow = { recency: number; frequency: number; people: number; monetary: number; amount: number };
type CellRow = { cell: string; people: number; amount: number; days: number; times: number };

/** Who is worth how much: the grid of recency by frequency, and the named cells. */
export const memberValue: AnalysisKind<'member-value'> = {
  kind: 'member-value',

  async run(context) {
    const { basis } = context.evaluated.evaluation.report.members.value;
    const [grid, cells] = await Promise.all([gridRows(context, basis), cellRows(context, basis)]);
    const places = new Map(grid.map((row) => [row.recency * 10 + row.frequency, row]));
    const byCell = new Map(cells.map((row) => [row.cell, row]));
    const people = grid.reduce((sum, row) => sum + (row.recency > 0 ? row.people : 0), 0);
    const amount = cells.reduce((sum, row) => sum + (row.cell === '' ? 0 : row.amount), 0);
    const today = formatDay(context.today);
    return {
      from: today,
      to: today,
      basis,
      people,
      notPlaced: places.get(0)?.people ?? 0,
      grid: [5, 4, 3, 2, 1].flatMap((recency) =>
        [1, 2, 3, 4, 5].map((frequency) => {
          const { people: n = 0, monetary = 0, amount: sum = 0 } = places.get(recency * 10 + frequency) ?? {};
          return { recency, frequency, people: n, monetary: share(monetary, n), amount: share(sum, n) };
        }),
      ),
      cells: VALUE_CELLS.map((cell) => {
        const { people: n = 0, amount: sum = 0, days = 0, times = 0 } = byCell.get(cell) ?? {};
        return {
          cell,
          people: n,
          share: share(n, people),
          amount: sum,
          amountShare: share(sum, amount),
          meanRecencyDays: share(days, n),
          meanFrequency: share(times, n),
        };
      }),
      amount,
      warnings: smallSample(people),
    };
  },

  async people(context, _, point) {
    const where =
      'cell' in point
        ? sql`value_cell = ${p.string(point.cell)}`
        : sql`recency = ${p.uint(point.recency)} AND frequency = ${p.uint(point.frequency)}`;
    return context.states(sql`member_id`, sql`is_member = 1 AND ${where}`);
  },

  table: ({ cells }) => ({
    columns: ['cell', 'people', 'share', 'amount', 'amount_share', 'mean_recency_days', 'mean_frequency'],
    rows: cells.map((row) => [
      row.cell,
      row.people,
      row.share,
      row.amount,
      row.amountShare,
      row.meanRecencyDays,
      row.meanFrequency,
    ]),
  }),
};

type Basis = 'purchases' | 'activity';

/** What M and F are made of, as columns of `member_states`. */
const amountOf = (basis: Basis): Sql => (basis === 'purchases' ? sql`toFloat64(amount)` : sql`toFloat64(weight365)`);
const timesOf = (basis: Basis): Sql => (basis === 'purchases' ? sql`orders` : sql`active_days365`);
const lastOf = (basis: Basis): Sql => (basis === 'purchases' ? sql`last_purchase_day` : sql`last_day`);

const gridRows = (context: AnalysisContext, basis: Basis): Promise<GridRow[]> =>
  context.query<GridRow>(
    'analyses.value_grid',
    sql`SELECT recency, frequency, toFloat64(count()) AS people, toFloat64(sum(monetary)) AS monetary, sum(worth) AS amount
        FROM ${context.states(sql`recency, frequency, monetary, ${amountOf(basis)} AS worth`, sql`is_member = 1`)}
        GROUP BY recency, frequency ORDER BY recency, frequency`,
  );

const cellRows = (context: AnalysisContext, basis: Basis): Promise<CellRow[]> =>
  context.query<CellRow>(
    'analyses.value_cells',
    sql`SELECT toString(value_cell) AS cell, toFloat64(count()) AS people, sum(worth) AS amount,
          toFloat64(sum(toInt64(${p.uint(context.today)}) - last)) AS days, toFloat64(sum(times)) AS times
        FROM ${context.states(
          sql`value_cell, ${amountOf(basis)} AS worth, toUInt16(${lastOf(basis)}) AS last, ${timesOf(basis)} AS times`,
          sql`is_member = 1`,
        )} GROUP BY cell ORDER BY cell`,
  );
