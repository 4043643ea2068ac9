import { createHmac } from 'node:crypto';
import { CallbackRefused } from '#modules/connections/index.ts';
import { sameSecret } from '../shared/same-secret.ts';

/** Seconds that a message's time may be off, either way. */
const TOLERANCE = 300;
const PREFIX = 'whsec_';

/** A secret as Standard Webhooks writes it: `whsec_` and 24 to 64 bytes in base64. */
export function isWebhookSecret(secret: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) return false;
  const { length } = keyOf(secret);
  return length >= 24 && length <= 64;
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

/** The signature of one message, `v1,…`: HMAC-SHA256 over id, timestamp (seconds) and body, joined by dots: standardwebhooks.com. */
export function signWebhook(secret: string, message: { id: string; timestamp: number; body: string | Buffer }): string {
  const hmac = createHmac('sha256', keyOf(secret)).update(`${message.id}.${message.timestamp}.`).update(message.body);
  return `v1,${hmac.digest('base64')}`;
}

/** Checks a signed message that came, and gives its id and time. Throws CallbackRefused before anything of the body is read. */
export function verifyWebhook(
  secret: string,
  request: { headers: Readonly<Record<string, string | undefined>>; body: Buffer },
  now: number,
): { id: string; timestamp: number } {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = request.headers;
  if (!id || !time || !signatures || id.length > 200) throw new CallbackRefused('unsigned');
  const timestamp = /^\d{1,12}$/.test(time) ? Number(time) : Number.NaN;
  const expected = signWebhook(secret, { id, timestamp, body: request.body });
  // Several while the sender changes its secret; each is compared, whichever fits.
  const fits = signatures
    .split(' ')
    .slice(0, 10)
    .map((signature) => sameSecret(signature, expected));
  if (!fits.includes(true)) throw new CallbackRefused('wrong_signature');
  if (!(Math.abs(now / 1000 - timestamp) <= TOLERANCE)) throw new CallbackRefused('old');
  return { id, timestamp };
}
