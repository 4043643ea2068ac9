import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Action,
  type ActionOutcome,
  asText,
  type ConnectorContext,
  type Heard,
  type Outgoing,
  type SendOutcome,
  type Session,
} from '#modules/connections/index.ts';
import { connectIrc, dispose } from './connect-irc.ts';
import { heardChange, heardMessage, heardRename, type HearingState, idOn, isChannel, nameOf } from './heard-events.ts';
import type { IrcClient, IrcMessage } from './irc-client.ts';
import { LinePacer } from './line-pacer.ts';
import { changesSince, Roster } from './roster.ts';
import { ServerAnswers } from './server-answers.ts';
import type { IrcSettings, WantedChannel } from './settings.ts';
import { roomFor, splitText } from './split-text.ts';

/** Milliseconds. */
const AGAIN_MS = 30_000;
const ROSTER_MS = 2_000;
const QUIT_MS = 2_000;
/** Events that are put down together. */
const BATCH = 500;

/** Opens a session: connects, joins the channels, hears until it ends. */
export async function openIrc(context: ConnectorContext<IrcSettings>): Promise<Session> {
  const memory = await context.memory.get('roster');
  const session = new IrcSession(context, memory);
  await session.open();
  return session;
}

class IrcSession implements Session {
  readonly #context: ConnectorContext<IrcSettings>;
  readonly #remembered: string | undefined;
  readonly #roster = new Roster();
  readonly #pacer: LinePacer;
  readonly #state: HearingState;
  readonly #closing = new AbortController();
  readonly #heard: Heard[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Channels whose people this session has seen. */
  readonly #listedOnce = new Set<string>();
  #client!: IrcClient;
  #answers!: ServerAnswers;
  #ended!: Promise<Error>;
  #hearing: Promise<void> | undefined;
  #saving: NodeJS.Timeout | undefined;

