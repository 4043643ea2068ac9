/** Points of an account that expire together; `expiresAt` as the database writes it, `infinity` for never. */
export type Lot = { accountId: string; expiresAt: string; remaining: number };

/** So much out of a lot. */
export type Take = { accountId: string; expiresAt: string; amount: number };

/** Takes up to `amount` out of lots, in their order. @returns what is taken of each, and what was missing */
export function takeFromLots(lots: readonly Lot[], amount: number): { takes: Take[]; missing: number } {
  const takes: Take[] = [];
  let missing = amount;
  for (const { accountId, expiresAt, remaining } of lots) {
    if (missing === 0) break;
    const taken = Math.min(missing, remaining);
    if (taken === 0) continue;
    takes.push({ accountId, expiresAt, amount: taken });
    missing -= taken;
  }
  return { takes, missing };
}
