import { sql } from 'kysely';
import { formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { CommunityReport } from './contract.ts';
import { findOptionalLatest } from './evaluation-store.ts';
import { dailyMetric } from './metric-of-days.ts';
import { METRIC_FACTS, METRIC_KEYS, type MetricFacts, type MetricKey, type MetricPoint } from './metrics.contract.ts';

/** What metrics read of a report: all but its long lists, so that a year of reports is read at once. */
export type MetricReport = Pick<
  CommunityReport,
  'members' | 'activation' | 'responsiveness' | 'concentration' | 'health'
> & {
  asOf: string;
  activity: Pick<
    CommunityReport['activity'],
    'dau' | 'wau' | 'mau' | 'stickiness' | 'participation' | 'contributions28'
  > & { weekly: CommunityReport['activity']['weekly'] };
  retention: Pick<CommunityReport['retention'], 'week4'>;
  network: Omit<CommunityReport['network'], 'leaders'>;
};

export type Metric = MetricFacts & {
  key: MetricKey;
  /** The figure in a report; null where the report does not know it. */
  of(report: MetricReport): number | null;
};

const OF: Readonly<Record<MetricKey, Metric['of']>> = {
  members: (r) => r.members.total,
  joins: (r) => r.members.joins28,
  leaves: (r) => r.members.leaves28,
  net_joins: (r) => r.members.joins28 - r.members.leaves28,
  net_growth: (r) => r.health.parts.find(({ key }) => key === 'net_growth')?.raw ?? null,
  newcomers: (r) => r.members.tiers.newcomer,
  leaders_active: (r) => r.members.tiers.leader,
  loyal_members: (r) => r.members.tiers.loyal,
  active_members: (r) => r.members.tiers.active,
  potential_members: (r) => r.members.tiers.potential,
  silent_members: (r) => r.members.tiers.silent,
  silent_share: (r) => (r.members.total === 0 ? null : r.members.tiers.silent / r.members.total),
  never_spoke: (r) => r.members.silent.never_spoke,
  core_members: (r) => r.members.activity.core,
  paying_members: (r) => (r.members.value.basis === 'purchases' ? r.members.value.paying : null),
  dau: (r) => r.activity.dau,
  wau: (r) => r.activity.wau,
  mau: (r) => r.activity.mau,
  stickiness: (r) => r.activity.stickiness,
  participation: (r) => r.activity.participation,
  contributions: (r) => r.activity.contributions28,
  returning_members: (r) => r.activity.weekly.findLast(({ complete }) => complete)?.returning ?? null,
  week4_retention: (r) => r.retention.week4.rate,
  activation: (r) => r.activation.rate,
  answered_24h: (r) => r.responsiveness.answered24h,
  median_minutes: (r) => r.responsiveness.medianMinutes,
  newcomers_answered_24h: (r) => r.responsiveness.newcomers.answered24h,
  newcomers_median_minutes: (r) => r.responsiveness.newcomers.medianMinutes,
  gini: (r) => r.concentration.gini,
  bus_factor: (r) => r.concentration.busFactor,
  health: (r) => r.health.score,
  ties: (r) => r.network.ties,
  ties_per_member: (r) => r.network.medianTies,
  reciprocity: (r) => r.network.reciprocity,
  clustering: (r) => r.network.clustering,
  isolated_share: (r) => r.network.isolatedShare,
};

/** Every metric by its key. */
export const METRICS = Object.fromEntries(
  METRIC_KEYS.map((key) => [key, { key, ...METRIC_FACTS[key], of: OF[key] }]),
) as Readonly<Record<MetricKey, Metric>>;

/** Days as `YYYY-MM-DD`, both included. */
export type MetricSpan = { from: string; to: string };

/**
 * A metric day by day, days ascending, one figure a day and null where nothing is known. What the log tells of every
 * day (`daily`) is taken from the series of the latest report, so that all days speak of what is known now; everything
 * else, and what lies before that series, from the latest evaluation kept of each day.
 */
export async function metricSeries(
  { database }: { database: Database },
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  key: MetricKey,
  span: MetricSpan,
): Promise<MetricPoint[]> {
  const found = await database.inWorkspace(workspaceId, (tx) => metricSeriesIn(tx, communityId, [key], span));
  return found.get(key)!;
}

/** As `metricSeries` of several metrics at once, within a transaction. */
export async function metricSeriesIn(
  tx: Tx,
  communityId: string,
  keys: readonly MetricKey[],
  { from, to }: MetricSpan,
): Promise<Map<MetricKey, MetricPoint[]>> {
  const all = days(parseDay(from)!, parseDay(to)!);
  const reports = keys.length === 0 ? [] : await keptReports(tx, communityId, { from, to });
  const latest = keys.length === 0 ? undefined : await findOptionalLatest(tx, communityId);
  return new Map(
    keys.map((key) => {
      const metric = METRICS[key];
      const values = new Map(reports.map((report) => [report.asOf, metric.of(report)]));
      if (metric.daily) {
        for (const { day, value } of latest ? dailyMetric(key, latest.report) : [])
          if (value !== null || !values.has(day)) values.set(day, value);
        if (latest) values.set(latest.asOf, metric.of(latest.report));
      }
      return [key, all.map((day) => ({ day, value: values.get(day) ?? null }))];
    }),
  );
}

const days = (from: Day, to: Day): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => formatDay(from + index));

/** The reports kept of days in a span without their long lists: the latest one of each day. */
async function keptReports(tx: Tx, communityId: string, { from, to }: MetricSpan): Promise<MetricReport[]> {
  const { rows } = await sql<{ report: MetricReport }>`
    SELECT jsonb_build_object(
      'asOf', report->'asOf', 'members', report->'members', 'activation', report->'activation',
      'responsiveness', report->'responsiveness', 'concentration', report->'concentration', 'health', report->'health',
      'activity', (report->'activity') - '{daily,heatmap,busiestHours,weekly}'::text[]
        || jsonb_build_object('weekly', jsonb_path_query_array(report, '$.activity.weekly[last - 1 to last]')),
      'retention', jsonb_build_object('week4', report->'retention'->'week4'),
      'network', (report->'network') - 'leaders'
    ) AS report
    FROM (
      SELECT DISTINCT ON (as_of) as_of, report FROM evaluations
      WHERE community_id = ${communityId} AND as_of BETWEEN ${from}::date AND ${to}::date
      ORDER BY as_of, evaluated_at DESC
    ) AS latest ORDER BY as_of
  `.execute(tx);
  return rows.map(({ report }) => report);
}

/** What a report says, metric by metric. */
export const metricsOf = (report: CommunityReport): Record<MetricKey, number | null> =>
  Object.fromEntries(METRIC_KEYS.map((key) => [key, OF[key](report)])) as Record<MetricKey, number | null>;

/** The day of the latest evaluation of the present; null before the first. */
export async function latestEvaluatedDay(tx: Tx, communityId: string): Promise<string | null> {
  const { rows } = await sql<{ day: string }>`
    SELECT as_of AS day FROM evaluations WHERE community_id = ${communityId} AND current
    ORDER BY evaluated_at DESC LIMIT 1
  `.execute(tx);
  return rows[0]?.day ?? null;
}
