import type { XmlElement } from './xmpp-client.ts';
import { NS } from './xmpp-client.ts';

/** Somebody in a room. `stays`: registered with the room, so that going offline is no leaving. */
export type Occupant = { nick: string; member: string; stays: boolean };

/** What a presence changes about who is in a room. */
export type Change =
  | { kind: 'came' | 'renamed'; occupant: Occupant }
  | { kind: 'gone'; occupant: Occupant; codes: ReadonlySet<string>; by?: string };

const STAYING = new Set(['member', 'admin', 'owner']);

/** Who is in a room, by nick, as its presences tell. */
export class Occupants {
  readonly #room: string;
  readonly #isOpen: boolean;
  readonly #here = new Map<string, Occupant>();

  /** `isOpen`: everybody in the room may see everybody's account. */
  constructor(room: string, isOpen: boolean) {
    this.#room = room;
    this.#isOpen = isOpen;
  }

  get(nick: string): Occupant | undefined {
    return this.#here.get(nick);
  }

  list(): Iterable<Occupant> {
    return this.#here.values();
  }

  /**
   * The account of whoever sent a stanza to the room: their own where the room shows it to everybody, else what the room calls them
   * without naming them, else their nick. What only moderators see is not used: the archive does not tell it again.
   */
  memberOf(stanza: XmlElement, nick: string): string {
    const real = stanza.getChild('x', NS.mucUser)?.getChild('item')?.attrs.jid;
    if (this.#isOpen && real !== undefined) return bare(real);
    const hidden = stanza.getChild('occupant-id', NS.occupantId)?.attrs.id;
    const known = this.#here.get(nick)?.member;
    if (this.#isOpen && known !== undefined) return known;
    return hidden === undefined ? (known ?? `${this.#room}/${nick}`) : `${this.#room}/${hidden}`;
  }

  /** Takes a presence of the room in; undefined where nothing changed. */
  take(presence: XmlElement, nick: string): Change | undefined {
    const x = presence.getChild('x', NS.mucUser);
    const item = x?.getChild('item');
    const codes = new Set(x?.getChildren('status').map(({ attrs }) => attrs.code ?? '') ?? []);
    const known = this.#here.get(nick);
    if (presence.attrs.type === 'unavailable') {
      this.#here.delete(nick);
      const next = item?.attrs.nick;
      if (codes.has('303') && next !== undefined && known) {
        const renamed = { ...known, nick: next };
        this.#here.set(next, renamed);
        return { kind: 'renamed', occupant: renamed };
      }
      if (!known) return undefined;
      return { kind: 'gone', occupant: known, codes, by: item?.getChild('actor')?.attrs.nick };
    }
    const stays = STAYING.has(item?.attrs.affiliation ?? '');
    const occupant: Occupant = { nick, member: this.memberOf(presence, nick), stays };
    this.#here.set(nick, occupant);
    return known ? undefined : { kind: 'came', occupant };
  }
}

/** An account without the place it is signed in from. */
export const bare = (jid: string): string => jid.replace(/\/.*$/s, '').toLowerCase();

/** A nick: what follows the room in an address. */
export const nickOf = (jid: string): string => (jid.includes('/') ? jid.slice(jid.indexOf('/') + 1) : '');
