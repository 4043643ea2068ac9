import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/clock.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { SignInThrottled } from './errors.ts';
import type { IdentityTables } from './identity-tables.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * What can be guessed at, and how often in how long. A six-digit code has few values, so guesses at codes are few in a
 * day; a one-time link has 256 random bits, so the limit by address is enough there.
 */
const LIMITS = {
  'sign-in': { max: 10, window: 15 * MINUTE },
  password: { max: 10, window: 15 * MINUTE },
  'second-factor': { max: 20, window: 24 * HOUR },
  'forgot-password': { max: 3, window: HOUR },
} as const;
const FORGET = 48 * HOUR;

type Guessed = keyof typeof LIMITS;

const keyOf = (kind: Guessed, of: string): Buffer =>
  createHash('sha256')
    .update(kind === 'sign-in' ? '' : `${kind}:`)
    .update(of.trim().toLowerCase())
    .digest();

/**
 * Counts an attempt before anything is looked at, so that attempts at the same time cannot slip past the limit; the
 * same whether or not there is somebody of that name. Throws SignInThrottled past it.
 * @param of whose secret is guessed at: an e-mail, or the id of an operator
 */
export async function countAttempt(database: Database, clock: Clock, kind: Guessed, of: string): Promise<void> {
  const { max, window } = LIMITS[kind];
  const now = clock.now();
  const since = new Date(now);
  const stale = new Date(now - window);
  const row = await database.asSystem(async (tx) => {
    const db = tx.withTables<IdentityTables>();
    await db
      .deleteFrom('auth.sign_in_attempts')
      .where('since', '<', new Date(now - FORGET))
      .execute();
    return db
      .insertInto('auth.sign_in_attempts')
      .values({ key_hash: keyOf(kind, of), attempts: 1, since })
      .onConflict((conflict) =>
        conflict.column('key_hash').doUpdateSet((eb) => ({
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
  if (row.attempts > max) throw new SignInThrottled(Math.ceil((row.since.getTime() + window - now) / 1000));
}

/** Forgets the attempts at somebody's secret, after a success. */
export async function clearAttempts(tx: Tx, kind: Guessed, of: string): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .deleteFrom('auth.sign_in_attempts')
    .where('key_hash', '=', keyOf(kind, of))
    .execute();
}
