import { formatDay } from '#kernel/calendar.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import type { oracle } from './oracle.ts';

type Expected = ReturnType<typeof oracle>;

/** The figures that both computations give, in one shape, rounded where floating sums may differ in their last digits. */
export function comparable(report: CommunityReport): Record<string, unknown> {
  const part = Object.fromEntries(report.health.parts.map(({ key, score }) => [key, near(score)]));
  delete part.satisfaction;
  return {
    asOf: report.asOf,
    total: report.members.total,
    tiers: report.members.tiers,
    silent: report.members.silent,
    value: { basis: report.members.value.basis, cells: nonZero(report.members.value.cells) },
    dau: report.activity.dau,
    wau: report.activity.wau,
    mau: report.activity.mau,
    stickiness: near(report.activity.stickiness),
    stickinessMedian: near(report.activity.stickinessMedian),
    participation: near(report.activity.participation),
    retention: report.retention.weekly.map(({ cohort, size, retained }) => ({ cohort, size, retained })),
    responsiveness: answers(report.responsiveness),
    newcomers: answers(report.responsiveness.newcomers),
    gini: near(report.concentration.gini),
    health: { score: report.health.score, band: report.health.band, parts: part },
    stage: report.stage.value,
    ties: report.network.ties,
    influence: report.network.leaders.map(({ member, influence }) => [member, near(influence)]),
  };
}

/** The oracle's figures in that shape. Influence is compared for the members whom the report names. */
export function expected(figures: Expected, report: CommunityReport): Record<string, unknown> {
  const { health, responsiveness, value, retention } = figures;
  return {
    asOf: formatDay(figures.day),
    total: figures.total,
    tiers: figures.tiers,
    silent: figures.silent,
    value: { basis: value.basis, cells: nonZero(value.cells) },
    dau: figures.dau,
    wau: figures.wau,
    mau: figures.mau,
    stickiness: near(figures.stickiness),
    stickinessMedian: near(figures.stickinessMedian),
    participation: near(figures.participation),
    retention: retention.map(({ cohort, size, retained }) => ({ cohort, size, retained })),
    responsiveness: answers(responsiveness),
    newcomers: answers(responsiveness.newcomers),
    gini: near(figures.gini),
    health: {
      score: health.score,
      band: health.band,
      parts: Object.fromEntries(Object.entries(health.parts).map(([key, score]) => [key, near(score)])),
    },
    stage: figures.stage,
    ties: figures.ties,
    influence: report.network.leaders.map(({ member }) => [member, near(figures.influence.get(member) ?? null)]),
  };
}

const near = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(7)));

const nonZero = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => a.localeCompare(b)),
  );

const answers = (given: { starts: number; answered24h: number | null; medianMinutes: number | null }): object => ({
  starts: given.starts,
  answered24h: near(given.answered24h),
  medianMinutes: near(given.medianMinutes),
});
