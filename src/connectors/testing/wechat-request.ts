import { randomBytes } from 'node:crypto';
import type { CallbackRequest } from '#modules/connections/index.ts';
import { type CallbackKeys, seal, signatureOf } from '../shared/wechat-crypto.ts';

/** Parts of a callback that a test may spoil. */
export type Spoiled = { timestamp?: string; signature?: string; ciphertext?: string; body?: string };

/** An encrypted POST as a platform of the WeChat family sends it at `now` (ms). */
export function encryptedPost(xml: string, keys: CallbackKeys, now: number, spoiled: Spoiled = {}): CallbackRequest {
  const timestamp = spoiled.timestamp ?? String(Math.floor(now / 1000));
  const nonce = randomBytes(5).toString('hex');
  const ciphertext = spoiled.ciphertext ?? seal(xml, keys, randomBytes(16));
  const body =
    spoiled.body ?? `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`;
  const signature = spoiled.signature ?? signatureOf(keys.token, timestamp, nonce, ciphertext);
  return {
    method: 'POST',
    query: { timestamp, nonce, msg_signature: signature, encrypt_type: 'aes' },
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(body),
  };
}
