import { PasswordRefused } from '../errors.ts';
import { findPasswordFault } from './password-rules.ts';

let common: Promise<ReadonlySet<string>> | undefined;

/** The bundled list of passwords known from breaches, read when the first password is set. */
const commonPasswords = (): Promise<ReadonlySet<string>> =>
  (common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common'])));

/** Throws PasswordRefused, which says why, for a password that others would try. Length is the contract's. */
export async function checkPassword(
  password: string,
  operator: { email: string; names: readonly string[] },
): Promise<void> {
  const fault = findPasswordFault(password, { common: await commonPasswords(), ...operator });
  if (fault) throw new PasswordRefused(fault);
}
