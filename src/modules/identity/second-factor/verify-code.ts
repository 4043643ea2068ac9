import type { Clock } from '#kernel/clock.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import { recordOfOperator } from '../audit/record-in.ts';
import { CodeRefused } from '../errors.ts';
import { clearAttempts, countAttempt } from '../sign-in-throttle.ts';
import { findOptionalSecondFactor, useRecoveryCode, useStep } from './second-factor-store.ts';
import { fromBase32, stepOfCode } from './totp.ts';

/**
 * Takes a code of the app or a recovery code at sign-in; each is taken once. Guesses are counted by operator.
 * CodeRefused (401), SignInThrottled.
 */
export async function verifyCode(
  { database, clock, secrets }: { database: Database; clock: Clock; secrets: SecretBox },
  operatorId: string,
  code: string,
): Promise<void> {
  await countAttempt(database, clock, 'second-factor', operatorId);
  const now = clock.now();
  const trimmed = code.replaceAll(/\s/g, '');
  const taken = await database.asSystem(async (tx) => {
    if (/^\d{6}$/.test(trimmed)) {
      const factor = await findOptionalSecondFactor(tx, secrets, operatorId);
      const step = factor && stepOfCode(fromBase32(factor.secret), trimmed, now);
      return step !== undefined && useStep(tx, operatorId, step);
    }
    if (!(await useRecoveryCode(tx, operatorId, trimmed, now))) return false;
    await recordOfOperator(tx, operatorId, { action: 'auth.use-recovery-code' });
    return true;
  });
  if (!taken) throw new CodeRefused(401);
  await database.asSystem((tx) => clearAttempts(tx, 'second-factor', operatorId));
}
