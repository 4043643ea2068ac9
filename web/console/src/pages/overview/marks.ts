/** A day that stands out on the trend. */
export interface Mark {
  kind: 'peak' | 'surge';
  series: 'mau' | 'dau';
  day: string;
  value: number;
}

const DAYS_AROUND = 14;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * What to mark: the day of the highest MAU (when it is not the last day), and at most two surges, days whose DAU is at
 * least 1.6 times the median of the four weeks around and at least 10 people above it.
 */
export function marksOf(daily: readonly { day: string; dau: number; mau: number }[]): Mark[] {
  if (daily.length < 28) return [];
  const marks: Mark[] = [];
  const peak = daily.reduce((best, day) => (day.mau > best.mau ? day : best));
  if (peak !== daily.at(-1)) marks.push({ kind: 'peak', series: 'mau', day: peak.day, value: peak.mau });
  const surges = daily
    .map((day, index) => ({
      day,
      usual: median(daily.slice(Math.max(0, index - DAYS_AROUND), index + DAYS_AROUND + 1).map(({ dau }) => dau)),
    }))
    .filter(({ day, usual }) => day.dau >= 1.6 * usual && day.dau - usual >= 10)
    .sort((a, b) => b.day.dau / Math.max(1, b.usual) - a.day.dau / Math.max(1, a.usual));
  const chosen: typeof surges = [];
  for (const surge of surges) {
    const apart = chosen.every(
      ({ day }) => Math.abs(Date.parse(day.day) - Date.parse(surge.day.day)) > 21 * 86_400_000,
    );
    if (apart && chosen.length < 2) chosen.push(surge);
  }
  return [
    ...marks,
    ...chosen.map(({ day }) => ({ kind: 'surge' as const, series: 'dau' as const, day: day.day, value: day.dau })),
  ];
}
