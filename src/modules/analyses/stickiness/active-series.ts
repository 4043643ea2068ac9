import type { Day } from '#kernel/calendar.ts';

/** On one day: people active, and how many stop being counted in windows of 7 and 28 days. */
export type DayCounts = { day: Day; active: number; ended7: number; ended28: number };

export type ActiveDay = { day: Day; dau: number; wau: number; mau: number; stickiness: number | null };

/** DAU, WAU, MAU and stickiness (mean DAU of 28 days ÷ MAU) of each day of a range; counts begin 27 days before it. */
export function activeSeries(counts: readonly DayCounts[], { from, to }: { from: Day; to: Day }): ActiveDay[] {
  const byDay = new Map(counts.map((row) => [row.day, row]));
  const series: ActiveDay[] = [];
  let [wau, mau, sum] = [0, 0, 0];
  for (let day = from - 27; day <= to; day++) {
    const { active = 0, ended7 = 0, ended28 = 0 } = byDay.get(day) ?? {};
    wau += active - ended7;
    mau += active - ended28;
    sum += active - (byDay.get(day - 28)?.active ?? 0);
    if (day >= from) series.push({ day, dau: active, wau, mau, stickiness: mau === 0 ? null : sum / 28 / mau });
  }
  return series;
}
