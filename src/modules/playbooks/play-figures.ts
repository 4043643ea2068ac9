import type { CommunityReport } from '#modules/insights/contract.ts';

/** What plays look at: the report without the plays. */
export type PlaySituation = Omit<CommunityReport, 'plays'>;

const part = (report: PlaySituation, key: string): number | null =>
  report.health.parts.find((each) => each.key === key)?.score ?? null;
const share = (count: number, of: number): number | null => (of === 0 ? null : count / of);

/** Figures that rules and reasons of plays may name; null where the figure is not known. */
export const PLAY_FIGURES = {
  members: (r) => r.members.total,
  joins_28: (r) => r.members.joins28,
  leaves_28: (r) => r.members.leaves28,
  net_joins_28: (r) => r.members.joins28 - r.members.leaves28,
  newcomers: (r) => r.members.tiers.newcomer,
  leaders: (r) => r.members.tiers.leader,
  loyal: (r) => r.members.tiers.loyal,
  active: (r) => r.members.tiers.active,
  potential: (r) => r.members.tiers.potential,
  potential_share: (r) => share(r.members.tiers.potential, r.members.total),
  silent_share: (r) => share(r.members.tiers.silent, r.members.total),
  lapsed: (r) => r.members.silent.lapsed,
  never_spoke: (r) => r.members.silent.never_spoke,
  never_spoke_share: (r) => share(r.members.silent.never_spoke, r.members.total),
  wakeable: (r) => r.wake.length,
  buyers_at_risk: (r) =>
    r.members.value.basis === 'purchases' ? r.members.value.cells.at_risk + r.members.value.cells.cannot_lose : 0,
  paying: (r) => r.members.value.paying,
  mau: (r) => r.activity.mau,
  wau: (r) => r.activity.wau,
  dau: (r) => r.activity.dau,
  highest_mau: (r) => Math.max(0, ...r.activity.daily.map((day) => day.mau)),
  participation: (r) => r.activity.participation,
  stickiness_score: (r) => part(r, 'stickiness'),
  contributions_28: (r) => r.activity.contributions28,
  peak_hour: (r) => r.activity.busiestHours[0]?.hour ?? null,
  peak_share: (r) => r.activity.busiestHours[0]?.share ?? null,
  /** Contributions of the busiest hour of the day ÷ the mean of all 24. */
  peak_over_mean: (r) => (r.activity.busiestHours[0] ? r.activity.busiestHours[0].share * 24 : null),
  week4_retention: (r) => r.retention.week4.rate,
  week4_people: (r) => r.retention.week4.size,
  activation: (r) => r.activation.rate,
  joiners: (r) => r.activation.joiners,
  not_activated: (r) => r.activation.joiners - r.activation.activated,
  starts: (r) => r.responsiveness.starts,
  answered: (r) => r.responsiveness.answered24h,
  median_minutes: (r) => r.responsiveness.medianMinutes,
  newcomer_starts: (r) => r.responsiveness.newcomers.starts,
  newcomers_answered: (r) => r.responsiveness.newcomers.answered24h,
  bus_factor: (r) => r.concentration.busFactor,
  bus_share: (r) =>
    r.concentration.busFactor === null ? null : share(r.concentration.busFactor, r.concentration.activeMembers),
  active_members: (r) => r.concentration.activeMembers,
  isolated_share: (r) => r.network.isolatedShare,
  reciprocity: (r) => r.network.reciprocity,
  health: (r) => r.health.score,
} as const satisfies Record<string, (report: PlaySituation) => number | null>;

export type PlayFigure = keyof typeof PLAY_FIGURES;

/** The value of a figure in a report; null where it is not known. */
export const playFigure = (figure: PlayFigure, report: PlaySituation): number | null => PLAY_FIGURES[figure](report);
