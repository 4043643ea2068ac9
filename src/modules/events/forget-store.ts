import { createHmac, hkdfSync } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { ErasedAccount } from './erase-plan.ts';

/** A tombstone: whose it is, nobody can tell without the key. Milliseconds UTC; from exclusive, until inclusive. */
export type Tombstone = { hash: string; fromMs: number; untilMs: number };

/** The key of the list of tombstones, out of the server's secret. */
export const tombstoneKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'qunluo tombstones', 32));

/** What the list holds of an account, in hex. Account ids come from ids on platforms, which can be guessed: hence the key. */
export const tombstoneHash = (key: Buffer, communityId: string, accountId: string): string =>
  createHmac('sha256', key).update(`${communityId} ${accountId}`).digest('hex');

/** The tombstones of some accounts, one for each window in which they are erased. */
export const tombstonesOf = (key: Buffer, communityId: string, accounts: readonly ErasedAccount[]): Tombstone[] =>
  accounts.flatMap(({ accountId, windows }) =>
    windows.map(({ fromAt, untilAt }) => ({
      hash: tombstoneHash(key, communityId, accountId),
      fromMs: fromAt,
      untilMs: untilAt,
    })),
  );

/** Puts tombstones on the list of a community; those that are there stay. */
export async function addTombstones(tx: Tx, communityId: string, tombstones: readonly Tombstone[]): Promise<void> {
  if (tombstones.length === 0) return;
  await sql`
    INSERT INTO tombstones (workspace_id, community_id, hash, from_ms, until_ms)
    SELECT qunluo_workspace(), ${communityId}::uuid, decode(hash, 'hex'), from_ms, until_ms
    FROM unnest(
      ${tombstones.map(({ hash }) => hash)}::text[],
      ${tombstones.map(({ fromMs }) => fromMs)}::bigint[],
      ${tombstones.map(({ untilMs }) => untilMs)}::bigint[]
    ) AS given (hash, from_ms, until_ms)
    ON CONFLICT DO NOTHING
  `.execute(tx);
}

/** The tombstones of a community. */
export async function listTombstones(tx: Tx, communityId: string): Promise<Tombstone[]> {
  const { rows } = await sql<{ hash: string; from: string; until: string }>`
    SELECT encode(hash, 'hex') AS hash, from_ms AS "from", until_ms AS "until"
    FROM tombstones WHERE community_id = ${communityId}
  `.execute(tx);
  return rows.map(({ hash, from, until }) => ({ hash, fromMs: Number(from), untilMs: Number(until) }));
}
