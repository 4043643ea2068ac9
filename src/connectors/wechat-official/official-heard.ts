import type { Heard } from '#modules/connections/index.ts';
import { CallbackRefused } from '#modules/connections/index.ts';
import { fieldsOf, textOf, type XmlFields } from '../shared/wechat-crypto-xml.ts';

/** An event with what every one of them has. */
type Event = Heard['event'] & { id: string; member: string; kind: string; at: string };
type Part = Record<string, unknown> & { kind: string };

/**
 * The event that a message of the platform is. Its id is the same when the platform repeats it: MsgId, or sender and time
 * (and kind and key, as somebody can do two things within a second) where there is none. Malformed ones are refused.
 */
export function officialHeard(fields: XmlFields): { event: Event } {
  const member = textOf(fields, 'FromUserName');
  const seconds = textOf(fields, 'CreateTime');
  const type = textOf(fields, 'MsgType');
  if (member === '' || type === '' || !/^\d{1,10}$/.test(seconds)) throw new CallbackRefused('malformed', 400);
  const part = type === 'event' ? eventPart(fields) : messagePart(type, fields);
  const event = {
    ...part,
    id: idOf(fields, member, seconds, type),
    member,
    at: new Date(Number(seconds) * 1000).toISOString(),
  };
  return { event: Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as Event };
}

function idOf(fields: XmlFields, member: string, seconds: string, type: string): string {
  const messageId = textOf(fields, 'MsgId');
  if (type !== 'event' && messageId !== '') return `message:${messageId}`;
  const key =
    textOf(fields, 'EventKey') || textOf(fields, 'MsgID') || textOf(fieldsOf(fields, 'PublishEventInfo'), 'publish_id');
  return ['event', member, seconds, textOf(fields, 'Event') || type, key]
    .filter((part) => part !== '')
    .join(':')
    .slice(0, 400);
}

const filled = (fields: XmlFields, tag: string): string | undefined => textOf(fields, tag) || undefined;

/** Something that a follower wrote or sent; what is not text says what it is with `media`. */
function messagePart(type: string, fields: XmlFields): Part {
  const media = { kind: 'message', media: type, mediaId: filled(fields, 'MediaId') };
  switch (type) {
    case 'text':
      return { kind: 'message', text: textOf(fields, 'Content') };
    case 'image':
      return { ...media, picture: filled(fields, 'PicUrl') };
    case 'voice':
      return { ...media, text: filled(fields, 'Recognition') };
    case 'location':
      return {
        ...media,
        text: filled(fields, 'Label'),
        latitude: filled(fields, 'Location_X'),
        longitude: filled(fields, 'Location_Y'),
      };
    case 'link':
      return { ...media, text: [textOf(fields, 'Title'), textOf(fields, 'Url')].filter(Boolean).join('\n') };
    default:
      return media;
  }
}

const ofCode = (key: string): string | undefined => key.replace(/^qrscene_/, '') || undefined;

/** Something that happened: followed, left, scanned a code, chose from the menu, or a job of ours that ended. */
function eventPart(fields: XmlFields): Part {
  const name = textOf(fields, 'Event');
  const key = textOf(fields, 'EventKey');
  switch (name) {
    case 'subscribe':
      return { kind: 'join', via: 'subscribe', channelCode: ofCode(key) };
    case 'unsubscribe':
      return { kind: 'leave', via: 'unsubscribe' };
    case 'SCAN':
      return { kind: 'click', via: 'scan', channelCode: ofCode(key) };
    case 'CLICK':
      return { kind: 'click', via: 'menu', menu: key };
    case 'VIEW':
      return { kind: 'click', via: 'menu', address: key };
    case 'TEMPLATESENDJOBFINISH':
      return {
        kind: 'system',
        what: 'template-result',
        message: textOf(fields, 'MsgID'),
        status: textOf(fields, 'Status'),
      };
    case 'PUBLISHJOBFINISH':
    case 'FREEPUBLISHJOBFINISH':
      return publishedPart(fieldsOf(fields, 'PublishEventInfo'));
    default:
      return { kind: 'system', what: name.toLowerCase().slice(0, 60) || 'event', key: key || undefined };
  }
}

function publishedPart(info: XmlFields): Part {
  return {
    kind: 'system',
    bot: true,
    what: 'publish-result',
    publication: textOf(info, 'publish_id'),
    status: textOf(info, 'publish_status'),
    article: filled(info, 'article_id'),
    address: filled(fieldsOf(fieldsOf(info, 'article_detail'), 'item'), 'article_url'),
  };
}
