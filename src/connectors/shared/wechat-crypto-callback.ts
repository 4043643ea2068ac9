import { randomBytes } from 'node:crypto';
import { type CallbackRequest, CallbackRefused } from '#modules/connections/index.ts';
import { sameSecret } from './same-secret.ts';
import { type CallbackKeys, seal, signatureOf, unseal } from './wechat-crypto.ts';

/** A request whose timestamp is further than this from now, in seconds, is a replay or of a clock that is wrong. */
const OLDEST_SECONDS = 300;
const LARGEST_BODY = 256 * 1024;

/** Found in the bytes, before anything is parsed: the only element of an encrypted body that matters, once. */
const ENCRYPT = /<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/]{1,262144}={0,2})(?:\]\]>)?\s*<\/Encrypt>/g;

/** Whether the seconds of a request are near now; something that is no number is not. */
function isFresh(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now / 1000) <= OLDEST_SECONDS;
}

/**
 * Checks that `signature` signs the parts with the token, then that the time is near. The comparison is made whatever is missing,
 * so that all refusals take the same time.
 */
function checkSigned(
  request: CallbackRequest,
  given: string | undefined,
  token: string,
  ciphertext: string | undefined,
  now: number,
): void {
  const { timestamp = '', nonce = '' } = request.query;
  const parts = [token, timestamp, nonce, ...(ciphertext === undefined ? [] : [ciphertext])];
  const right = sameSecret(signatureOf(...parts), given ?? '');
  const fresh = isFresh(timestamp, now);
  if (given === undefined || given === '') throw new CallbackRefused('unsigned');
  if (!right) throw new CallbackRefused('wrong_signature');
  if (!fresh) throw new CallbackRefused('old');
}

/**
 * The XML inside an encrypted POST. Signature (`msg_signature`, over the ciphertext), time, padding and receiver are checked
 * before it is given back; a body without a ciphertext (plain mode) counts as unsigned. `now` in milliseconds.
 */
export function openPost(request: CallbackRequest, keys: CallbackKeys, now: number): string {
  const large = request.body.length > LARGEST_BODY;
  const found = large ? [] : [...request.body.toString('latin1').matchAll(ENCRYPT)];
  const ciphertext = found[0]?.[1] ?? '';
  checkSigned(request, request.query.msg_signature, keys.token, ciphertext, now);
  if (large) throw new CallbackRefused('too_large');
  if (ciphertext === '') throw new CallbackRefused('unsigned');
  if (found.length !== 1) throw new CallbackRefused('malformed');
  return unseal(ciphertext, keys);
}

/** The plaintext that an encrypted GET (WeCom's verification of the address) must be answered with. */
export function openEcho(request: CallbackRequest, keys: CallbackKeys, now: number): string {
  const echo = request.query.echostr ?? '';
  checkSigned(request, request.query.msg_signature, keys.token, echo, now);
  return unseal(echo, keys);
}

/** The text that a plain GET (an Official Account's verification) must be answered with: the platform's own, unchanged. */
export function plainEcho(request: CallbackRequest, token: string, now: number): string {
  checkSigned(request, request.query.signature, token, undefined, now);
  const echo = request.query.echostr ?? '';
  // The signature does not cover it, so nothing but a short word is given back.
  if (!/^[\w-]{1,128}$/.test(echo)) throw new CallbackRefused('malformed');
  return echo;
}

/** An encrypted answer in the outer XML that the platform takes. `random` is 16 bytes. */
export function sealedReply(xml: string, keys: CallbackKeys, now: number, random = randomBytes(16)): string {
  const timestamp = String(Math.floor(now / 1000));
  const nonce = random.toString('hex').slice(0, 10);
  const ciphertext = seal(xml, keys, random);
  const signature = signatureOf(keys.token, timestamp, nonce, ciphertext);
  return `<xml><Encrypt><![CDATA[${ciphertext}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`;
}
