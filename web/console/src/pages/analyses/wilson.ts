const Z = 1.959964;

/** The 95 % interval of a share after Wilson (1927): right for small samples too. Null where there is nobody. */
export function wilson(part: number, of: number): { low: number; high: number } | null {
  if (of === 0) return null;
  const share = part / of;
  const spread = (Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))) / (1 + (Z * Z) / of);
  const middle = (share + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  return { low: Math.max(0, middle - spread), high: Math.min(1, middle + spread) };
}
