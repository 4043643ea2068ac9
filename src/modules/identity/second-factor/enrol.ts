import { randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/clock.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import { recordOfOperator } from '../audit/record-in.ts';
import { CodeRefused } from '../errors.ts';
import { passwordContextOf } from '../password/operator-password.ts';
import { clearAttempts, countAttempt } from '../sign-in-throttle.ts';
import {
  asksForCode,
  beginSecondFactor,
  confirmSecondFactor,
  findOptionalSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './second-factor-store.ts';
import { base32, fromBase32, otpauthUri, stepOfCode } from './totp.ts';

type Parts = { database: Database; clock: Clock; secrets: SecretBox };

const SECRET_BYTES = 20;

/** Begins to set up an authenticator app: a new secret to read in. The caller has confirmed the password. Conflict. */
export async function beginEnrolment(
  { database, secrets }: Parts,
  operatorId: string,
): Promise<{ secret: string; uri: string }> {
  const secret = base32(randomBytes(SECRET_BYTES));
  return database.asSystem(async (tx) => {
    if (!(await beginSecondFactor(tx, secrets, operatorId, secret)))
      throw new Conflict('an authenticator app is set up already: disable it first', 'second_factor_enabled');
    const { email } = await passwordContextOf(tx, operatorId);
    await recordOfOperator(tx, operatorId, { action: 'me.begin-second-factor' });
    return { secret, uri: otpauthUri(secret, email) };
  });
}

/** Turns the app on after a first code of it, and gives the recovery codes. CodeRefused, NotFound, Conflict. */
export async function confirmEnrolment(
  { database, clock, secrets }: Parts,
  operatorId: string,
  code: string,
): Promise<string[]> {
  await countAttempt(database, clock, 'second-factor', operatorId);
  const now = clock.now();
  return database.asSystem(async (tx) => {
    const begun = await findOptionalSecondFactor(tx, secrets, operatorId);
    if (!begun) throw new NotFound('an authenticator app that waits for its first code');
    if (begun.confirmedAt) throw new Conflict('an authenticator app is set up already', 'second_factor_enabled');
    const step = stepOfCode(fromBase32(begun.secret), code.replaceAll(/\s/g, ''), now);
    if (step === undefined) throw new CodeRefused();
    await confirmSecondFactor(tx, operatorId, { step, now });
    await clearAttempts(tx, 'second-factor', operatorId);
    const codes = await renewRecoveryCodes(tx, operatorId);
    const change = {
      action: 'me.confirm-second-factor',
      before: { secondFactor: false },
      after: { secondFactor: true },
    };
    await recordOfOperator(tx, operatorId, change);
    return codes;
  });
}

/** New recovery codes in place of the old. The caller has confirmed the password. NotFound without an app. */
export async function renewCodes({ database }: Parts, operatorId: string): Promise<string[]> {
  return database.asSystem(async (tx) => {
    if (!(await asksForCode(tx, operatorId))) throw new NotFound('an authenticator app');
    const codes = await renewRecoveryCodes(tx, operatorId);
    await recordOfOperator(tx, operatorId, { action: 'me.renew-recovery-codes' });
    return codes;
  });
}

/** Turns the app off. The caller has confirmed the password. NotFound without an app. */
export async function disable({ database }: Parts, operatorId: string): Promise<void> {
  await database.asSystem(async (tx) => {
    if (!(await removeSecondFactor(tx, operatorId))) throw new NotFound('an authenticator app');
    const change = {
      action: 'me.disable-second-factor',
      before: { secondFactor: true },
      after: { secondFactor: false },
    };
    await recordOfOperator(tx, operatorId, change);
  });
}
