/**
 * Parts as whole numbers that still add up to their whole: each is rounded down and what is missing goes to those that
 * lost most by it (largest remainder). The sum of `parts` has to be a whole number, give or take a rounding error.
 */
export function wholeParts(parts: readonly number[]): number[] {
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0));
  const whole = parts.map(Math.floor);
  const missing = total - whole.reduce((sum, part) => sum + part, 0);
  const byLoss = parts
    .map((part, index) => ({ index, loss: part - whole[index]! }))
    .toSorted((a, b) => b.loss - a.loss);
  for (const { index } of byLoss.slice(0, missing)) whole[index]! += 1;
  return whole;
}
