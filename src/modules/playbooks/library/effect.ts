import { boundsOf, forecast, type Forecast } from '#kernel/forecast.ts';
import { METRIC_FACTS, type MetricKey } from '#modules/insights/metrics.contract.ts';
import type { Effect } from '../library.contract.ts';

const DAY_MS = 86_400_000;

export type RunFigures = {
  metric: MetricKey;
  acceptedAt: Date;
  finishedAt: Date | null;
  reviewedAt: Date | null;
  reviewWeeks: number;
  /** Week by week before the play began, the last one when it did; null where unknown. */
  trend: readonly (number | null)[];
  before: number | null;
  end: number | null;
  after: number | null;
};

/** The day on which a finished play is looked at again. */
export const reviewDay = ({ finishedAt, reviewWeeks }: Pick<RunFigures, 'finishedAt' | 'reviewWeeks'>): string | null =>
  finishedAt === null ? null : new Date(finishedAt.getTime() + reviewWeeks * 7 * DAY_MS).toISOString().slice(0, 10);

/**
 * What became of the metric of a play, beside where it would be had it gone on as in the weeks before: the forecast of
 * objectives, from those weeks, with the range that holds 19 times of 20. A comparison of before and after: other things
 * happened meanwhile, too.
 */
export function effectOf(run: RunFigures): Effect {
  const until = run.reviewedAt ?? run.finishedAt;
  const { perWeek, going } = trendOf(run, until);
  return {
    before: run.before,
    end: run.end,
    after: run.after,
    perWeek,
    expected: going?.middle ?? null,
    low: going?.low ?? null,
    high: going?.high ?? null,
    verdict: verdictOf(run.metric, run.after ?? run.end, going),
    reviewOn: run.reviewedAt === null ? reviewDay(run) : null,
  };
}

type Trend = { perWeek: number | null; going?: Forecast };

/**
 * How a metric moved a week before, and where it would be at an instant had it gone on so; not known where too few weeks
 * are, nor where it could not have gone on: people cannot become fewer than none.
 */
function trendOf({ metric, trend, before, acceptedAt }: RunFigures, until: Date | null): Trend {
  if (before === null) return { perWeek: null };
  const start = Math.floor(acceptedAt.getTime() / DAY_MS);
  const series = trend.flatMap((value, week) =>
    value === null ? [] : [{ day: start - 7 * (trend.length - 1 - week), value }],
  );
  const bounds = boundsOf(METRIC_FACTS[metric].unit, metric.startsWith('net_'));
  const going = forecast(series, Math.floor((until ?? acceptedAt).getTime() / DAY_MS), bounds, '95 %');
  if (going === undefined) return { perWeek: null };
  const { middle, perWeek } = going;
  const ended = (middle <= bounds.least && perWeek < 0) || (middle >= bounds.most && perWeek > 0);
  return until === null || ended ? { perWeek } : { perWeek, going };
}

/** Floating-point dust on a straight line is no difference. */
const DUST = 1e-9;

function verdictOf(metric: MetricKey, latest: number | null, going: Forecast | undefined): Effect['verdict'] {
  if (latest === null || going === undefined) return 'unknown';
  const dust = DUST * Math.max(1, Math.abs(latest));
  if (latest >= going.low - dust && latest <= going.high + dust) return 'usual';
  const { better } = METRIC_FACTS[metric];
  if (better === 'either') return 'changed';
  return latest > going.high === (better === 'more') ? 'good' : 'bad';
}
