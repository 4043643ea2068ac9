import { signWebhook, verifyWebhook } from '../standard-webhooks.ts';
import { type PlatformServer, startPlatform } from '../../testing/platform-server.ts';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('twenty-four bytes of it!').toString('base64')}`;

/** Somebody's program that takes web hooks: it checks signature and time, and takes each `webhook-id` once. */
export type WebhookReceiver = PlatformServer & {
  taken: { id: string; body: { type: string; data: Record<string, unknown> } }[];
  /** Set: nothing is wanted any more. */
  gone: boolean;
};

/** Starts it on a free port. */
export async function startReceiver(secret = WEBHOOK_SECRET): Promise<WebhookReceiver> {
  const platform = await startPlatform((asked) => {
    if (receiver.gone) return { status: 410 };
    if (asked.method === 'HEAD') return { status: 405 };
    let id: string;
    try {
      id = verifyWebhook(secret, { headers: asked.headers as Record<string, string>, body: asked.body }, Date.now()).id;
    } catch {
      return { status: 401 };
    }
    if (receiver.taken.every((message) => message.id !== id))
      receiver.taken.push({ id, body: JSON.parse(asked.body.toString()) });
    return { json: { id: `theirs-${receiver.taken.length}` } };
  });
  const receiver: WebhookReceiver = Object.assign(platform, { taken: [], gone: false });
  return receiver;
}

/** A signed request as somebody's program sends it. */
export function signedRequest(body: string, options: { id?: string; now?: number; secret?: string } = {}) {
  const { id = 'msg_1', now = Date.now(), secret = WEBHOOK_SECRET } = options;
  const timestamp = Math.floor(now / 1000);
  return {
    method: 'POST' as const,
    query: {},
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(secret, { id, timestamp, body }),
    },
    body: Buffer.from(body),
  };
}
