import { METRIC_FACTS, type MetricKey } from '#modules/insights/metrics.contract.ts';
import type { Effect } from '../library.contract.ts';
import { fitLine, type Line, spreadAt } from './line.ts';

const WEEK_MS = 7 * 86_400_000;

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
  finishedAt === null ? null : new Date(finishedAt.getTime() + reviewWeeks * WEEK_MS).toISOString().slice(0, 10);

/**
 * What became of the metric of a play, beside where it would be had it gone on as in the weeks before, with the range in
 * which 19 of 20 figures would lie that scatter around that line as those weeks did. A comparison of before and after:
 * other things happened meanwhile, too.
 */
export function effectOf(run: RunFigures): Effect {
  const line = fitLine(run.trend);
  const until = run.reviewedAt ?? run.finishedAt;
  const going = line === null || run.before === null || until === null ? UNKNOWN : goingOn(line, run, until);
  return {
    before: run.before,
    end: run.end,
    after: run.after,
    perWeek: line?.slope ?? null,
    ...going,
    verdict: verdictOf(run.metric, run.after ?? run.end, going),
    reviewOn: run.reviewedAt === null ? reviewDay(run) : null,
  };
}

type Going = Pick<Effect, 'expected' | 'low' | 'high'>;
const UNKNOWN: Going = { expected: null, low: null, high: null };

/** Where the metric would be at an instant, within what its unit allows. */
function goingOn(line: Line, { metric, trend, acceptedAt }: RunFigures, until: Date): Going {
  const week = trend.length - 1 + (until.getTime() - acceptedAt.getTime()) / WEEK_MS;
  const value = line.at(week);
  const spread = spreadAt(line, week);
  const { unit } = METRIC_FACTS[metric];
  const least = metric.startsWith('net_') ? -Infinity : 0;
  const most = unit === 'share' && least === 0 ? 1 : unit === 'score' ? 100 : Infinity;
  const within = (figure: number): number => Math.min(most, Math.max(least, figure));
  return { expected: within(value), low: within(value - spread), high: within(value + spread) };
}

/** Floating-point dust on a straight line is no difference. */
const DUST = 1e-9;

function verdictOf(metric: MetricKey, latest: number | null, { low, high }: Going): Effect['verdict'] {
  if (latest === null || low === null || high === null) return 'unknown';
  const dust = DUST * Math.max(1, Math.abs(latest));
  if (latest >= low - dust && latest <= high + dust) return 'usual';
  const { better } = METRIC_FACTS[metric];
  if (better === 'either') return 'changed';
  return latest > high === (better === 'more') ? 'good' : 'bad';
}
