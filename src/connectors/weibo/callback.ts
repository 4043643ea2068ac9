import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type CallbackAnswer, CallbackRefused, type CallbackRequest, type Heard } from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';
import { sameSecret } from '../shared/same-secret.ts';
import { findComment, statusId } from './poll.ts';
import type { WeiboContext } from './weibo-api.ts';

/** A push is repeated three times within seconds; anything older than this is not Weibo's. */
const WINDOW_SECONDS = 600;

/** sha1 of the sorted concatenation of app secret, timestamp, nonce: open.weibo.com/wiki/消息推送服务. */
export const weiboSignature = (appSecret: string, timestamp: string, nonce: string): string =>
  createHash('sha1').update([appSecret, timestamp, nonce].sort().join('')).digest('hex');

/**
 * Takes a push of Weibo. The signature covers neither body nor kind of request, so one signature is good for one body: another body under
 * a signature that came before is a forgery and refused.
 */
export async function takeWeiboPush(request: CallbackRequest, context: WeiboContext): Promise<CallbackAnswer> {
  const signature = checkSignature(request, context);
  if (request.method === 'GET') return { status: 200, type: 'text/plain', body: request.query['echostr'] ?? '' };
  await bindBody(signature, request.body, context);
  const push = pushSchema.safeParse(objectOf(request.body.toString('utf8')));
  if (!push.success) throw new CallbackRefused('malformed', 400);
  if (push.data.receiver_id !== context.settings.uid && push.data.sender_id !== context.settings.uid)
    throw new CallbackRefused('wrong_receiver');
  const heard =
    push.data.type === 'mention' ? await mentionOf(push.data, context) : heardOf(push.data, context.settings.uid);
  if (heard !== undefined) await context.hear([heard]);
  // An empty answer says: taken, nothing to reply at once, do not repeat.
  return { status: 200, type: 'text/plain', body: '' };
}

function checkSignature({ query }: CallbackRequest, { settings, now }: WeiboContext): string {
  const { signature = '', timestamp = '', nonce = '' } = query;
  if (signature === '') throw new CallbackRefused('unsigned');
  if (!sameSecret(signature.toLowerCase(), weiboSignature(settings.appSecret, timestamp, nonce)))
    throw new CallbackRefused('wrong_signature');
  // Milliseconds in their example, seconds in others'.
  const seconds = Number(timestamp) > 1e11 ? Number(timestamp) / 1000 : Number(timestamp);
  if (!(Math.abs(now() / 1000 - seconds) <= WINDOW_SECONDS)) throw new CallbackRefused('old');
  return signature.toLowerCase();
}

async function bindBody(signature: string, body: Buffer, context: WeiboContext): Promise<void> {
  const hash = createHash('sha256').update(body).digest('hex');
  const newBody = await context.once(`push:${signature}:${hash}`, 2 * WINDOW_SECONDS);
  const newSignature = await context.once(`push:${signature}`, 2 * WINDOW_SECONDS);
  if (newBody && !newSignature) throw new CallbackRefused('replayed');
}

const id = z.union([z.string(), z.number()]).transform(String);
const pushSchema = z.looseObject({
  type: z.string().max(60),
  sender_id: id,
  receiver_id: id,
  created_at: z.string(),
  text: z.string().default(''),
  data: z.looseObject({ subtype: z.string().optional(), key: id.optional() }).catch({}).default({}),
});
type Push = z.infer<typeof pushSchema>;

/** What a push of an event is: fans come and go by following; `via` keeps what they did. */
const KINDS: Partial<Record<string, string>> = {
  follow: 'join',
  subscribe: 'join',
  scan_follow: 'join',
  unfollow: 'leave',
  unsubscribe: 'leave',
  scan: 'click',
  click: 'click',
  view: 'click',
};

function heardOf(push: Push, uid: string): Heard | undefined {
  const about = { member: push.sender_id, at: timeOf(push), ...(push.sender_id === uid && { bot: true }) };
  const { subtype = '', key } = push.data;
  if (push.type !== 'event')
    return { event: { ...about, id: pushId(push), kind: 'message', text: push.text, ...shownKind(push.type) } };
  const kind = KINDS[subtype];
  if (kind === undefined) return undefined;
  // A code that was scanned carries where they came from; a menu button its name.
  const named = subtype.startsWith('scan') ? { channelCode: key } : kind === 'click' ? { menu: key } : { key };
  const via = kind === 'click' && subtype !== 'scan' ? 'menu' : subtype;
  return { event: { ...about, id: pushId(push), kind, via, ...(key !== undefined && named) } };
}

function timeOf(push: Push): string {
  const at = new Date(push.created_at);
  if (Number.isNaN(at.getTime())) throw new CallbackRefused('malformed', 400);
  return at.toISOString();
}

const shownKind = (type: string): { media?: string } => (type === 'text' ? {} : { media: type });

/**
 * A mention in a post or a comment, under the id that the look at mentions finds it by. The push names a comment without its post, so the
 * post is asked for; where that fails the next look tells it.
 */
async function mentionOf(push: Push, context: WeiboContext): Promise<Heard | undefined> {
  const { subtype, key } = push.data;
  if (key === undefined) return undefined;
  if (subtype === 'comment') return findComment(context, key).catch(() => undefined);
  const at = timeOf(push);
  const event = { id: statusId(key), kind: 'message', member: push.sender_id, at, text: push.text };
  return { chat: context.settings.uid, event: { ...event, mentions: [context.settings.uid] } };
}

/** Weibo gives its pushes no id and says to tell them apart by sender and second; two of one second differ in what they say. */
function pushId(push: Push): string {
  const said = JSON.stringify([push.type, push.text, push.data]);
  const hash = createHash('sha256').update(said).digest('hex').slice(0, 16);
  return `p:${push.sender_id}:${Date.parse(push.created_at)}:${hash}`;
}
