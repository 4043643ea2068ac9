import { asText, type ConnectorContext, type Outgoing, type SendOutcome } from '#modules/connections/index.ts';
import { askPlatform, judgeStatus, objectOf } from '../shared/ask-platform.ts';
import type { WebhookSettings } from './settings.ts';
import { signWebhook } from './standard-webhooks.ts';

/** Posts one message to the address of the connection, signed; its `webhook-id` is the same when it is tried again. */
export async function sendWebhook(message: Outgoing, context: ConnectorContext<WebhookSettings>): Promise<SendOutcome> {
  const { target, secret, allowPrivate, prefix } = context.settings;
  if (target === '')
    return {
      fate: 'refused',
      code: 'no_target',
      reason: 'this connection only receives: it has no address to send to',
    };
  const id = `msg_${message.id}`;
  const timestamp = Math.floor(context.now() / 1000);
  const body = JSON.stringify(bodyOf(message, timestamp, prefix));
  const answer = await askPlatform(context.fetch, target, {
    method: 'POST',
    body,
    onlyPublic: !allowPrivate,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Qunluo',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(secret, { id, timestamp, body }),
    },
  });
  if ('fate' in answer) return answer;
  // "The endpoint is gone, stop sending": standardwebhooks.com, section on failures.
  if (answer.status === 410) return { fate: 'revoked', reason: 'the receiver answered 410: it wants nothing more' };
  const judged = judgeStatus(answer, context.now());
  if (judged !== undefined) return judged;
  const given = objectOf(answer.text)?.['id'];
  return { fate: 'sent', id: typeof given === 'string' ? `${prefix}${given}` : id };
}

/** What the receiver reads. `text` is the content in words, for receivers that want no more. */
function bodyOf({ to, content, replyTo, replaces }: Outgoing, timestamp: number, prefix: string): unknown {
  const theirs = (id: string): string => (id.startsWith(prefix) ? id.slice(prefix.length) : id);
  return {
    type: 'message',
    timestamp: new Date(timestamp * 1000).toISOString(),
    data: {
      to: { kind: to.kind, id: theirs(to.id) },
      text: asText(content),
      content,
      ...(replyTo !== undefined && { replyTo: theirs(replyTo) }),
      ...(replaces !== undefined && { replaces: theirs(replaces) }),
    },
  };
}
