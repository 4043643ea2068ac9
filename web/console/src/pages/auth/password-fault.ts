import type { TFunction } from 'i18next';
import { ApiError } from '../../api/problem.ts';

const CODES = ['password_common', 'password_personal', 'password_repeated'] as const;

/** Why the server refused a password, in the reader's words; undefined when it was something else. */
export function passwordFault(error: unknown, t: TFunction): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const code = CODES.find((one) => one === error.code);
  if (code) return t(`access.${code}`);
  const tooShort = error.status === 400 && error.faults.some(({ where }) => where.endsWith('assword'));
  return tooShort && error.code === 'bad_input' ? t('auth.setup.fault.password') : undefined;
}
