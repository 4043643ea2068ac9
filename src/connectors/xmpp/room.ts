import { type Heard, type SendOutcome } from '#modules/connections/index.ts';
import { liveEvent } from '../shared/live-event.ts';
import { readRoomMessage, Said, stanzaIdOf } from './heard-message.ts';
import { type Change, nickOf, type Occupant, Occupants } from './occupants.ts';
import type { RoomFacts } from './room-archive.ts';
import { NS, xml, type XmlElement } from './xmpp-client.ts';
import type { Link, XmppContext } from './xmpp-link.ts';

const JOINED_WITHIN_MS = 15_000;
const MOST_NICKS = 4;
/** Told again on entering, so that corrections and answers to what was said before find it. */
export const OVERLAP_MS = 10 * 60_000;

/** Being in one room: who else is there, what they say, and what became of what we say. */
export class Room {
  readonly jid: string;
  readonly facts: RoomFacts;
  readonly occupants: Occupants;
  readonly #said = new Said();
  readonly #context: XmppContext;
  readonly #link: Link;
  /** People who went a moment ago and may be back at once. */
  readonly #going = new Map<string, NodeJS.Timeout>();
  readonly #awaited = new Map<string, (outcome: SendOutcome) => void>();
  readonly #hear: (heard: readonly Heard[]) => void;
  #nick: string;
  #ownMember: string | undefined;
  #joining: PromiseWithResolvers<string | undefined> | undefined;
  isJoined = false;

  constructor(parts: {
    jid: string;
    facts: RoomFacts;
    context: XmppContext;
    link: Link;
    hear: (heard: readonly Heard[]) => void;
  }) {
    this.jid = parts.jid;
    this.facts = parts.facts;
    this.occupants = new Occupants(parts.jid, parts.facts.isOpen);
    this.#context = parts.context;
    this.#link = parts.link;
    this.#hear = parts.hear;
    this.#nick = parts.context.settings.nick;
  }

  get ownAddress(): string {
    return `${this.jid}/${this.#nick}`;
  }

  /**
   * Enters; gives why not where the room refuses. A room without an archive tells its history since then (milliseconds) itself,
   * as far as it remembers.
   */
  async join(since: number | undefined): Promise<string | undefined> {
    const asksHistory = since !== undefined && !this.facts.hasArchive;
    const history = asksHistory ? { since: new Date(since - OVERLAP_MS).toISOString() } : { maxstanzas: '0' };
    const wanted = this.#nick;
    for (let tries = 0; tries < MOST_NICKS; tries++) {
      this.#nick = wanted + '_'.repeat(tries);
      this.#joining = Promise.withResolvers();
      const x = xml('x', { xmlns: NS.muc }, xml('history', history));
      await this.#link.client.send(xml('presence', { to: this.ownAddress }, x));
      const late = setTimeout(() => this.#joining?.resolve('timeout'), JOINED_WITHIN_MS);
      const fault = await this.#joining.promise;
      clearTimeout(late);
      this.isJoined = fault === undefined;
      if (fault === 'item-not-found')
        await this.#link.client.send(xml('presence', { to: this.ownAddress, type: 'unavailable' }));
      if (fault !== 'conflict') return fault;
    }
    return 'conflict';
  }

  presence(stanza: XmlElement): void {
    const nick = nickOf(stanza.attrs.from ?? '');
    if (stanza.attrs.type === 'error') {
      const condition = stanza.getChild('error')?.getChildElements()[0]?.name;
      return this.#joining?.resolve(condition ?? 'error');
    }
    const change = this.occupants.take(stanza, nick);
    const statuses = stanza.getChild('x', NS.mucUser)?.getChildren('status') ?? [];
    const codes = new Set(statuses.map(({ attrs }) => attrs.code));
    // Entering a room that is not there makes it, and us its owner; that is for somebody to decide.
    if (codes.has('201')) return this.#joining?.resolve('item-not-found');
    if (codes.has('110')) return this.#ownPresence(stanza, change, nick);
    // Until our own presence comes the room says who was there before us.
    if (!change || !this.isJoined) return;
    if (change.kind === 'came') this.#came(change.occupant);
    else if (change.kind === 'gone') this.#gone(change);
  }

  #ownPresence(stanza: XmlElement, change: Change | undefined, nick: string): void {
    if (change?.kind === 'renamed') this.#nick = change.occupant.nick;
    else if (stanza.attrs.type === 'unavailable') this.#link.end(new Error(`we are no longer in ${this.jid}`));
    else {
      this.#nick = nick;
      this.#ownMember = this.occupants.get(nick)?.member;
      this.isJoined = true;
      this.#joining?.resolve(undefined);
    }
  }

