import { formatDay, type Day } from '#kernel/calendar.ts';
import type { CommunityReport } from '../contract.ts';
import type { CommunityDays } from '../gather/community-days.query.ts';
import { sumBetween } from '../gather/community-days.query.ts';
import type { DailyGrowth } from './growth.ts';
import { activePeople, ownStickiness, SERIES_DAYS, stickinessAt, type DailySeries } from './daily-series.ts';
import type { ActivityBits } from './activity-bits.ts';
import { weeklyStatuses, type WeeklyCounts } from './weekly-figures.ts';

/** Under so many members the stickiness is called unsteady. */
const STEADY_FROM = 1000;

/** The `activity` part of the report but for the heatmap. */
export function activityFigures(inputs: {
  bits: ActivityBits;
  series: DailySeries;
  weekly: WeeklyCounts | null;
  days: CommunityDays;
  today: Day;
  members: number;
  activeMembers: number;
  growth: DailyGrowth;
}): Omit<CommunityReport['activity'], 'heatmap' | 'busiestHours'> {
  const { bits, series, days, today, members } = inputs;
  const own = ownStickiness(series, today);
  return {
    dau: series.dau[0]!,
    wau: activePeople(bits, 7),
    mau: series.mau[0]!,
    stickiness: stickinessAt(series, 0),
    stickinessMedian: own.median,
    stickinessWeeks: own.weeks,
    stickinessUnsteady: members < STEADY_FROM,
    participation: members === 0 ? null : inputs.activeMembers / members,
    contributions28: sumBetween(days, 'contributions', today - 27, today),
    daily: dailyRows(inputs, days, today),
    weekly: inputs.weekly === null || days.first === null ? [] : weeklyStatuses(inputs.weekly, today, days.first),
  };
}

function dailyRows(
  { series, growth }: { series: DailySeries; growth: DailyGrowth },
  days: CommunityDays,
  today: Day,
): CommunityReport['activity']['daily'] {
  if (days.first === null) return [];
  const from = Math.max(days.first, today - SERIES_DAYS + 1);
  const contributions = new Map<Day, number>();
  for (let row = 0; row < days.rows; row++) contributions.set(days.day[row]!, days.contributions[row]!);
  return Array.from({ length: today - from + 1 }, (_, k) => {
    const day = from + k;
    const age = today - day;
    return {
      day: formatDay(day),
      dau: series.dau[age]!,
      wau: series.wau[age]!,
      mau: series.mau[age]!,
      contributions: contributions.get(day) ?? 0,
      joins: growth.joins[age]!,
      leaves: growth.leaves[age]!,
    };
  });
}
