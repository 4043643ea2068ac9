import {
  type CallbackAnswer,
  CallbackRefused,
  type CallbackRequest,
  type ConnectorContext,
} from '#modules/connections/index.ts';
import { mapBody } from './map-body.ts';
import { templateOf, type WebhookSettings } from './settings.ts';
import { verifyWebhook } from './standard-webhooks.ts';

/** Twice the tolerance: past it the time alone refuses. */
const REMEMBERED = 600;

/**
 * Takes signed JSON. The very same request again is refused as replayed; a sender that tries again signs anew with the same id, and its
 * events, whose ids follow from it, count once.
 */
export async function takeWebhook(
  request: CallbackRequest,
  context: ConnectorContext<WebhookSettings>,
): Promise<CallbackAnswer> {
  if (request.method !== 'POST') throw new CallbackRefused('unsigned');
  const { id, timestamp } = verifyWebhook(context.settings.secret, request, context.now());
  const body = jsonOf(request.body);
  const { heard, chats, faults } = mapBody(templateOf(context.settings), body, { id, at: timestamp * 1000 });
  if (faults.length > 0) {
    context.log.warn(
      { faults: faults.slice(0, 10), webhookId: id },
      'a signed body does not fit the mapping; nothing of it was taken',
    );
    throw new CallbackRefused('malformed', 422);
  }
  if (chats.length > 0) await context.discover(chats.map((chat) => ({ ...chat, kind: 'group' })));
  if (heard.length > 0) await context.hear(heard);
  // Asked last, so that what could not be kept may come again as it is; hearing a replay again changed nothing, its ids are known.
  if (!(await context.once(`in:${id}:${timestamp}`, REMEMBERED))) throw new CallbackRefused('replayed');
  return { status: 204 };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new CallbackRefused('malformed', 400);
  }
}
