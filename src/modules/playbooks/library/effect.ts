import type { Effect } from '../library.contract.ts';

const WEEK_MS = 7 * 86_400_000;
/** Fewer weeks than that tell no direction. */
const LEAST_WEEKS = 4;

/** Slope a week of a series with gaps, by least squares; null with fewer than four known weeks. */
export function slopeOf(trend: readonly (number | null)[]): number | null {
  const known = trend.flatMap((value, week) => (value === null ? [] : [{ week, value }]));
  if (known.length < LEAST_WEEKS) return null;
  const mean = (of: (one: (typeof known)[number]) => number): number =>
    known.reduce((sum, one) => sum + of(one), 0) / known.length;
  const [x, y] = [mean(({ week }) => week), mean(({ value }) => value)];
  const spread = known.reduce((sum, { week }) => sum + (week - x) ** 2, 0);
  return known.reduce((sum, { week, value }) => sum + (week - x) * (value - y), 0) / spread;
}

export type RunFigures = {
  acceptedAt: Date;
  finishedAt: Date | null;
  reviewedAt: Date | null;
  reviewWeeks: number;
  trend: readonly (number | null)[];
  before: number | null;
  end: number | null;
  after: number | null;
};

/** The day on which a finished play is looked at again. */
export const reviewDay = ({ finishedAt, reviewWeeks }: Pick<RunFigures, 'finishedAt' | 'reviewWeeks'>): string | null =>
  finishedAt === null ? null : new Date(finishedAt.getTime() + reviewWeeks * WEEK_MS).toISOString().slice(0, 10);

/**
 * What became of the metric of a play, beside where it would be had it gone on as in the weeks before. A comparison of
 * before and after: other things happened meanwhile, too.
 */
export function effectOf(run: RunFigures): Effect {
  const perWeek = slopeOf(run.trend);
  const until = run.reviewedAt ?? run.finishedAt;
  const weeks = until === null ? 0 : (until.getTime() - run.acceptedAt.getTime()) / WEEK_MS;
  return {
    before: run.before,
    end: run.end,
    after: run.after,
    perWeek,
    expected: perWeek === null || run.before === null || until === null ? null : run.before + perWeek * weeks,
    reviewOn: run.reviewedAt === null ? reviewDay(run) : null,
  };
}
