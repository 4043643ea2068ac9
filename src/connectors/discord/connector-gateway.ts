import { gatewayIntents } from './connector-intents.ts';
import { ConnectionRefused } from '#modules/connections/index.ts';
import { filled, isObject, type Json } from '../shared/json-entries.ts';

/** Where a session at the gateway goes on after a break: all up to `sequence` is durable here. */
export type GatewaySession = { id: string; url: string; sequence: number };

/** One thing that the gateway tells. `reference` is the same when it tells it again after a break. */
export type Dispatch = { type: string; data: Json; reference: string };

export type GatewayParts = {
  url: string;
  token: string;
  members: boolean;
  resume?: GatewaySession;
  /** Durable when it resolves; things are handed over in their order, and one that takes its time does not hold up the next. */
  take(dispatch: Dispatch): Promise<void>;
  /** How far everything was taken; undefined when the session cannot be gone on with. */
  note(session: GatewaySession | undefined): Promise<void>;
};

export type Gateway = {
  /** Whether the session went on where it was, so that nothing was missed. */
  resumed: boolean;
  ended: Promise<Error>;
  close(): Promise<void>;
};

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
const OP = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9, hello: 10, ack: 11 } as const;

/** Close codes after which trying again is of no use, and what to do. */
const REFUSED: Record<number, string> = {
  4004: 'the token is not accepted',
  4010: 'the shard is not valid',
  4011: 'the bot is in too many servers for one connection',
  4012: 'the version of the gateway is not known',
  4013: 'an intent is not known',
  4014: 'an intent is not allowed: turn the Message Content and Server Members intents on at discord.com/developers, or hearing of joins off',
};
const SESSION_LOST = new Set([4007, 4009]);
/** Any code but 1000 and 1001 leaves the session at Discord, to be gone on with. */
const CLOSE_TO_RESUME = 4200;
const READY_WITHIN_MS = 20_000;
const NOTE_EVERY_MS = 3_000;

/**
 * Opens the gateway: identifies, or goes on with a session, and resolves once Discord says which. It neither reconnects nor moves a
 * session on before what it was told is durable, which is why it is not the client library's: that does both by itself. A
 * heartbeat that stays unanswered ends it.
 */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const connection = new Connection(parts);
  const timer = setTimeout(() => connection.end(new Error('the gateway did not answer in time')), READY_WITHIN_MS);
  try {
    const resumed = await Promise.race([
      connection.ready,
      connection.ended.then((error) => {
        throw error;
      }),
    ]);
    return { resumed, ended: connection.ended, close: () => connection.close() };
  } finally {
    clearTimeout(timer);
  }
}

