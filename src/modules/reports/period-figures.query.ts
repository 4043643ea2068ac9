import { memberDays, readColumns, type PeopleFrame } from '#modules/insights/index.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { periodBefore, type Period } from './period.ts';

/** What is counted over the days of a period. */
export type PeriodFigures = {
  /** Distinct people with a contribution: those for whom it was the first ever, those active in the period before, too, the rest. */
  active: { new: number; retained: number; returning: number };
  contributions: number;
  messages: number;
  purchases: number;
  /** Purchases less refunds. */
  amount: number;
};

const NAMES = ['new', 'retained', 'returning', 'contributions', 'messages', 'purchases', 'amount'] as const;

/** What happened in a period and in the one before it, in one pass over the roll-up. */
export async function periodFigures(
  frame: PeopleFrame,
  period: Period,
): Promise<{ now: PeriodFigures; before: PeriodFigures }> {
  const periods = [period, periodBefore(period), periodBefore(periodBefore(period))] as const;
  const found = await readColumns(
    frame,
    'reports.period_figures',
    sql`SELECT ${joinSql([0, 1].map((k) => totals(k, periods[k]!)))}
        FROM (
          SELECT member_id, minIf(day, contributions > 0) AS first_day, ${joinSql(periods.map(sumsOf))}
          FROM ${memberDays(frame, { columns: ['day', 'contributions', 'messages', 'purchases', 'amount'] })}
          GROUP BY member_id)`,
  );
  const of = (k: number): PeriodFigures => {
    const [fresh, retained, returning, contributions, messages, purchases, amount] = NAMES.map((name) =>
      Number(found.column(`${name}${k}`)[0]),
    ) as [number, number, number, number, number, number, number];
    return { active: { new: fresh, retained, returning }, contributions, messages, purchases, amount };
  };
  return { now: of(0), before: of(1) };
}

const name = (text: string, k: number): Sql => sql`${p.identifier(`${text}${k}`)}`;

function sumsOf({ first, last }: Period, k: number): Sql {
  const within = sql`day BETWEEN ${p.day(first)} AND ${p.day(last)}`;
  return sql`sumIf(contributions, ${within}) AS ${name('act', k)}, sumIf(messages, ${within}) AS ${name('said', k)},
            sumIf(purchases, ${within}) AS ${name('bought', k)}, sumIf(amount, ${within}) AS ${name('paid', k)}`;
}

function totals(k: number, { first }: Period): Sql {
  const [now, before] = [sql`${name('act', k)} > 0`, sql`${name('act', k + 1)} > 0`];
  const fresh = sql`first_day >= ${p.day(first)}`;
  return sql`toFloat64(countIf(${now} AND ${fresh})) AS ${name('new', k)},
          toFloat64(countIf(${now} AND ${before})) AS ${name('retained', k)},
          toFloat64(countIf(${now} AND NOT ${fresh} AND NOT (${before}))) AS ${name('returning', k)},
          toFloat64(sum(${name('act', k)})) AS ${name('contributions', k)},
          toFloat64(sum(${name('said', k)})) AS ${name('messages', k)},
          toFloat64(sum(${name('bought', k)})) AS ${name('purchases', k)},
          sum(${name('paid', k)}) AS ${name('amount', k)}`;
}
