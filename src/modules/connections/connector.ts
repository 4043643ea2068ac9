import type { ZodType } from 'zod';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Log } from '#platform/log.ts';
import type { ActionKind, Both, Capabilities, Field, Limit } from './connector.contract.ts';
import type { Content } from './content.contract.ts';

/** A place on the platform where people talk, as the platform shows it. */
export type SeenChat = {
  id: string;
  name?: string;
  kind: 'group' | 'channel' | 'room' | 'page' | 'mailbox';
  /** How many people are in it, where the platform says. */
  members?: number;
};

/**
 * Something heard. `chat` is the id of the chat on its platform; undefined for what has none (a private message, a follow, a scan)
 * and belongs to the community of the connection itself. The platform, community and group of the event are filled in
 * by whoever hears; `id` is unique within the platform and the same when the platform tells again.
 */
export type Heard = {
  chat?: string;
  event: Omit<KnownFields<NeutralEvent>, 'platform' | 'community' | 'group'> & {
    group?: never;
    [more: string]: unknown;
  };
};

/** The fields that a type names, without what it allows besides. */
type KnownFields<T> = { [Key in keyof T as string extends Key ? never : number extends Key ? never : Key]: T[Key] };

export type Recipient = { kind: 'chat' | 'person' | 'public'; id: string };

/** One message on its way out. */
export type Outgoing = {
  /** Of the delivery; the key for platforms that take one. The same when it is tried again. */
  id: string;
  to: Recipient;
  content: Content;
  /** Id on the platform of the message it answers. */
  replyTo?: string;
  /** Id on the platform of a message sent before that this one replaces. */
  replaces?: string;
  /** Something the platform gave to answer with, and takes back soon: WeCom's welcome code, WeChat's passive reply. */
  ticket?: string;
};

/**
 * What became of one attempt.
 * - `sent`: the platform took it; `id` is the message's there.
 * - `awaiting`: a person at the platform confirms it; `task` is asked about later with `Session.awaited`.
 * - `later`: not now, and worth trying again, not before `seconds`.
 * - `refused`: never, as it is: bad recipient, blocked, content not allowed.
 * - `unknown`: it was on its way and no answer came: it may have arrived.
 * - `revoked`: the platform takes nothing from this connection any more (token withdrawn): pause it.
 */
export type SendOutcome =
  | { fate: 'sent'; id?: string }
  | { fate: 'awaiting'; task: string }
  | { fate: 'later'; seconds: number; code: string; reason: string }
  | { fate: 'refused'; code: string; reason: string }
  | { fate: 'unknown'; reason: string }
  | { fate: 'revoked'; reason: string };

/** Something done to a person in a chat. `seconds` of a mute; `tag` of tagging. */
export type Action = { kind: ActionKind; chat?: string; account: string; seconds?: number; tag?: string };
export type ActionOutcome =
  | { fate: 'done' }
  | Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

/** An open connection. Sends of one session are called one at a time per recipient, in order. */
export type Session = {
  send(message: Outgoing): Promise<SendOutcome>;
  act?(action: Action): Promise<ActionOutcome>;
  /** What became of a send that waits for a person; `waiting` while nothing has. */
  awaited?(task: string): Promise<{ fate: 'waiting' } | Exclude<SendOutcome, { fate: 'awaiting' }>>;
  /**
   * Says who is in which chats now, where the platform may have lost or mixed up what it told. Called on open, every hour, and
   * soon after an operator attached or detached a chat.
   */
  reconcile?(): Promise<void>;
  /** Ends it; what is under way may end first. Resolves when nothing more will be heard. */
  close(): Promise<void>;
  /** Resolves when it ended by itself, with the reason. */
  readonly ended: Promise<Error>;
};

/** Refused for good until somebody changes the settings: a wrong password, a withdrawn token. It is not tried again. */
export class ConnectionRefused extends Error {
  override name = 'ConnectionRefused';
}

/** A request from a platform, unread: `body` is exactly what came. */
export type CallbackRequest = {
  method: 'GET' | 'POST';
  query: Readonly<Record<string, string | undefined>>;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
};

/** What the platform gets back. `afterwards` runs once it has been answered (work that takes longer than it waits). */
export type CallbackAnswer = { status: number; type?: string; body?: string; afterwards?: () => Promise<void> };

/**
 * A callback that is not taken. Thrown before anything of the body is read as more than bytes; the caller gets a bare 401 (or the
 * status given) and nothing of the reason, which is counted and shown to the operator.
 */
export class CallbackRefused extends Error {
  override name = 'CallbackRefused';
  readonly why: 'unsigned' | 'wrong_signature' | 'old' | 'replayed' | 'malformed' | 'too_large' | 'wrong_receiver';
  readonly status: number;
  constructor(why: CallbackRefused['why'], status = 401) {
    super(`a callback was refused: ${why}`);
    this.why = why;
    this.status = status;
  }
}

