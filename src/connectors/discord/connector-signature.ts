import { createPublicKey, verify } from 'node:crypto';
import { CallbackRefused, type CallbackRequest } from '#modules/connections/index.ts';

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const WINDOW_SECONDS = 300;

/** Whether a message was signed with the key, whose and whose signature's bytes are given in hexadecimal. */
export function isSignedBy(publicKey: string, message: Buffer, signature: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(publicKey) || !/^[0-9a-f]{128}$/i.test(signature)) return false;
  const der = Buffer.concat([DER_PREFIX, Buffer.from(publicKey, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, key, Buffer.from(signature, 'hex'));
}

/**
 * Throws CallbackRefused unless Discord signed the interaction lately: Ed25519 over timestamp and body,
 * https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint. `now` in milliseconds.
 */
export function checkInteraction(request: CallbackRequest, publicKey: string, now: number): void {
  const signature = request.headers['x-signature-ed25519'];
  const timestamp = request.headers['x-signature-timestamp'];
  if (signature === undefined || timestamp === undefined) throw new CallbackRefused('unsigned');
  if (!isSignedBy(publicKey, Buffer.concat([Buffer.from(timestamp), request.body]), signature))
    throw new CallbackRefused('wrong_signature');
  if (!(Math.abs(now / 1000 - Number(timestamp)) <= WINDOW_SECONDS)) throw new CallbackRefused('old');
}
