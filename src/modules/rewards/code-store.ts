import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Which of these codes a reward has already, given or not. */
export async function knownCodes(tx: Tx, rewardId: string, codes: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    SELECT code FROM reward_codes WHERE reward_id = ${rewardId} AND code = ANY(${codes}::text[])
  `.execute(tx);
  return new Set(rows.map(({ code }) => code));
}

/** Puts codes in, in this order, and as many units into the stock; call it with the reward locked. */
export async function putCodes(
  tx: Tx,
  rewardId: string,
  { codes, now }: { codes: readonly string[]; now: Date },
): Promise<void> {
  await sql`
    WITH added AS (
      INSERT INTO reward_codes (workspace_id, reward_id, code, added_at)
      SELECT qunluo_workspace(), ${rewardId}::uuid, code, ${now}::timestamptz
      FROM unnest(${codes}::text[]) WITH ORDINALITY AS given (code, place) ORDER BY place
      ON CONFLICT (reward_id, code) DO NOTHING RETURNING 1
    ), counted AS (SELECT count(*)::int AS added FROM added)
    UPDATE rewards SET stock = stock + counted.added, version = version + 1 FROM counted
    WHERE id = ${rewardId}
  `.execute(tx);
}

/** Takes all codes that nobody was given away, and as many units off the stock. @returns how many */
export async function dropFreeCodes(tx: Tx, rewardId: string): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    WITH removed AS (
      DELETE FROM reward_codes WHERE reward_id = ${rewardId} AND order_id IS NULL RETURNING 1
    ), counted AS (SELECT count(*)::int AS removed FROM removed)
    UPDATE rewards SET stock = stock - counted.removed, version = version + 1 FROM counted
    WHERE id = ${rewardId} RETURNING counted.removed
  `.execute(tx);
  return rows[0]!.removed;
}

/** How many codes there are to give and were given, and what the next ones begin with. */
export async function countCodes(tx: Tx, rewardId: string): Promise<{ free: number; given: number; next: string[] }> {
  const { rows } = await sql<{ free: number; given: number }>`
    SELECT count(*) FILTER (WHERE order_id IS NULL)::int AS free, count(order_id)::int AS given
    FROM reward_codes WHERE reward_id = ${rewardId}
  `.execute(tx);
  const next = await sql<{ code: string }>`
    SELECT left(code, least(4, length(code) / 2)) AS code FROM reward_codes
    WHERE reward_id = ${rewardId} AND order_id IS NULL ORDER BY id LIMIT 5
  `.execute(tx);
  return { ...rows[0]!, next: next.rows.map(({ code }) => `${code}…`) };
}

/**
 * Gives the next codes of a reward to orders, one each; call it with the reward locked, in the transaction that makes the
 * orders. Throws when there are fewer codes than orders: then nothing of it is kept.
 */
export async function giveCodes(tx: Tx, rewardId: string, orderIds: readonly string[]): Promise<void> {
  const { numAffectedRows } = await sql`
    UPDATE reward_codes SET order_id = pairs.order_id
    FROM (
      SELECT free.id, asked.order_id
      FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS place FROM (
          SELECT id FROM reward_codes WHERE reward_id = ${rewardId} AND order_id IS NULL
          ORDER BY id LIMIT ${orderIds.length}
        ) AS next
      ) AS free
      JOIN unnest(${orderIds}::uuid[]) WITH ORDINALITY AS asked (order_id, place) USING (place)
    ) AS pairs
    WHERE reward_codes.id = pairs.id
  `.execute(tx);
  if (Number(numAffectedRows ?? 0n) !== orderIds.length)
    throw new Error(`reward ${rewardId} has fewer codes than its stock says`);
}
