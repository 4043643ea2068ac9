import {
  type CallbackAnswer,
  type CallbackRequest,
  CallbackRefused,
  type ConnectorContext,
  type Heard,
} from '#modules/connections/index.ts';
import { openEcho, openPost } from '../shared/wechat-crypto-callback.ts';
import { readXml, textOf, type XmlFields } from '../shared/wechat-crypto-xml.ts';
import { hearContact, whenOf } from './contacts.ts';
import { hearChatChange } from './group-chats.ts';
import { callbackKeys, type WecomSettings } from './settings.ts';
import { wecomApi } from './wecom-api.ts';

type Context = ConnectorContext<WecomSettings>;

/** Verification of the address (GET), or something that happened (POST), durable before it is answered. */
export async function wecomCallback(request: CallbackRequest, context: Context): Promise<CallbackAnswer> {
  const keys = callbackKeys(context.settings);
  const answer = (body: string): CallbackAnswer => ({ status: 200, type: 'text/plain; charset=utf-8', body });
  if (request.method === 'GET') return answer(openEcho(request, keys, context.now()));
  const xml = openPost(request, keys, context.now());
  context.log.debug({ in: xml }, 'a callback, opened');
  await take(readXml(xml), context);
  return answer('success');
}

async function take(fields: XmlFields, context: Context): Promise<void> {
  const type = textOf(fields, 'MsgType');
  if (type === '') throw new CallbackRefused('malformed', 400);
  if (type !== 'event') {
    await context.hear([appMessage(type, fields)]);
    return;
  }
  switch (textOf(fields, 'Event')) {
    case 'change_external_contact':
      return hearContact(fields, context);
    case 'change_external_chat':
      return hearChatChange(wecomApi(context), fields, context);
    default:
      context.log.debug({ event: textOf(fields, 'Event') }, 'an event of no concern');
  }
}

/** Something that a staff member wrote to the app. */
function appMessage(type: string, fields: XmlFields): Heard {
  const member = textOf(fields, 'FromUserName');
  const message = textOf(fields, 'MsgId');
  if (member === '' || message === '') throw new CallbackRefused('malformed', 400);
  const text = textOf(fields, 'Content') || textOf(fields, 'Label');
  return {
    event: {
      id: `message:${message}`,
      kind: 'message',
      member,
      at: whenOf(fields),
      staff: true,
      ...(text === '' ? {} : { text }),
      ...(type === 'text' ? {} : { media: type }),
    },
  };
}
