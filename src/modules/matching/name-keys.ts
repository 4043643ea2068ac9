/** What people put around a name: a place, a duty, a number, a note in brackets. */
const BRACKETS = /[(（[【〔「『<《].*?[)）\]】〕」』>》]/gu;
const TAIL = /[\s\-_·•|｜/\\~.,:;@#&+0-9]+.*$/u;
const NOISE = /[^\p{L}\p{N}]/gu;

/**
 * A name as it is compared: compatibility forms folded (full width, ligatures, superscripts), accents and case dropped,
 * and nothing left but letters and digits.
 */
export const foldName = (name: string): string => (PLAIN.test(name) ? name.toLowerCase() : folded(name));

/** Letters and digits of ASCII and the common Han characters are as they are compared but for their case. */
const PLAIN = /^[A-Za-z0-9\u4E00-\u9FFF]*$/;

const folded = (name: string): string =>
  name.normalize('NFKD').replaceAll(/\p{M}/gu, '').normalize('NFKC').toLowerCase().replaceAll(NOISE, '');

/** The name without what people put behind it: `张三-上海`, `张三（产品）` and `zhangsan_88` are 张三 and zhangsan. */
export function baseName(name: string): string {
  const bare = name.normalize('NFKC').replaceAll(BRACKETS, ' ').trim();
  return foldName(bare.replace(TAIL, '')) || foldName(bare);
}

const HAN = /\p{Script=Han}/u;

/** Whether a folded name says enough to compare by it: two Han characters, or three others. */
export const isTelling = (folded: string): boolean => [...folded].length >= (HAN.test(folded) ? 2 : 3);

const NEAR_FROM = { han: 4, other: 6 };
const NEAR_TO = 20;

/** Two moduli of which the remainders together make a key of 52 bits: two names that share one by chance are not met. */
const MODULI = [67_108_859, 67_108_837] as const;
const BASE = 131_101;

/** The remainders of a name read as a number, of each of its beginnings, by one of the moduli. */
function beginnings(codes: readonly number[], modulus: number): number[] {
  const all = [0];
  for (const code of codes) all.push((all.at(-1)! * BASE + code + 1) % modulus);
  return all;
}

/**
 * A key for each form of a folded name with one letter left out, and for the name: two names one letter apart share one.
 * None for short names. Numbers, worked out of the name's beginnings and ends, because there are many.
 */
export function nearForms(folded: string): number[] {
  const letters = [...folded];
  const least = HAN.test(folded) ? NEAR_FROM.han : NEAR_FROM.other;
  if (letters.length < least || letters.length > NEAR_TO || /^\d+$/.test(folded)) return [];
  const codes = letters.map((letter) => letter.codePointAt(0)!);
  const keys = new Array<number>(letters.length + 1).fill(0);
  for (const modulus of MODULI) {
    const starts = beginnings(codes, modulus);
    keys[letters.length] = keys[letters.length]! * MODULI[0] + starts.at(-1)!;
    let end = 0;
    let power = 1;
    for (let at = letters.length - 1; at >= 0; at--) {
      keys[at] = keys[at]! * MODULI[0] + ((starts[at]! * power + end) % modulus);
      end = (end + (codes[at]! + 1) * power) % modulus;
      power = (power * BASE) % modulus;
    }
  }
  // Leaving out either of two equal letters side by side gives the same.
  return keys.filter((_, at) => at === 0 || at === letters.length || letters[at] !== letters[at - 1]);
}

/** Whether one letter more, less or other makes one name of another. Equal names are not near. */
export function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 2) return false;
  const [x, y] = [[...a], [...b]];
  if (Math.abs(x.length - y.length) > 1) return false;
  let start = 0;
  while (start < x.length && start < y.length && x[start] === y[start]) start++;
  let end = 0;
  while (end < x.length - start && end < y.length - start && x.at(-1 - end) === y.at(-1 - end)) end++;
  return x.length - start - end <= 1 && y.length - start - end <= 1;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d\s\-().]{7,20}$/;

/** An address that is somebody's own, as it is compared: an e-mail in lower case, a phone's last digits. */
export function contactOf(value: string): string | undefined {
  const text = value.normalize('NFKC').trim();
  if (EMAIL.test(text)) return text.toLowerCase();
  if (!PHONE.test(text)) return undefined;
  const digits = text.replaceAll(/\D/g, '');
  // Without the country's code, which one writes and the other does not.
  return digits.length >= 8 ? digits.slice(-11).replace(/^0+/, '') : undefined;
}

/** A handle that somebody names as theirs: `@lin_xiao`, without the sign; undefined for what is none. */
export function handleOf(value: string): string | undefined {
  const text = value.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
  return /^[\p{L}\p{N}_.-]{2,40}$/u.test(text) ? text : undefined;
}
