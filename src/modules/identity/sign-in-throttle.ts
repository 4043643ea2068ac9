import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/clock.ts';
import type { Database } from '#platform/postgres/index.ts';
import { SignInThrottled } from './errors.ts';
import type { IdentityTables } from './identity-tables.ts';

const MAX_ATTEMPTS = 10;
const WINDOW = 15 * 60_000;
const FORGET = 24 * 3_600_000;

const keyOf = (email: string): Buffer => createHash('sha256').update(email.trim().toLowerCase()).digest();

/**
 * Counts an attempt to sign in before the password is looked at, so that attempts at the same time cannot slip past
 * the limit: 10 in 15 minutes for one e-mail, the same whether or not somebody has it. Throws SignInThrottled.
 */
export async function countAttempt(database: Database, clock: Clock, email: string): Promise<void> {
  const now = clock.now();
  const since = new Date(now);
  const stale = new Date(now - WINDOW);
  const row = await database.asSystem(async (tx) => {
    const db = tx.withTables<IdentityTables>();
    await db
      .deleteFrom('auth.sign_in_attempts')
      .where('since', '<', new Date(now - FORGET))
      .execute();
    return db
      .insertInto('auth.sign_in_attempts')
      .values({ email_hash: keyOf(email), attempts: 1, since })
      .onConflict((conflict) =>
        conflict.column('email_hash').doUpdateSet((eb) => ({
          attempts: eb
            .case()
            .when('auth.sign_in_attempts.since', '<', stale)
            .then(1)
            .else(eb('auth.sign_in_attempts.attempts', '+', 1))
            .end(),
          since: eb
            .case()
            .when('auth.sign_in_attempts.since', '<', stale)
            .then(since)
            .else(eb.ref('auth.sign_in_attempts.since'))
            .end(),
        })),
      )
      .returning(['attempts', 'since'])
      .executeTakeFirstOrThrow();
  });
  if (row.attempts > MAX_ATTEMPTS) throw new SignInThrottled(Math.ceil((row.since.getTime() + WINDOW - now) / 1000));
}

/** Forgets the attempts of an e-mail after a success. */
export async function clearAttempts(database: Database, email: string): Promise<void> {
  await database.asSystem((tx) =>
    tx
      .withTables<IdentityTables>()
      .deleteFrom('auth.sign_in_attempts')
      .where('email_hash', '=', keyOf(email))
      .execute(),
  );
}
