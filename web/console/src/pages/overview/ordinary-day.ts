/**
 * What is usual on the weekday of the last day: the median DAU of that weekday over the 8 weeks before. Null with fewer
 * than 4 such days.
 */
export function ordinaryDay(daily: readonly { dau: number }[]): number | null {
  const same: number[] = [];
  for (let back = 7; back <= 56; back += 7) {
    const day = daily.at(-1 - back);
    if (day) same.push(day.dau);
  }
  if (same.length < 4) return null;
  same.sort((a, b) => a - b);
  const middle = same.length >> 1;
  return same.length % 2 ? same[middle]! : (same[middle - 1]! + same[middle]!) / 2;
}
