/** A day that stands out on a trend. */
export interface Mark {
  kind: 'peak' | 'surge' | 'joins' | 'leaves';
  day: string;
  value: number;
}

export interface MarkedDay {
  day: string;
  dau: number;
  mau: number;
  joins?: number | undefined;
  leaves?: number | undefined;
}

const DAYS_AROUND = 14;
const APART_MS = 21 * 86_400_000;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * At most two days on which a count was out of the ordinary: at least `times` the median of the four weeks around and
 * at least 10 above it, three weeks apart, the most unusual first.
 */
function surges(daily: readonly MarkedDay[], count: (day: MarkedDay) => number, times: number): MarkedDay[] {
  const found = daily
    .map((day, index) => ({
      day,
      usual: median(daily.slice(Math.max(0, index - DAYS_AROUND), index + DAYS_AROUND + 1).map(count)),
    }))
    .filter(({ day, usual }) => count(day) >= times * usual && count(day) - usual >= 10)
    .sort((a, b) => count(b.day) / Math.max(1, b.usual) - count(a.day) / Math.max(1, a.usual));
  const chosen: MarkedDay[] = [];
  for (const { day } of found) {
    const apart = chosen.every((other) => Math.abs(Date.parse(other.day) - Date.parse(day.day)) > APART_MS);
    if (apart && chosen.length < 2) chosen.push(day);
  }
  return chosen;
}

/**
 * What happened, as marks on the time axis: the day of the highest MAU (when it is not the last day), surges of DAU
 * (1.6 times the usual), and days on which unusually many joined or left (3 times the usual).
 */
export function marksOf(daily: readonly MarkedDay[]): Mark[] {
  if (daily.length < 28) return [];
  const peak = daily.reduce((best, day) => (day.mau > best.mau ? day : best));
  const joins = ({ joins: count = 0 }: MarkedDay) => count;
  const leaves = ({ leaves: count = 0 }: MarkedDay) => count;
  return [
    ...(peak === daily.at(-1) ? [] : [{ kind: 'peak' as const, day: peak.day, value: peak.mau }]),
    ...surges(daily, ({ dau }) => dau, 1.6).map((day) => ({ kind: 'surge' as const, day: day.day, value: day.dau })),
    // The first days of a history are full of people who had been there before it.
    ...surges(daily.slice(DAYS_AROUND), joins, 3).map((day) => ({
      kind: 'joins' as const,
      day: day.day,
      value: joins(day),
    })),
    ...surges(daily, leaves, 3).map((day) => ({ kind: 'leaves' as const, day: day.day, value: leaves(day) })),
  ];
}
