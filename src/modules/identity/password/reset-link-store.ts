import type { Clock } from '#kernel/clock.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { hashSecret, newSecret } from '../secret-token.ts';

/** A link handed over by somebody lives longer than one that was mailed to who asked for it. Milliseconds. */
export const RESET_LIFE = { handed: 24 * 3_600_000, mailed: 3_600_000 } as const;

/** Takes back the links of an operator that were not used. */
export async function voidResetLinks(tx: Tx, operatorId: string): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .deleteFrom('auth.reset_links')
    .where('operator_id', '=', operatorId)
    .where('used_at', 'is', null)
    .execute();
}

/** Makes a one-time link for a new password, and takes back those before. The secret is kept nowhere. */
export async function issueResetLink(
  tx: Tx,
  clock: Clock,
  { operatorId, life }: { operatorId: string; life: number },
): Promise<{ path: string; expiresAt: Date }> {
  const secret = newSecret('reset');
  const expiresAt = new Date(clock.now() + life);
  await voidResetLinks(tx, operatorId);
  await tx
    .withTables<IdentityTables>()
    .insertInto('auth.reset_links')
    .values({ hash: hashSecret(secret), operator_id: operatorId, expires_at: expiresAt })
    .execute();
  // After '#': browsers do not send it, so no log of a server or proxy has it.
  return { path: `/reset#${secret}`, expiresAt };
}

/** Whose password a link may set; undefined when it is none, used, or too old. */
export async function findOptionalResetLink(tx: Tx, secret: string, now: number): Promise<string | undefined> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.reset_links')
    .select('operator_id')
    .where('hash', '=', hashSecret(secret))
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(now))
    .executeTakeFirst();
  return row?.operator_id;
}

/** Uses a link up; false when somebody was quicker. */
export async function useResetLink(tx: Tx, secret: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.reset_links')
    .set({ used_at: new Date(now) })
    .where('hash', '=', hashSecret(secret))
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(now))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