  #came(occupant: Occupant): void {
    const going = this.#going.get(occupant.member);
    clearTimeout(going);
    this.#going.delete(occupant.member);
    if (going === undefined) this.#hear([this.#move('join', occupant)]);
  }

  #gone({ occupant, codes, by }: Extract<Change, { kind: 'gone' }>): void {
    const { member } = occupant;
    const isRemoved = codes.has('301') || codes.has('307') || codes.has('321');
    const isElsewhere = [...this.occupants.list()].some((other) => other.member === member);
    if (isElsewhere) return;
    const remover = by === undefined ? undefined : this.occupants.get(by)?.member;
    if (isRemoved) return this.#hear([this.#move('leave', occupant, { by: remover, reason: 'removed' })]);
    // Going offline is no leaving for who is registered with the room, and a server that shuts down removes everybody.
    if (occupant.stays || codes.has('332')) return;
    const heard = this.#move('leave', occupant);
    const timer = setTimeout(() => {
      this.#going.delete(member);
      this.#hear([heard]);
    }, this.#context.settings.leftAfterSeconds * 1000);
    clearTimeout(this.#going.get(member));
    this.#going.set(member, timer);
  }

  #move(kind: 'join' | 'leave', { member, nick }: Occupant, more: object = {}): Heard {
    const at = this.#context.now();
    const groupName = this.facts.name;
    return liveEvent(this.jid, {
      id: `${this.jid}/${kind}/${at}/${nick}`,
      member,
      name: nick,
      kind,
      at,
      groupName,
      ...more,
    });
  }

  /** A message to the room; gives what was heard. Our own come back too and tell that they arrived. */
  message(stanza: XmlElement, archiveId?: string): Heard[] {
    const from = stanza.attrs.from ?? '';
    const { id } = stanza.attrs;
    if (stanza.attrs.type === 'error') {
      this.#settle(id, refusalOf(stanza));
      return [];
    }
    if (from === this.ownAddress || this.#isOurs(stanza, nickOf(from))) {
      const given = archiveId ?? stanzaIdOf(stanza, this.jid);
      this.#settle(id, { fate: 'sent', id: `${this.jid}/${given ?? id ?? ''}` });
      return [];
    }
    const { jid: room, occupants } = this;
    const beside = { room, groupName: this.facts.name, occupants, said: this.#said, now: this.#context.now() };
    return readRoomMessage(stanza, beside, archiveId);
  }

  /** What we said in an earlier stay is told again under the nick that we had then. */
  #isOurs(stanza: XmlElement, nick: string): boolean {
    return this.#ownMember !== undefined && this.occupants.memberOf(stanza, nick) === this.#ownMember;
  }

  /** What becomes of a message of ours with this id: told by the room, by an error, or by nobody in time. */
  arrival(id: string, timeoutMs: number): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const late = setTimeout(
        () => this.#settle(id, { fate: 'unknown', reason: 'the room did not say it again' }),
        timeoutMs,
      );
      this.#awaited.set(id, (outcome) => {
        clearTimeout(late);
        resolve(outcome);
      });
    });
  }

  #settle(id: string | undefined, outcome: SendOutcome): void {
    if (id === undefined) return;
    this.#awaited.get(id)?.(outcome);
    this.#awaited.delete(id);
  }

  close(): void {
    for (const timer of this.#going.values()) clearTimeout(timer);
    for (const id of this.#awaited.keys()) this.#settle(id, { fate: 'unknown', reason: 'the connection was closed' });
  }
}

/** What an error that came back in place of a message means: https://www.rfc-editor.org/rfc/rfc6120#section-8.3 */
export function refusalOf(stanza: XmlElement): SendOutcome {
  const error = stanza.getChild('error');
  const code = error?.getChildElements()[0]?.name ?? 'error';
  const reason = error?.getChildText('text') ?? code;
  if (error?.attrs.type === 'wait') return { fate: 'later', seconds: 30, code, reason };
  return { fate: 'refused', code, reason };
}
