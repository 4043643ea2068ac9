import { ConnectionRefused, type Heard, type Session } from '#modules/connections/index.ts';
import { liveEvent } from '../shared/live-event.ts';
import { bare } from './occupants.ts';
import { ArchiveReader, roomFacts } from './room-archive.ts';
import { OVERLAP_MS, Room } from './room.ts';
import { XmppSender } from './send-stanza.ts';
import { NS, xml, type XmlElement } from './xmpp-client.ts';
import { type Link, openLink, type XmppContext } from './xmpp-link.ts';

/** When each room was heard last, milliseconds, and everything before it is durable. */
type Heardness = Record<string, number>;

const NOTE_EVERY_MS = 3_000;
/** So many pings of the server to one of each room. */
const PINGS_A_ROUND = 5;

/** An account in its rooms: hears them in order, and enters them again where they had got to. */
export class XmppSession {
  readonly #context: XmppContext;
  readonly #rooms = new Map<string, Room>();
  #link!: Link;
  #archive!: ArchiveReader;
  #heardAt: Heardness = {};
  /** Rooms of which everything missed was fetched: only then does their time move on. */
  readonly #caughtUp = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #noting: NodeJS.Timeout | undefined;
  #roomPings: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(context: XmppContext) {
    this.#context = context;
  }

  static async open(context: XmppContext): Promise<Session> {
    const session = new XmppSession(context);
    session.#heardAt = JSON.parse((await context.memory.get('heard')) ?? '{}') as Heardness;
    session.#link = await openLink(context, (stanza) => session.#take(stanza));
    session.#archive = new ArchiveReader(session.#link);
    try {
      // Only who is there gets private messages.
      await session.#link.client.send(xml('presence'));
      await session.#enter();
    } catch (error) {
      await session.#close();
      throw error;
    }
    const sender = new XmppSender(session.#link, session.#rooms);
    return {
      send: (message) => sender.send(message),
      act: (action) => sender.act(action),
      ended: session.#link.ended,
      close: () => session.#close(),
    };
  }

  /** Enters every room; some may refuse, not all. */
  async #enter(): Promise<void> {
    const faults = await Promise.all(
      this.#context.settings.rooms.map(async (jid) => {
        const facts = await roomFacts(this.#link, jid);
        const hear = (heard: readonly Heard[]): void => this.#hear(heard);
        const room = new Room({ jid, facts, context: this.#context, link: this.#link, hear });
        this.#rooms.set(jid, room);
        const fault = await room.join(this.#heardAt[jid]);
        if (fault !== undefined) {
          this.#context.log.warn({ room: jid, fault }, 'a room does not let us in');
          this.#rooms.delete(jid);
          return `${jid}: ${fault}`;
        }
        await this.#context.discover([{ id: jid, name: facts.name, kind: 'room', members: facts.members }]);
        void this.#catchUp(room).catch((error: unknown) => this.#link.end(error as Error));
        return undefined;
      }),
    );
    if (this.#rooms.size > 0) return this.#pingRooms();
    const reason = `no room lets us in: ${faults.join('; ')}`;
    throw faults.some((fault) => fault?.endsWith('timeout')) ? new Error(reason) : new ConnectionRefused(reason);
  }

  async #catchUp(room: Room): Promise<void> {
    const since = this.#heardAt[room.jid];
    if (since !== undefined && room.facts.hasArchive)
      for await (const page of this.#archive.since(room.jid, since - OVERLAP_MS))
        this.#hear(page.flatMap(({ id, message }) => room.message(message, id)));
    await this.#queue;
    if (this.#closed) return;
    this.#caughtUp.add(room.jid);
    this.#heardAt[room.jid] = this.#context.now();
    this.#noteSoon();
  }

  /** Rooms may lose us without a word (XEP-0410): asking ourselves through them tells. */
  #pingRooms(): void {
    this.#roomPings = setTimeout(
      async () => {
        for (const room of this.#rooms.values()) {
          const ping = xml('iq', { type: 'get', to: room.ownAddress }, xml('ping', { xmlns: NS.ping }));
          const answer = await this.#link.ask(ping).catch(() => null);
          // No answer within the time may be our own slowness; a refusal is the room's.
          if (answer === undefined && !this.#closed)
            return this.#link.end(new Error(`we are no longer in ${room.jid}`));
        }
        if (!this.#closed) this.#pingRooms();
      },
      this.#context.settings.pingSeconds * PINGS_A_ROUND * 1000,
    );
  }

  #take(stanza: XmlElement): void {
    if (this.#closed) return;
    const room = this.#rooms.get(bare(stanza.attrs.from ?? ''));
    if (stanza.is('presence')) return room?.presence(stanza);
    if (!stanza.is('message')) return;
    this.#context.log.debug({ in: stanza.toString() }, 'a message');
    if (this.#archive?.take(stanza)) return;
    const isPrivate = stanza.attrs.type !== 'groupchat' && stanza.attrs.type !== 'error';
    if (room && !isPrivate) this.#hear(room.message(stanza), room.jid);
    else if (!room && isPrivate) this.#hear(this.#privately(stanza));
  }

  /** What somebody writes to us alone, from an account that we can answer. */
  #privately(stanza: XmlElement): Heard[] {
    const text = stanza.getChildText('body')?.trim() ?? '';
    const member = bare(stanza.attrs.from ?? '');
    if (text === '' || member === '' || member === this.#context.settings.jid.toLowerCase()) return [];
    const at = this.#context.now();
    const id = `private/${member}/${stanza.attrs.id?.slice(0, 150) ?? at}`;
    return [liveEvent(undefined, { id, member, name: member.split('@')[0], kind: 'message', at, text })];
  }

  /** Hears in order; what cannot be made durable ends the session, so that it is told again. */
  #hear(heard: readonly Heard[], room?: string): void {
    if (heard.length === 0 && room === undefined) return;
    const at = this.#context.now();
    this.#queue = this.#queue.then(async () => {
      if (this.#closed && heard.length === 0) return;
      if (heard.length > 0) await this.#context.hear(heard);
      if (room !== undefined && this.#caughtUp.has(room)) {
        this.#heardAt[room] = at;
        this.#noteSoon();
      }
    });
    this.#queue.catch((error: unknown) => this.#link.end(error as Error));
  }

  #noteSoon(): void {
    this.#noting ??= setTimeout(() => {
      this.#noting = undefined;
      this.#note().catch((error: unknown) => this.#link.end(error as Error));
    }, NOTE_EVERY_MS);
  }

  #note(): Promise<void> {
    return this.#context.memory.set('heard', JSON.stringify(this.#heardAt));
  }

  async #close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#noting);
    clearTimeout(this.#roomPings);
    for (const room of this.#rooms.values()) room.close();
    // What could not be made durable is not noted as heard; the rest is.
    await this.#queue.catch(() => undefined);
    await this.#note().catch((error: unknown) => this.#context.log.warn({ err: error }, 'not noted what was heard'));
    await this.#link.close();
  }
}