/** What a connector works with; one per connection. */
export type ConnectorContext<Settings> = {
  connectionId: string;
  settings: Settings;
  /**
   * Every line is shown to operators in the log of the connection, secrets masked; those from `info` on go to the server's log
   * too. What comes and goes on the wire: `log.debug({ in: raw }, 'words')`, `log.debug({ out: raw }, 'words')`. What `fetch`
   * exchanges is there already.
   */
  log: Log;
  now(): number;
  /** Aborted when the connection is closed. */
  signal: AbortSignal;
  /**
   * HTTP to the platform: 10 s unless told otherwise, answers of at most 5 MB, no redirects (one comes as it is), no private
   * addresses unless `host:port` stands in the settings of the connection, as a web address. Rejects with FetchFailed, which
   * says whether the request may have arrived. Logged with secrets masked. `onlyPublic`: no private address, whatever stands
   * in the settings.
   */
  fetch: (address: string, options?: RequestInit & { timeoutMs?: number; onlyPublic?: boolean }) => Promise<Response>;
  /**
   * Durable when it resolves: only then may the platform be told that we have it, or a cursor be moved. While the database is
   * away it waits: 5 minutes on a session, 3 seconds in a callback, then rejects. Of chats that no community has, nothing is
   * kept; they are discovered, and their ids are `left`.
   */
  hear(heard: readonly Heard[]): Promise<{ left: readonly string[] } | void>;
  /** Chats that the connection can see; new ones wait for an operator to attach them to a community. */
  discover(chats: readonly SeenChat[]): Promise<void>;
  /** Small durable things of the connection, encrypted: cursors, access tokens with their end. */
  memory: { get(key: string): Promise<string | undefined>; set(key: string, value: string | undefined): Promise<void> };
  /**
   * True the first time in `seconds` that this key is asked for on this connection, on every process: for callbacks that a platform
   * repeats and that carry no event.
   */
  once(key: string, seconds: number): Promise<boolean>;
  /**
   * A way to answer what was heard, which ends soon: welcome codes, passive replies. Reactions to the event get it as `ticket`.
   */
  ticket(eventId: string, ticket: string, seconds: number): Promise<void>;
  /** The address that the platform calls, where the server knows its own public address. */
  callbackAddress?: string;
  /** What the platform says of a message after it took it (`id` as given with `sent`): a bounce, a form that a person declined. */
  late?(id: string, outcome: Extract<SendOutcome, { fate: 'sent' | 'refused' }>): Promise<void>;
};

/** What came of an operation; `result` is shown as it is. */
export type OperationOutcome =
  | { fate: 'done'; result: Record<string, unknown> }
  | Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

/**
 * Something of a platform's own that a person or another part of ours runs: a code with a parameter, a menu, a way to join. `run` gets
 * the form's values and checks them itself (refused with code `bad_input`); `changes` is false where it only reads.
 */
export type Operation<Settings = never> = {
  key: string;
  label: Both;
  about?: Both;
  fields: readonly Field[];
  changes: boolean;
  run(
    values: Readonly<Record<string, string | number | boolean>>,
    context: ConnectorContext<Settings>,
  ): Promise<OperationOutcome>;
};

export type TestOutcome = { ok: boolean; detail: Both; account?: string };

/**
 * Says who somebody is on a page of ours. `session` is a secret of their browser: what comes back is taken from that browser alone.
 */
export type WebSignIn = {
  /** Where the browser goes; it comes back to `returnTo` with `code` and `state`. */
  address(options: { returnTo: string; session: string }): string;
  /** Whose account it is, under its id on the platform. */
  finish(options: {
    code: string;
    state: string;
    session: string;
  }): Promise<
    { fate: 'done'; account: string } | Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>
  >;
};

/**
 * One platform. A folder under `src/connectors`, found by the registry there; nothing else knows its name. `settings` checks
 * what the form holds (all fields, secrets in the clear) and says what is wrong with which field.
 */
export type Connector<Settings = never> = {
  id: string;
  platform: string;
  name: Both;
  about: Both;
  fields: readonly Field[];
  settings: ZodType<Settings>;
  capabilities: Capabilities;
  /** The platform's own limits, as published; operators may lower or raise them per connection. */
  limits: readonly Limit[];
  operations?: readonly Operation<Settings>[];
  /** Tries the settings without hearing or sending anything. Never throws for what the platform says. */
  test(context: ConnectorContext<Settings>): Promise<TestOutcome>;
  /** Opens it: a socket, a poll, or only what sending needs. Throws ConnectionRefused for what trying again cannot mend. */
  open(context: ConnectorContext<Settings>): Promise<Session>;
  /** Signs people in on pages of ours that are opened inside the platform. */
  webSignIn?(context: ConnectorContext<Settings>): WebSignIn;
  /** Takes what the platform calls us with, on any process, whether a session is open or not. Checks the signature first. */
  callback?(request: CallbackRequest, context: ConnectorContext<Settings>): Promise<CallbackAnswer>;
};

/** A connector with its settings' type folded away, for lists of many. */
export type AnyConnector = Omit<Connector<never>, 'settings'> & { settings: ZodType };
