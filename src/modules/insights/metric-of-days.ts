import { isoWeek, mondayOf, parseDay, type Day } from '#kernel/calendar.ts';
import type { CommunityReport } from './contract.ts';
import type { MetricKey, MetricPoint } from './metrics.contract.ts';

type Row = CommunityReport['activity']['daily'][number];
type Daily = readonly Row[];

const MONTH = 28;
const POOLED_COHORTS = 8;
const POOLED_WEEK = 4;

/**
 * The days of a metric that a report knows from its own daily series and weekly cohorts, by the report's definitions
 * and with what is known at its T; days ascending. Empty for metrics that need a whole evaluation a day. Days whose
 * window of 28 days begins before the series do not come, unless the series begins with the community's first event.
 */
export function dailyMetric(key: MetricKey, report: CommunityReport): MetricPoint[] {
  const { daily } = report.activity;
  if (daily.length === 0) return [];
  const whole = daily[0]!.day === report.events.first;
  const each = (of: (row: Row, at: number) => number | null, from = 0): MetricPoint[] =>
    daily.slice(from).map((row, at) => ({ day: row.day, value: of(row, at + from) }));
  const windowed = (of: (row: Row, at: number) => number | null) => each(of, whole ? 0 : MONTH - 1);
  switch (key) {
    case 'dau':
      return each(({ dau }) => dau);
    case 'wau':
      return each(({ wau }) => wau ?? null);
    case 'mau':
      return each(({ mau }) => mau);
    case 'contributions':
      return windowed((_, at) => sumTo(daily, at, ({ contributions }) => contributions));
    case 'stickiness':
      return windowed(({ mau }, at) => (mau === 0 ? null : sumTo(daily, at, ({ dau }) => dau)! / MONTH / mau));
    case 'returning_members':
      return returning(report);
    case 'week4_retention':
      return week4(report);
    default:
      return growth(key, report, windowed);
  }
}

/** The sum of the 28 days that end at a row; null when one of them is not known. */
function sumTo(daily: Daily, at: number, of: (row: Row) => number | undefined): number | null {
  let sum = 0;
  for (let k = Math.max(0, at - MONTH + 1); k <= at; k++) {
    const value = of(daily[k]!);
    if (value === undefined) return null;
    sum += value;
  }
  return sum;
}

function growth(
  key: MetricKey,
  report: CommunityReport,
  windowed: (of: (row: Row, at: number) => number | null) => MetricPoint[],
): MetricPoint[] {
  const { daily } = report.activity;
  const joins = (at: number) => sumTo(daily, at, (row) => row.joins);
  const leaves = (at: number) => sumTo(daily, at, (row) => row.leaves);
  const members = membersByDay(report);
  const net = (at: number): number | null => {
    const [came, went] = [joins(at), leaves(at)];
    return came === null || went === null ? null : came - went;
  };
  if (key === 'members') return daily.map(({ day }, at) => ({ day, value: members[at] ?? null }));
  if (key === 'joins') return windowed((_, at) => joins(at));
  if (key === 'leaves') return windowed((_, at) => leaves(at));
  if (key === 'net_joins') return windowed((_, at) => net(at));
  if (key !== 'net_growth') return [];
  return windowed((_, at) => {
    const [change, before] = [net(at), at - MONTH < 0 ? 0 : members[at - MONTH]];
    return change === null || !before ? null : change / before;
  });
}

/** Members at the end of each day, counted back from today's by who joined and who left for good since. */
function membersByDay({ activity: { daily }, members }: CommunityReport): (number | undefined)[] {
  const found: (number | undefined)[] = Array.from({ length: daily.length });
  let total: number | undefined = members.total;
  for (let at = daily.length - 1; at >= 0; at--) {
    found[at] = total;
    const { joins, leaves } = daily[at]!;
    total = total === undefined || joins === undefined || leaves === undefined ? undefined : total - joins + leaves;
  }
  return found;
}

/** Those who returned in the last whole week, on each day from its Sunday to the next Saturday. */
function returning({ activity: { daily, weekly } }: CommunityReport): MetricPoint[] {
  const byWeek = new Map(weekly.map(({ week, returning: people }) => [week, people]));
  return daily.map(({ day }) => {
    const lastWhole = mondayOf(parseDay(day)! + 1) - 7;
    return { day, value: byWeek.get(isoWeek(lastWhole)) ?? null };
  });
}

/** Pooled week-4 retention as it stood on each day: it changes when a week ends. */
function week4({ activity: { daily }, retention }: CommunityReport): MetricPoint[] {
  const cohorts = retention.weekly.map(({ cohort, size, retained }) => ({
    monday: mondayOfWeek(cohort),
    size,
    retained,
  }));
  const known = new Map<Day, number | null>();
  return daily.map(({ day }) => {
    const lastMonday = mondayOf(parseDay(day)! + 1) - 7;
    if (!known.has(lastMonday)) known.set(lastMonday, pooled(cohorts, lastMonday));
    return { day, value: known.get(lastMonday)! };
  });
}

type CohortRow = { monday: Day; size: number; retained: number[] };

/** As `pooledWeek4` of figures/weekly-figures.ts, at the end of the week that begins on `lastMonday`. */
function pooled(cohorts: readonly CohortRow[], lastMonday: Day): number | null {
  let [retained, size, used] = [0, 0, 0];
  for (let at = cohorts.length - 1; at >= 0 && used < POOLED_COHORTS; at--) {
    const cohort = cohorts[at]!;
    if (cohort.monday + 7 * POOLED_WEEK > lastMonday) continue;
    retained += cohort.retained[POOLED_WEEK] ?? 0;
    size += cohort.size;
    used += 1;
  }
  return size === 0 ? null : retained / size;
}

/** The Monday of `2026-W48`: the week that has the 4th of January is the first. */
function mondayOfWeek(week: string): Day {
  const january4 = parseDay(`${week.slice(0, 4)}-01-04`)!;
  return mondayOf(january4) + 7 * (Number(week.slice(6)) - 1);
}
