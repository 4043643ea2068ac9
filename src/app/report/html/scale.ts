/** Round steps from zero up to at least `most`: about `count` of them, whole where the values are. */
export function ticks(most: number, count = 4): number[] {
  if (most <= 0) return [0, 1];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 4, 5, 10].map((one) => one * power);
  const step = Math.max(
    1,
    steps.find((one) => one >= rough && (one < 1 || Number.isInteger(one)))!,
  );
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

/** Places a value of 0…most on a length. */
export const place = (value: number, most: number, length: number): number => (most <= 0 ? 0 : (value / most) * length);

/** A number for an attribute: two decimals at most. */
export const px = (value: number): number => Math.round(value * 100) / 100;
