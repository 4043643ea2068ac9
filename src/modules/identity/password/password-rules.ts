/** Why a password is refused. Length is the contract's; there are no rules of composition (NIST SP 800-63B-4, 3.1.1.2). */
export type PasswordFault = 'password_common' | 'password_personal' | 'password_repeated';

export type PasswordContext = {
  /** Passwords that are known to be used, in lower case. */
  common: ReadonlySet<string>;
  email: string;
  /** Names of the operator and of the workspace. */
  names: readonly string[];
};

/** How few characters of a password may remain besides words that anybody who knows the operator would try. */
const OWN_PART = 8;
const PRODUCT = ['qunluo', '群落'];

const lower = (text: string): string => text.normalize('NFKC').toLowerCase();

/** A known password with a little around it (`Password123!`) is what is tried next after the known ones. */
function isCommon(password: string, common: ReadonlySet<string>): boolean {
  if (common.has(password)) return true;
  const stem = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return stem.length >= 4 && password.length - stem.length <= 6 && common.has(stem);
}

/** Few different characters, a run through the alphabet or the digits, or one short piece again and again. */
function isRepeated(password: string): boolean {
  const characters = [...password];
  if (new Set(characters).size < 4) return true;
  const steps = new Set(characters.slice(1).map((one, at) => one.codePointAt(0)! - characters[at]!.codePointAt(0)!));
  if (steps.size === 1) return true;
  return /^(.{1,4}?)\1+.{0,3}$/u.test(password);
}

function isPersonal(password: string, { email, names }: PasswordContext): boolean {
  const [local = '', domain = ''] = email.split('@');
  const words = [email, local, domain, domain.split('.')[0]!, ...names, ...names.flatMap((name) => name.split(/\s+/))]
    .concat(local.split(/[._+-]/), PRODUCT)
    .map(lower)
    .filter((word) => word.length >= (/\p{Script=Han}/u.test(word) ? 2 : 3))
    .toSorted((a, b) => b.length - a.length);
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), password);
  return rest !== password && [...rest].length < OWN_PART;
}

/**
 * What is wrong with a password that is long enough: known from breaches, made of the operator's own words, or of
 * repetition. Undefined when nothing is. Pure; `common` is what `check-password.ts` reads.
 */
export function findPasswordFault(password: string, context: PasswordContext): PasswordFault | undefined {
  const text = lower(password);
  if (isPersonal(text, context)) return 'password_personal';
  if (isCommon(text, context.common)) return 'password_common';
  if (isRepeated(text)) return 'password_repeated';
  return undefined;
}
