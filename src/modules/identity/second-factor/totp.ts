import { createHmac, timingSafeEqual } from 'node:crypto';

/** What authenticator apps expect by default: SHA-1, six digits, a new code every 30 seconds (RFC 6238). */
const STEP_MS = 30_000;
const DIGITS = 6;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 of RFC 4648 without padding: what an app reads when the code is typed in. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >>> (bits - 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** The bytes of a base 32 text; characters outside its alphabet are left out. */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text.toUpperCase()) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) continue;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((value >>> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}

/** HOTP of RFC 4226, section 5.3: dynamic truncation of an HMAC-SHA-1. */
function codeOfStep(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.at(-1)! & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The code that an app shows at an instant (milliseconds). */
export const codeAt = (secret: Buffer, now: number): string => codeOfStep(secret, Math.floor(now / STEP_MS));

/**
 * The step whose code this is at `now`; undefined when it is none. Only the present step counts, so that a code lives 30
 * seconds at most (ASVS 6.5.5). RFC 6238, section 5.2, would let one before it pass for slow networks; phones and servers
 * keep their clocks by themselves, and who comes too late reads the next code. Compared in constant time.
 */
export function stepOfCode(secret: Buffer, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const step = Math.floor(now / STEP_MS);
  return timingSafeEqual(Buffer.from(code), Buffer.from(codeOfStep(secret, step))) ? step : undefined;
}

/** What the QR code says to an app (key URI format): the account, the issuer and the secret. */
export const otpauthUri = (secret: string, email: string): string =>
  `otpauth://totp/Qunluo:${encodeURIComponent(email)}?${new URLSearchParams({ secret, issuer: 'Qunluo' })}`;
