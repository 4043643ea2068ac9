import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type CallbackAnswer, CallbackRefused, type CallbackRequest } from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';
import { sameSecret } from '../shared/same-secret.ts';
import type { FacebookContext } from './graph-api.ts';
import { changeHeard, changeSchema } from './page-changes.ts';
import { messagingHeard, messagingSchema } from './page-messages.ts';

/** `sha256=` and the HMAC of the raw body: developers.facebook.com/docs/graph-api/webhooks/getting-started. */
export const hubSignature = (appSecret: string, body: Buffer): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

const entrySchema = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  time: z.number().optional(),
  changes: z.array(z.unknown()).default([]),
  messaging: z.array(z.unknown()).default([]),
});
const bodySchema = z.looseObject({ object: z.literal('page'), entry: z.array(entrySchema).max(1000) });

/**
 * Takes what Facebook tells of the Page. Answered only when all of it is durable: Facebook repeats what it got no 200 for, over
 * hours, and a repeat has the same ids. Entries of other Pages of the same app, and kinds nobody knows yet, are passed over.
 */
export async function takeFacebookCall(request: CallbackRequest, context: FacebookContext): Promise<CallbackAnswer> {
  if (request.method === 'GET') return verify(request, context);
  const signature = request.headers['x-hub-signature-256'];
  if (signature === undefined) throw new CallbackRefused('unsigned');
  if (!sameSecret(signature, hubSignature(context.settings.appSecret, request.body)))
    throw new CallbackRefused('wrong_signature');
  const body = bodySchema.safeParse(objectOf(request.body.toString('utf8')));
  if (!body.success) throw new CallbackRefused('malformed', 400);
  const { pageId } = context.settings;
  const mine = body.data.entry.filter((entry) => entry.id === pageId);
  const heard = mine.flatMap((entry) => [
    ...known(changeSchema, entry.changes).map((change) => changeHeard(change, pageId, entry.time ?? 0)),
    ...known(messagingSchema, entry.messaging).map((messaging) => messagingHeard(messaging, pageId)),
  ]);
  const events = heard.filter((event) => event !== undefined);
  if (events.length > 0) await context.hear(events);
  return { status: 200, type: 'text/plain', body: 'EVENT_RECEIVED' };
}

/** The parts that have the shape we know; one that has not must not make Facebook repeat, and at last withhold, the rest. */
const known = <Part>(schema: z.ZodType<Part>, parts: readonly unknown[]): Part[] =>
  parts.flatMap((part) => {
    const parsed = schema.safeParse(part);
    return parsed.success ? [parsed.data] : [];
  });

function verify({ query }: CallbackRequest, { settings }: FacebookContext): CallbackAnswer {
  const token = query['hub.verify_token'];
  if (token === undefined || query['hub.mode'] !== 'subscribe') throw new CallbackRefused('unsigned');
  if (!sameSecret(token, settings.verifyToken)) throw new CallbackRefused('wrong_signature');
  return { status: 200, type: 'text/plain', body: query['hub.challenge'] ?? '' };
}
