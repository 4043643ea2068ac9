import { hash, randomFillSync } from 'node:crypto';

/** The id that stands for "none" where a column cannot be null. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

const format = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

// Randomness is fetched for 256 ids at a time: asking the system costs more than everything else here.
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** A new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then randomness, so ids sort by creation time. */
export function newId(now: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, (used += 16));
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return format(bytes.toString('hex'));
}

/**
 * A 128-bit id derived from its parts, written as a UUIDv8 (RFC 9562). Equal parts give equal ids in every process,
 * so repeated imports and live events that overlap meet in the same row. Parts are length-prefixed: ("ab","c") and
 * ("a","bc") differ.
 */
export function derivedId(...parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += prefixed(part);
  const hex = hash('sha256', text, 'hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const prefixed = (part: string): string => `${Buffer.byteLength(part)}:${part}`;

/** Writes an id into 16 bytes from `at` on, in the order in which ids are written. */
export type IdDeriver = (last: string, into: Uint8Array, at: number) => void;

/** For streams: derives the ids `derivedId(...first, last)` of many last parts, as bytes. */
export function idDeriver(...first: readonly string[]): IdDeriver {
  const head = first.map(prefixed).join('');
  return (last, into, at) => {
    // One character a byte: cheaper than a buffer of its own for each digest.
    const digest = hash('sha256', head + prefixed(last), 'binary');
    for (let i = 0; i < 16; i++) into[at + i] = digest.charCodeAt(i);
    into[at + 6] = (into[at + 6]! & 0x0f) | 0x80;
    into[at + 8] = (into[at + 8]! & 0x3f) | 0x80;
  };
}

/** The id whose 16 bytes start at `at`, as text. */
export const idFromBytes = (bytes: Uint8Array, at = 0): string =>
  format(Buffer.from(bytes.buffer, bytes.byteOffset + at, 16).toString('hex'));

/** The 16 bytes of an id, in the order in which it is written. */
export const idBytes = (id: string): Uint8Array => new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex'));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a lower-case UUID. */
export const isId = (text: string): boolean => UUID.test(text);
