import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

export type SecondFactor = { secret: string; confirmedAt: Date | null };

const place = (operatorId: string): string => `auth.second_factors ${operatorId}`;

/** The authenticator app of an operator, with its secret opened (base 32); undefined when none was begun. */
export async function findOptionalSecondFactor(
  tx: Tx,
  box: SecretBox,
  operatorId: string,
): Promise<SecondFactor | undefined> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.second_factors')
    .select(['secret', 'confirmed_at'])
    .where('operator_id', '=', operatorId)
    .executeTakeFirst();
  return row && { secret: box.open(row.secret, place(operatorId)), confirmedAt: row.confirmed_at };
}

/** Whether signing in asks for a code. */
export async function asksForCode(tx: Tx, operatorId: string): Promise<boolean> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.second_factors')
    .select('operator_id')
    .where('operator_id', '=', operatorId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps a secret that has yet to be confirmed, in place of one begun before. One that is confirmed stays: false. */
export async function beginSecondFactor(tx: Tx, box: SecretBox, operatorId: string, secret: string): Promise<boolean> {
  const sealed = box.seal(secret, place(operatorId));
  const row = await tx
    .withTables<IdentityTables>()
    .insertInto('auth.second_factors')
    .values({ operator_id: operatorId, secret: sealed })
    .onConflict((conflict) =>
      conflict
        .column('operator_id')
        .doUpdateSet({ secret: sealed, last_step: 0 })
        .where('auth.second_factors.confirmed_at', 'is', null),
    )
    .returning('operator_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** From now on signing in asks for a code. */
export async function confirmSecondFactor(
  tx: Tx,
  operatorId: string,
  at: { step: number; now: number },
): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .updateTable('auth.second_factors')
    .set({ confirmed_at: new Date(at.now), last_step: at.step })
    .where('operator_id', '=', operatorId)
    .execute();
}

/** Uses the code of a step up; false when that step or a later one was used already. */
export async function useStep(tx: Tx, operatorId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.second_factors')
    .set({ last_step: step })
    .where('operator_id', '=', operatorId)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Makes new recovery codes; those before stop working. They are kept as hashes only. */
export async function renewRecoveryCodes(tx: Tx, operatorId: string): Promise<string[]> {
  const db = tx.withTables<IdentityTables>();
  const codes = newRecoveryCodes();
  await db.deleteFrom('auth.recovery_codes').where('operator_id', '=', operatorId).execute();
  await db
    .insertInto('auth.recovery_codes')
    .values(codes.map((code) => ({ operator_id: operatorId, hash: hashRecoveryCode(code) })))
    .execute();
  return codes;
}

/** Uses a recovery code up; false when it is none, or was used. */
export async function useRecoveryCode(tx: Tx, operatorId: string, code: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.recovery_codes')
    .set({ used_at: new Date(now) })
    .where('operator_id', '=', operatorId)
    .where('hash', '=', hashRecoveryCode(code))
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** How many recovery codes were not used yet. */
export async function countRecoveryCodes(tx: Tx, operatorId: string): Promise<number> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.recovery_codes')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('operator_id', '=', operatorId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.left;
}

/** Signing in asks for no code any more; app and recovery codes are forgotten. @returns whether there was one */
export async function removeSecondFactor(tx: Tx, operatorId: string): Promise<boolean> {
  const db = tx.withTables<IdentityTables>();
  await db.deleteFrom('auth.recovery_codes').where('operator_id', '=', operatorId).execute();
  const { numDeletedRows } = await db
    .deleteFrom('auth.second_factors')
    .where('operator_id', '=', operatorId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** Seals again, with the present key, what an earlier key sealed; afterwards the earlier key is not needed. @returns how many */
export async function resealSecondFactors(tx: Tx, box: SecretBox): Promise<number> {
  const rows = await sql<{ operator_id: string; secret: string }>`
    SELECT operator_id, secret FROM auth.second_factors ORDER BY operator_id FOR UPDATE
  `.execute(tx);
  const old = rows.rows.filter(({ secret }) => box.isOld(secret));
  for (const { operator_id: operatorId, secret } of old) {
    const context = place(operatorId);
    await tx
      .withTables<IdentityTables>()
      .updateTable('auth.second_factors')
      .set({ secret: box.seal(box.open(secret, context), context) })
      .where('operator_id', '=', operatorId)
      .execute();
  }
  return old.length;
}
