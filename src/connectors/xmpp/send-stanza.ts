import {
  type Action,
  type ActionOutcome,
  asText,
  type Outgoing,
  type SendOutcome,
} from '#modules/connections/index.ts';
import { Recent } from '../shared/recent.ts';
import type { Room } from './room.ts';
import { NS, xml, type XmlElement } from './xmpp-client.ts';
import type { Link } from './xmpp-link.ts';

const ECHO_WITHIN_MS = 10_000;
const refused = (code: string, reason: string): SendOutcome => ({ fate: 'refused', code, reason });

/** Sends to rooms and people, and does things to people in rooms. */
export class XmppSender {
  readonly #link: Link;
  readonly #rooms: ReadonlyMap<string, Room>;
  /** Our own id of a message by the id that its room gave it: corrections go by our own. */
  readonly #ownIds = new Recent<string, string>(2_000);

  constructor(link: Link, rooms: ReadonlyMap<string, Room>) {
    this.#link = link;
    this.#rooms = rooms;
  }

  async send(message: Outgoing): Promise<SendOutcome> {
    if (this.#link.client.status !== 'online')
      return { fate: 'later', seconds: 10, code: 'not_open', reason: 'the connection is being made anew' };
    const replaced = message.replaces === undefined ? undefined : this.#ownIds.get(message.replaces);
    if (message.replaces !== undefined && replaced === undefined)
      return refused('no_such_message', 'only what was said since the connection was opened can be corrected');
    const children = [
      ...bodyOf(message),
      replaced !== undefined && xml('replace', { xmlns: NS.correct, id: replaced }),
    ];
    // A correction is a message of its own; a send tried again is not.
    const id = replaced === undefined ? message.id : `${message.id}-c`;
    if (message.to.kind === 'person') return this.#toPerson(message, id, children);
    const room = this.#rooms.get(message.to.id);
    if (!room?.isJoined) return refused('no_such_recipient', `we are not in ${message.to.id}`);
    const arrival = room.arrival(id, ECHO_WITHIN_MS);
    await this.#link.client
      .send(xml('message', { to: room.jid, type: 'groupchat', id }, ...children))
      .catch(() => undefined);
    const outcome = await arrival;
    if (outcome.fate !== 'sent') return outcome;
    if (message.replaces !== undefined) return { fate: 'sent', id: message.replaces };
    if (outcome.id !== undefined) this.#ownIds.set(outcome.id, id);
    return outcome;
  }

  /** Nobody says that a message to a person arrived. */
  async #toPerson(message: Outgoing, id: string, children: (XmlElement | false)[]): Promise<SendOutcome> {
    const to = message.to.id;
    if (!/^[^\s/@]+@[^\s/@]+$/.test(to))
      return refused('bad_recipient', 'the room does not say whose account this is, so nobody can write to it');
    try {
      await this.#link.client.send(xml('message', { to, type: 'chat', id }, ...children));
    } catch (error) {
      return { fate: 'unknown', reason: String(error) };
    }
    const sent = `private/${to}/${id}`;
    this.#ownIds.set(sent, id);
    return { fate: 'sent', id: message.replaces ?? sent };
  }

  /** Takes the voice, gives it back, or removes from the room; needs the rights of a moderator. */
  async act(action: Action): Promise<ActionOutcome> {
    const room = this.#rooms.get(action.chat ?? '');
    const occupant = [...(room?.occupants.list() ?? [])].find(({ member }) => member === action.account);
    if (!room || !occupant)
      return { fate: 'refused', code: 'no_such_recipient', reason: 'they are not in the room now' };
    if (action.kind === 'mute' && action.seconds !== undefined)
      return { fate: 'refused', code: 'unsupported', reason: 'rooms mute until told otherwise, not for a time' };
    const role = ({ mute: 'visitor', unmute: 'participant', remove: 'none' } as Record<string, string>)[action.kind];
    if (role === undefined) return { fate: 'refused', code: 'unsupported', reason: `rooms have no ${action.kind}` };
    const item = xml('item', { nick: occupant.nick, role });
    const iq = xml('iq', { type: 'set', to: room.jid }, xml('query', { xmlns: NS.mucAdmin }, item));
    try {
      if ((await this.#link.ask(iq)) !== undefined) return { fate: 'done' };
      return { fate: 'refused', code: 'no_rights', reason: 'the room does not let us' };
    } catch (error) {
      return { fate: 'unknown', reason: String(error) };
    }
  }
}

function bodyOf({ content, replyTo, to }: Outgoing): (XmlElement | false)[] {
  const image = content.kind === 'image' && xml('x', { xmlns: NS.outOfBand }, xml('url', {}, content.url));
  const prefix = `${to.id}/`;
  const answered = to.kind === 'chat' && replyTo?.startsWith(prefix) ? replyTo.slice(prefix.length) : undefined;
  const reply = answered !== undefined && xml('reply', { xmlns: NS.reply, id: answered, to: to.id });
  return [xml('body', {}, asText(content)), image, reply];
}