  constructor(context: ConnectorContext<IrcSettings>, remembered: string | undefined) {
    this.#context = context;
    this.#remembered = remembered;
    const { burst, lineSeconds, network } = context.settings;
    this.#pacer = new LinePacer({ burst, seconds: lineSeconds });
    const session = randomBytes(9).toString('base64url');
    let count = 0;
    this.#state = {
      me: () => this.#lower(this.#client.user.nick),
      lower: (text) => this.#lower(text),
      network,
      roster: this.#roster,
      now: () => context.now(),
      nextId: () => `${session}-${(count += 1)}`,
    };
  }

  get ended(): Promise<Error> {
    return this.#ended;
  }

  async open(): Promise<void> {
    const { client, ended } = await connectIrc(this.#context, (made) => {
      this.#client = made;
      this.#answers = new ServerAnswers(made);
      this.#listen(made);
    });
    this.#ended = ended;
    for (const channel of this.#context.settings.channels) this.#join(channel);
    const { nick } = this.#context.settings;
    this.#every(AGAIN_MS, () => {
      if (this.#state.me() !== this.#lower(nick)) client.changeNick(nick);
    });
  }

  /** Sends the lines, and asks the server for an answer after the last: what it did not like it has said by then. */
  async send({ to, content }: Outgoing): Promise<SendOutcome> {
    const target = nameOf(to.id);
    if (target === '' || /[\s,\0]/u.test(target) || isChannel(target) !== (to.kind === 'chat'))
      return { fate: 'refused', code: 'bad_recipient', reason: `${to.id} is no ${to.kind} on IRC` };
    const lines = splitText(asText(content), roomFor(this.#client.user.nick, target));
    if (lines.length === 0) return { fate: 'refused', code: 'empty', reason: 'nothing is left to say' };
    return this.#ask<SendOutcome>(
      { target, lines: lines.map((line) => `PRIVMSG ${target} :${line}`) },
      { fate: 'sent' },
    );
  }

  /** Throws somebody out of a channel; needs an operator's rights there. */
  async act({ kind, chat, account }: Action): Promise<ActionOutcome> {
    if (kind !== 'remove' || chat === undefined)
      return { fate: 'refused', code: 'not_supported', reason: 'IRC has no such action' };
    const [channel, nick] = [nameOf(chat), nameOf(account)];
    if (/[\s,\0]/u.test(channel + nick)) return { fate: 'refused', code: 'bad_recipient', reason: 'no such person' };
    return this.#ask<ActionOutcome>({ target: channel, lines: [`KICK ${channel} ${nick}`] }, { fate: 'done' });
  }

  /** Asks who is in each channel; what changed unseen is heard from the answer. */
  async reconcile(): Promise<void> {
    for (const { name } of this.#context.settings.channels) {
      await this.#pacer.turn(this.#closing.signal).catch(() => undefined);
      if (this.#roster.has(this.#lower(name), this.#state.me())) this.#client.connection.write(`NAMES ${name}`);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#saving);
    this.#client.quit('');
    await Promise.race([this.#ended, sleep(QUIT_MS, undefined, { ref: false })]);
    dispose(this.#client);
    await this.#hearing;
    await this.#save();
  }

  /** Says lines, and gives what the server made of them. */
  #ask<Done>(said: { target: string; lines: readonly string[] }, done: Done) {
    const { signal } = this.#closing;
    return this.#answers.say({ pacer: this.#pacer, signal, ended: this.#ended }, said, done);
  }

  #listen(client: IrcClient): void {
    client.connection.on('message', ({ command, params }) => {
      if (/^4(05|71|73|74|75|76)$/.test(command))
        this.#context.log.warn(`${params[1] ?? 'a channel'} cannot be joined: ${params.at(-1)}`);
    });
    const said = (isAction: boolean) => (told: IrcMessage) => {
      const heard = heardMessage(this.#state, told, isAction);
      if (heard) this.#hear([heard]);
    };
    client.on('privmsg', said(false));
    client.on('action', said(true));
    client.on('join', (told) => this.#came(told));
    client.on('part', (told) => this.#went(told.nick, [told.channel], told));
    client.on('kick', (told) => this.#went(told.kicked, [told.channel], told));
    client.on('quit', (told) => this.#went(told.nick, this.#roster.channelsOf(this.#lower(told.nick)), told));
    client.on('nick', (told) => {
      const from = this.#lower(told.nick);
      const channels = this.#roster.channelsOf(from);
      this.#roster.rename(from, this.#lower(told.new_nick), told.new_nick);
      // irc-framework has our own new nick already.
      if (this.#lower(told.new_nick) !== this.#state.me()) this.#hear(heardRename(this.#state, told, channels));
      this.#saveSoon();
    });
    client.on('userlist', (told) => this.#listed(told));
  }

  #came({
    channel,
    nick,
    ...said
  }: {
    channel: string;
    nick: string;
    time?: number;
    tags?: Record<string, string>;
  }): void {
    const [chat, who] = [this.#lower(channel), this.#lower(nick)];
    const isNew = !this.#roster.has(chat, who);
    this.#roster.add(chat, who, nick);
    this.#saveSoon();
    if (who !== this.#state.me() && isNew)
      this.#hear([heardChange(this.#state, { chat, nick: who, written: nick, kind: 'join' }, said)]);
  }

  #went(
    nick: string,
    channels: readonly string[],
    { time, tags, message }: { time?: number; tags?: Record<string, string>; message: string },
  ): void {
    const who = this.#lower(nick);
    for (const channel of channels) {
      const chat = this.#lower(channel);
      this.#roster.remove(chat, who);
      if (who === this.#state.me()) this.#thrownOut(channel, message);
      else
        this.#hear([
          heardChange(this.#state, { chat, nick: who, written: nick, kind: 'leave' }, { time, tags, reason: message }),
        ]);
    }
    this.#saveSoon();
  }

  /** Who is in a channel: now ours to know, and what changed since it was last known is heard. */
  #listed({ channel, users }: { channel: string; users: readonly { nick: string }[] }): void {
    const chat = this.#lower(channel);
    const me = this.#state.me();
    const people = new Map(users.map(({ nick }) => [this.#lower(nick), nick]));
    const known = this.#listedOnce.has(chat) ? JSON.stringify(this.#roster) : this.#remembered;
    const changes = changesSince(known, chat, people);
    this.#listedOnce.add(chat);
    this.#roster.replace(chat, people);
    const heard = (kind: 'join' | 'leave', [nick, written]: [string, string]): Heard[] =>
      nick === me ? [] : [heardChange(this.#state, { chat, nick, written, kind }, { reconciled: true })];
    if (changes)
      this.#hear([
        ...changes.came.flatMap((one) => heard('join', one)),
        ...changes.went.flatMap((one) => heard('leave', one)),
      ]);
    this.#saveSoon();
    const seen = { id: idOn(this.#state.network, chat), name: channel, kind: 'room' as const, members: people.size };
    this.#context
      .discover([seen])
      .catch((error: unknown) => this.#context.log.warn({ err: error }, 'a channel was not put down'));
  }

  /** We left a channel that we should be in: somebody threw us out. */
  #thrownOut(channel: string, why: string): void {
    if (this.#closing.signal.aborted) return;
    this.#context.log.warn(`thrown out of ${channel}: ${why}`);
    const wanted = this.#context.settings.channels.find(({ name }) => this.#lower(name) === this.#lower(channel));
    if (!wanted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#join(wanted);
    }, AGAIN_MS).unref();
    this.#timers.add(timer);
  }

  #join({ name, key }: WantedChannel): void {
    this.#pacer
      .turn(this.#closing.signal)
      .then(() => this.#client.connection.write(key === undefined ? `JOIN ${name}` : `JOIN ${name} ${key}`))
      .catch(() => undefined);
  }

  /** In the order in which it was told; what came meanwhile is put down together. */
  #hear(heard: readonly Heard[]): void {
    this.#heard.push(...heard);
    if (this.#heard.length === 0) return;
    this.#hearing ??= this.#putDown().finally(() => {
      this.#hearing = undefined;
      this.#hear([]);
    });
  }

  async #putDown(): Promise<void> {
    while (this.#heard.length > 0) {
      const batch = this.#heard.splice(0, BATCH);
      await this.#context
        .hear(batch)
        .catch((error: unknown) => this.#context.log.error({ err: error, events: batch.length }, 'events were lost'));
    }
  }

  #saveSoon(): void {
    if (this.#closing.signal.aborted) return;
    this.#saving ??= setTimeout(() => {
      this.#saving = undefined;
      void this.#save();
    }, ROSTER_MS).unref();
  }

  async #save(): Promise<void> {
    // Of a session that never saw anybody, nothing is worth forgetting what is remembered for.
    if (this.#listedOnce.size === 0) return;
    await this.#context.memory
      .set('roster', JSON.stringify(this.#roster))
      .catch((error: unknown) => this.#context.log.debug({ err: error }, 'who is where was not put down'));
  }

  #every(ms: number, work: () => void): void {
    this.#timers.add(setInterval(work, ms).unref());
  }

  #lower(text: string): string {
    return this.#client.caseLower(text);
  }
}
