import type { CallbackAnswer, CallbackRequest, ConnectorContext } from '#modules/connections/index.ts';
import { openPost, plainEcho, sealedReply } from '../shared/wechat-crypto-callback.ts';
import { readXml, textOf, type XmlFields } from '../shared/wechat-crypto-xml.ts';
import { officialHeard } from './official-heard.ts';
import { passiveReply } from './official-message.ts';
import { ticketKey } from './official-send.ts';
import type { PassiveReplies } from './passive-replies.ts';
import { callbackKeys, type OfficialSettings } from './settings.ts';

type Context = ConnectorContext<OfficialSettings>;

const TAKEN: CallbackAnswer = { status: 200, type: 'text/plain; charset=utf-8', body: 'success' };
/** The platform waits five seconds; a passive reply is worth nothing afterwards. */
const TICKET_SECONDS = 5;

/**
 * Takes a callback: verification of the address (GET), or a message (POST), heard before it is answered. Where sends leave from this
 * process, the answer waits a little for a passive reply.
 */
export async function officialCallback(
  request: CallbackRequest,
  context: Context,
  replies: PassiveReplies,
): Promise<CallbackAnswer> {
  if (request.method === 'GET') return { ...TAKEN, body: plainEcho(request, context.settings.token, context.now()) };
  const xml = openPost(request, callbackKeys(context.settings), context.now());
  context.log.debug({ in: xml }, 'a callback, opened');
  const fields = readXml(xml);
  const heard = officialHeard(fields);
  await tellResult(fields, context);
  const { id, kind } = heard.event;
  const answerable = kind !== 'system' && kind !== 'leave' && context.settings.passiveWait > 0;
  if (!answerable || !replies.isOpen(context.connectionId)) {
    await context.hear([heard]);
    return TAKEN;
  }
  const part = await waitForReply(id, context, replies, () => context.hear([heard]));
  if (part === undefined) return TAKEN;
  const talk = { account: textOf(fields, 'ToUserName'), follower: heard.event.member, now: context.now() };
  return {
    status: 200,
    type: 'application/xml; charset=utf-8',
    body: sealedReply(passiveReply(part, talk), callbackKeys(context.settings), context.now()),
  };
}

/** Opens the way back before anything is heard, so that no reaction is quicker than it. */
async function waitForReply(
  eventId: string,
  context: Context,
  replies: PassiveReplies,
  hear: () => Promise<unknown>,
): Promise<string | undefined> {
  const ticket = `passive:${eventId}`;
  const key = ticketKey(context.connectionId, ticket);
  const reply = replies.wait(key, context.settings.passiveWait * 1000, context.now());
  try {
    await context.ticket(eventId, ticket, TICKET_SECONDS);
    await hear();
  } catch (error) {
    replies.release(key);
    throw error;
  }
  return reply;
}

/** What the platform says of a template message some time after it took it. */
async function tellResult(fields: XmlFields, context: Context): Promise<void> {
  if (textOf(fields, 'Event') !== 'TEMPLATESENDJOBFINISH') return;
  const status = textOf(fields, 'Status');
  const id = textOf(fields, 'MsgID');
  if (id === '' || status === 'success') return;
  const code = status.includes('user block') ? 'blocked' : 'not_delivered';
  await context.late?.(id, { fate: 'refused', code, reason: status });
}
