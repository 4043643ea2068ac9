import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { CallbackRefused } from '#modules/connections/index.ts';
import { sameSecret } from './same-secret.ts';

/**
 * Keys of a callback of the WeChat family (Official Account, WeCom): `aesKey` is 32 bytes, `receiverId` the app id or corp id that a
 * message must be meant for.
 */
export type CallbackKeys = { token: string; aesKey: Buffer; receiverId: string };

const PAD = 32;
const RANDOM = 16;
const LENGTH = 4;

/** 43 letters and digits; the platform leaves the last “=” of the base64 off. */
export const ENCODING_AES_KEY = /^[A-Za-z0-9+/]{43}$/;

/** The 32 bytes that an EncodingAESKey stands for. */
export const aesKeyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64');

/** sha1 of the sorted concatenation of token, timestamp, nonce and (encrypted requests) the ciphertext; hex. */
export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1')
    .update(parts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(''))
    .digest('hex');
}

/**
 * Encrypts a message as the platform does: AES-256-CBC (IV = first 16 bytes of the key) over 16 random bytes, the length as uint32
 * big-endian, the message and the receiver, padded to 32 (PKCS#7). Base64.
 */
export function seal(message: string, keys: CallbackKeys, random: Buffer): string {
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random.subarray(0, RANDOM), length, body, Buffer.from(keys.receiverId, 'utf8')]);
  const pad = PAD - (plain.length % PAD);
  const cipher = createCipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/**
 * The message inside a ciphertext. Call it only after the signature was found right. Padding, length and receiver are checked, as
 * adapters that skipped them took messages meant for others; what is wrong is refused as malformed or wrong_receiver.
 */
export function unseal(ciphertext: string, keys: CallbackKeys): string {
  const sealed = Buffer.from(ciphertext, 'base64');
  if (sealed.length === 0 || sealed.length % 16 !== 0 || sealed.toString('base64') !== ciphertext)
    throw new CallbackRefused('malformed');
  const decipher = createDecipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16)).setAutoPadding(false);
  const plain = withoutPadding(Buffer.concat([decipher.update(sealed), decipher.final()]));
  const start = RANDOM + LENGTH;
  if (plain.length < start) throw new CallbackRefused('malformed');
  const end = start + plain.readUInt32BE(RANDOM);
  if (end > plain.length) throw new CallbackRefused('malformed');
  if (!sameSecret(plain.toString('utf8', end), keys.receiverId)) throw new CallbackRefused('wrong_receiver');
  return plain.toString('utf8', start, end);
}

/** Takes PKCS#7 padding to 32 off; each of its bytes is looked at, whatever the first says. */
function withoutPadding(plain: Buffer): Buffer {
  const pad = plain.at(-1) ?? 0;
  const possible = pad >= 1 && pad <= PAD && pad <= plain.length;
  let differing = possible ? 0 : 1;
  for (const byte of plain.subarray(possible ? plain.length - pad : 0)) differing |= possible ? byte ^ pad : 0;
  if (differing !== 0) throw new CallbackRefused('malformed');
  return plain.subarray(0, plain.length - pad);
}
