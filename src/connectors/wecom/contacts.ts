import { CallbackRefused, type ConnectorContext, type Heard } from '#modules/connections/index.ts';
import { textOf, type XmlFields } from '../shared/wechat-crypto-xml.ts';

type Context = Pick<ConnectorContext<unknown>, 'hear' | 'memory' | 'ticket'>;

/** The platform takes a welcome within twenty seconds of the contact. */
const WELCOME_SECONDS = 20;

/** When the platform says that something happened; malformed where it does not. */
export function whenOf(fields: XmlFields): string {
  const seconds = textOf(fields, 'CreateTime');
  if (!/^\d{1,10}$/.test(seconds)) throw new CallbackRefused('malformed', 400);
  return new Date(Number(seconds) * 1000).toISOString();
}

/**
 * Hears what happened between a staff member and a customer (change_external_contact). A customer who added a staff member is a
 * `join` without a chat; `channelCode` is the State of the code that they came by. Where the platform gives a welcome code, it is
 * the event's ticket.
 */
export async function hearContact(fields: XmlFields, context: Context): Promise<void> {
  const staff = textOf(fields, 'UserID');
  const member = textOf(fields, 'ExternalUserID');
  const change = textOf(fields, 'ChangeType');
  if (staff === '' || member === '') throw new CallbackRefused('malformed', 400);
  const part = await partOf(change, fields, `half:${staff}:${member}`, context);
  if (part === undefined) return;
  const at = whenOf(fields);
  const id = `contact:${staff}:${member}:${textOf(fields, 'CreateTime')}:${change}`;
  const event: Heard['event'] = { ...part, id, member, at, staff };
  const welcome = textOf(fields, 'WelcomeCode');
  // The way back is open before anything is heard, so that no reaction is quicker than it.
  if (welcome !== '') await context.ticket(id, `welcome:${welcome}`, WELCOME_SECONDS);
  await context.hear([{ event }]);
}

type Part = { kind: string; [more: string]: unknown };

/** `half` remembers that somebody added us whom we have not added yet: the full contact that follows is no second arrival. */
async function partOf(change: string, fields: XmlFields, half: string, context: Context): Promise<Part | undefined> {
  const state = textOf(fields, 'State');
  const came = { kind: 'join', via: 'contact', ...(state === '' ? {} : { channelCode: state }) };
  const { memory } = context;
  switch (change) {
    case 'add_half_external_contact':
      await memory.set(half, textOf(fields, 'CreateTime'));
      return { ...came, half: true };
    case 'add_external_contact':
      return (await memory.get(half)) === undefined ? came : { kind: 'system', what: 'contact-confirmed' };
    case 'del_external_contact':
      await memory.set(half, undefined);
      return { kind: 'leave', via: 'contact', by: 'staff' };
    case 'del_follow_user':
      await memory.set(half, undefined);
      return { kind: 'leave', via: 'contact', by: 'member' };
    case 'edit_external_contact':
      return { kind: 'system', what: 'contact-edited' };
    case 'transfer_fail':
      return { kind: 'system', what: 'transfer-failed', reason: textOf(fields, 'FailReason') };
    default:
      return undefined;
  }
}