class Connection {
  readonly #parts: GatewayParts;
  readonly #socket: WebSocket;
  readonly #ready = Promise.withResolvers<boolean>();
  readonly #ended = Promise.withResolvers<Error>();
  readonly #underWay = new Map<number, Promise<void>>();
  #session: Omit<GatewaySession, 'sequence'> | undefined;
  /** The last thing told, and the last of those in an unbroken row that were taken. */
  #told: number | null;
  #taken: number;
  #noted: NodeJS.Timeout | undefined;
  #heartbeats: NodeJS.Timeout | undefined;
  #answered = true;
  #over = false;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#session = parts.resume;
    this.#told = parts.resume?.sequence ?? null;
    this.#taken = parts.resume?.sequence ?? 0;
    this.#socket = new WebSocket(`${parts.resume?.url ?? parts.url}/?v=10&encoding=json`);
    this.#socket.addEventListener('message', ({ data }) => this.#read(String(data)));
    this.#socket.addEventListener('close', ({ code }) => this.#closed(code));
    this.#socket.addEventListener('error', () => this.#unreachable());
  }

  get ready(): Promise<boolean> {
    return this.#ready.promise;
  }

  get ended(): Promise<Error> {
    return this.#ended.promise;
  }

  /** Stops listening; `ended` resolves. */
  end(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#heartbeats);
    if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close(CLOSE_TO_RESUME);
    this.#ended.resolve(error);
  }

  async close(): Promise<void> {
    this.end(new Error('closed'));
    await Promise.all(this.#underWay.values());
    clearTimeout(this.#noted);
    if (this.#session) await this.#parts.note({ ...this.#session, sequence: this.#taken });
  }

  #closed(code: number): void {
    const refused = REFUSED[code];
    if (refused !== undefined) return this.end(new ConnectionRefused(`Discord: ${refused}`));
    this.#lose(SESSION_LOST.has(code), new Error(`the gateway closed (${code})`));
  }

  /** A session is gone on with at an address of its own; where nobody answers there, the usual one is next. */
  #unreachable(): void {
    const error = new Error('the gateway cannot be reached');
    const { resume, url } = this.#parts;
    if (!resume || resume.url === url || this.#over) return this.end(error);
    this.#parts.note({ ...resume, url }).then(
      () => this.end(error),
      (cause: unknown) => this.end(cause as Error),
    );
  }

  /** Ends; a session that is gone at Discord is forgotten first, so that the next connection begins anew. */
  #lose(session: boolean, error: Error): void {
    if (!session || this.#over) return this.end(error);
    this.#session = undefined;
    clearTimeout(this.#noted);
    this.#parts.note(undefined).then(
      () => this.end(error),
      (cause: unknown) => this.end(cause as Error),
    );
  }

  #read(text: string): void {
    if (this.#over) return;
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return this.end(new Error('the gateway sent what is no JSON'));
    }
    if (!isObject(message)) return;
    const { op, d, s, t } = message;
    if (op === OP.hello && isObject(d)) this.#begin(Number(d.heartbeat_interval));
    else if (op === OP.heartbeat) this.#beat();
    else if (op === OP.ack) this.#answered = true;
    else if (op === OP.reconnect) this.end(new Error('the gateway asks to connect anew'));
    else if (op === OP.invalid) this.#lose(d !== true, new Error('the session at the gateway is over'));
    else if (op === OP.dispatch && isObject(d)) this.#dispatch(String(t), d, Number(s));
  }

  #begin(interval: number): void {
    const { token, members, resume } = this.#parts;
    // Spread, so that many bots that were cut off together do not beat together.
    this.#heartbeats = setTimeout(() => this.#keepBeating(interval), interval * Math.random());
    if (resume) this.#send(OP.resume, { token, session_id: resume.id, seq: resume.sequence });
    else {
      const properties = { os: process.platform, browser: 'qunluo', device: 'qunluo' };
      this.#send(OP.identify, { token, intents: gatewayIntents(members), properties });
    }
  }

  #keepBeating(interval: number): void {
    if (!this.#answered) return this.end(new Error('the gateway went silent'));
    this.#beat();
    this.#answered = false;
    this.#heartbeats = setTimeout(() => this.#keepBeating(interval), interval);
  }

  #beat(): void {
    this.#send(OP.heartbeat, this.#told);
  }

  #send(op: number, d: unknown): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op, d }));
  }

  #dispatch(type: string, data: Json, sequence: number): void {
    this.#told = sequence;
    if (type === 'READY') {
      this.#session = { id: String(data.session_id), url: filled(data.resume_gateway_url) ?? this.#parts.url };
      this.#ready.resolve(false);
    } else if (type === 'RESUMED') this.#ready.resolve(true);
    const reference = `${this.#session?.id ?? ''}/${sequence}`;
    const work = this.#parts.take({ type, data, reference }).then(
      () => {
        this.#underWay.delete(sequence);
        this.#taken = Math.min(this.#told ?? 0, ...[...this.#underWay.keys()].map((other) => other - 1));
        this.#noteSoon();
      },
      // What failed stays under way, so that the session is never moved past it.
      (error: unknown) => this.end(error as Error),
    );
    this.#underWay.set(sequence, work);
  }

  #noteSoon(): void {
    this.#noted ??= setTimeout(() => {
      this.#noted = undefined;
      if (this.#session && !this.#over)
        this.#parts
          .note({ ...this.#session, sequence: this.#taken })
          .catch((error: unknown) => this.end(error as Error));
    }, NOTE_EVERY_MS);
  }
}
