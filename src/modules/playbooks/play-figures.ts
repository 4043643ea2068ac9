import { parseDay } from '#kernel/calendar.ts';
import type { Community } from '#modules/communities/contract.ts';
import type { SetUpPart } from '#modules/communities/profile.contract.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import type { PlayFigure } from './play-figures.contract.ts';

export type { PlayFigure } from './play-figures.contract.ts';

/**
 * What plays look at: the report without the plays, and what the community says of itself where that is known; a
 * report on its own knows neither type nor set-up.
 */
export type PlaySituation = Omit<CommunityReport, 'plays'> & {
  readonly type?: Community['type'];
  /** Parts of the set-up of which nothing was said yet. */
  readonly missing?: readonly SetUpPart[];
};

const part = (report: PlaySituation, key: string) => report.health.parts.find((each) => each.key === key);
const scoreOf = (report: PlaySituation, key: string): number | null => part(report, key)?.score ?? null;
const share = (count: number, of: number): number | null => (of === 0 ? null : count / of);
const highest = (r: PlaySituation): number => Math.max(0, ...r.activity.daily.map((day) => day.mau));
const flag = (r: PlaySituation, key: SetUpPart): number | null => (r.missing ? Number(r.missing.includes(key)) : null);

/** Figures that rules and reasons of plays may name; null where the figure is not known. */
export const PLAY_FIGURES: Readonly<Record<PlayFigure, (report: PlaySituation) => number | null>> = {
  members: (r) => r.members.total,
  joins_28: (r) => r.members.joins28,
  leaves_28: (r) => r.members.leaves28,
  net_joins_28: (r) => r.members.joins28 - r.members.leaves28,
  newcomers: (r) => r.members.tiers.newcomer,
  leaders: (r) => r.members.tiers.leader,
  loyal: (r) => r.members.tiers.loyal,
  active: (r) => r.members.tiers.active,
  potential: (r) => r.members.tiers.potential,
  silent: (r) => r.members.tiers.silent,
  core: (r) => r.members.activity.core,
  newcomer_share: (r) => share(r.members.tiers.newcomer, r.members.total),
  leader_share: (r) => share(r.members.tiers.leader, r.members.total),
  loyal_share: (r) => share(r.members.tiers.loyal, r.members.total),
  active_share: (r) => share(r.members.tiers.active, r.members.total),
  potential_share: (r) => share(r.members.tiers.potential, r.members.total),
  silent_share: (r) => share(r.members.tiers.silent, r.members.total),
  core_share: (r) => share(r.members.activity.core, r.members.total),
  lapsed: (r) => r.members.silent.lapsed,
  dormant: (r) => r.members.silent.dormant,
  never_spoke: (r) => r.members.silent.never_spoke,
  never_spoke_share: (r) => share(r.members.silent.never_spoke, r.members.total),
  lapsed_share: (r) => share(r.members.silent.lapsed, r.members.total),
  dormant_share: (r) => share(r.members.silent.dormant, r.members.total),
  wakeable: (r) => r.wake.length,
  buyers_at_risk: (r) =>
    r.members.value.basis === 'purchases' ? r.members.value.cells.at_risk + r.members.value.cells.cannot_lose : 0,
  champions: (r) => (r.members.value.basis === 'purchases' ? r.members.value.cells.champions : 0),
  paying: (r) => r.members.value.paying,
  paying_share: (r) => (r.members.value.basis === 'purchases' ? share(r.members.value.paying, r.members.total) : null),
  mau: (r) => r.activity.mau,
  wau: (r) => r.activity.wau,
  dau: (r) => r.activity.dau,
  highest_mau: highest,
  mau_of_highest: (r) => share(r.activity.mau, highest(r)),
  participation: (r) => r.activity.participation,
  stickiness: (r) => r.activity.stickiness,
  stickiness_score: (r) => scoreOf(r, 'stickiness'),
  contributions_28: (r) => r.activity.contributions28,
  /** Contributions of 28 days ÷ people active in them. */
  contributions_each: (r) => share(r.activity.contributions28, r.activity.mau),
  returning: (r) => r.activity.weekly.findLast(({ complete }) => complete)?.returning ?? null,
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
  gini: (r) => r.concentration.gini,
  active_members: (r) => r.concentration.activeMembers,
  isolated_share: (r) => r.network.isolatedShare,
  reciprocity: (r) => r.network.reciprocity,
  clustering: (r) => r.network.clustering,
  median_ties: (r) => r.network.medianTies,
  ties: (r) => r.network.ties,
  health: (r) => r.health.score,
  satisfaction_score: (r) => scoreOf(r, 'satisfaction'),
  net_growth: (r) => part(r, 'net_growth')?.raw ?? null,
  removed: (r) => r.events.removed,
  removed_share: (r) => share(r.events.removed, r.events.total),
  age_days: (r) => (r.events.first === null ? null : parseDay(r.asOf)! - parseDay(r.events.first)!),
  positioning_missing: (r) => flag(r, 'positioning'),
  target_members_missing: (r) => flag(r, 'targetMembers'),
  rules_missing: (r) => flag(r, 'rules'),
  culture_missing: (r) => flag(r, 'culture'),
  rituals_missing: (r) => flag(r, 'rituals'),
  operating_mode_missing: (r) => flag(r, 'operatingMode'),
  content_categories_missing: (r) => flag(r, 'contentCategories'),
};

/** The value of a figure in a situation; null where it is not known. */
export const playFigure = (figure: PlayFigure, report: PlaySituation): number | null => PLAY_FIGURES[figure](report);
