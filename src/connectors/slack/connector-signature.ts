import { createHmac } from 'node:crypto';
import { CallbackRefused, type CallbackRequest } from '#modules/connections/index.ts';
import { sameSecret } from '../shared/same-secret.ts';

/** A request older or newer than this is refused, seconds: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const WINDOW_SECONDS = 300;

/** The signature of a body, version 0. */
export const slackSignature = (secret: string, timestamp: string, body: Buffer): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

/**
 * Throws CallbackRefused unless Slack signed the request lately. The signature is worked out whatever the timestamp says, so that the
 * answer takes the same time. `now` in milliseconds.
 */
export function checkSignature(request: CallbackRequest, secret: string, now: number): void {
  const timestamp = request.headers['x-slack-request-timestamp'];
  const signature = request.headers['x-slack-signature'];
  if (timestamp === undefined || signature === undefined) throw new CallbackRefused('unsigned');
  const matches = sameSecret(signature, slackSignature(secret, timestamp, request.body));
  // An empty secret is no secret: nothing is then taken.
  if (!matches || secret === '') throw new CallbackRefused('wrong_signature');
  const age = Math.abs(now / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || age > WINDOW_SECONDS) throw new CallbackRefused('old');
}
