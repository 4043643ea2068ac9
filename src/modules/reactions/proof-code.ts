import { createHash, randomInt } from 'node:crypto';

/** Crockford's alphabet: no I, L, O or U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const PREFIX = 'QL';

/**
 * A code to post in a group, as `QL-7K3M-9PXT`: 40 bits, which somebody who guesses for its 15 minutes at 100 messages a
 * second finds with a chance under one in ten million.
 */
export function newProofCode(random: (max: number) => number = randomInt): string {
  let code = '';
  for (let at = 0; at < LENGTH; at += 1) code += ALPHABET[random(ALPHABET.length)];
  return `${PREFIX}-${code.slice(0, 4)}-${code.slice(4)}`;
}

const FORM = new RegExp(`(?<![0-9A-Z])${PREFIX}[-—–－ ]?([0-9A-Z]{4})[-—–－ ]?([0-9A-Z]{4})(?![0-9A-Z])`, 'u');

/**
 * The code in a message, in its written form; undefined when there is none. Small letters, other dashes, full-width letters and
 * letters that are misread (O for 0, I and L for 1) are taken for what they mean.
 */
export function findProofCode(text: string): string | undefined {
  const found = FORM.exec(text.normalize('NFKC').toUpperCase());
  if (!found) return undefined;
  const body = `${found[1]}${found[2]}`.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return [...body].every((letter) => ALPHABET.includes(letter))
    ? `${PREFIX}-${body.slice(0, 4)}-${body.slice(4)}`
    : undefined;
}

/** What is kept of a code: whoever reads the table cannot post it. */
export const proofCodeHash = (code: string): Buffer => createHash('sha256').update(`proof code ${code}`).digest();
