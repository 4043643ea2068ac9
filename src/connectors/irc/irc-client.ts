// @ts-expect-error The package has no types; what is used of it is written down below.
import framework from 'irc-framework';

/** Somebody, as a line names them. */
type From = {
  nick: string;
  ident?: string;
  hostname?: string;
  time?: number;
  tags?: Record<string, string>;
  batch?: unknown;
};

export type IrcMessage = From & { target: string; message: string; from_server: boolean };

/** What irc-framework tells of, as far as it is heard. */
export type IrcEvents = {
  registered: { nick: string };
  'sasl failed': { reason: string; message?: string };
  'nick in use': { nick: string; reason: string };
  'nick invalid': { nick: string; reason: string };
  privmsg: IrcMessage;
  action: IrcMessage;
  join: From & { channel: string };
  part: From & { channel: string; message: string };
  kick: From & { channel: string; kicked: string; message: string };
  quit: From & { message: string };
  nick: From & { new_nick: string };
  userlist: { channel: string; users: { nick: string }[] };
  pong: { message: string };
  raw: { line: string; from_server: boolean };
  'raw socket connected': { setNoDelay(now: boolean): void };
  'ping timeout': undefined;
  'socket close': Error | false | undefined;
  close: undefined;
};

export type IrcOptions = {
  host: string;
  port: number;
  tls: boolean;
  rejectUnauthorized: boolean;
  nick: string;
  username: string;
  gecos: string;
  password?: string;
  account: { account: string; password: string };
  sasl_disconnect_on_fail: boolean;
  auto_reconnect: boolean;
  /** Seconds. */
  ping_interval: number;
  ping_timeout: number;
  version: string;
};

/** A line from the server; `command` is a word or three digits. */
export type IrcLine = { command: string; params: string[] };

export type IrcClient = {
  readonly connected: boolean;
  readonly user: { nick: string };
  readonly network: { name: string };
  readonly connection: {
    readonly transport?: { disposeSocket(): void };
    on(event: 'message', fn: (line: IrcLine) => void): void;
    write(line: string): void;
    end(line?: string): void;
  };
  connect(options: IrcOptions): void;
  changeNick(nick: string): void;
  quit(message: string): void;
  /** Lower case by the rules of the network. */
  caseLower(text: string): string;
  on<Name extends keyof IrcEvents>(event: Name, fn: (told: IrcEvents[Name]) => void): void;
  off<Name extends keyof IrcEvents>(event: Name, fn: (told: IrcEvents[Name]) => void): void;
};

const { Client } = framework as { Client: new () => IrcClient };

export const createIrcClient = (): IrcClient => new Client();
