import { pino } from 'pino';
import { neutralEventSchema } from '#modules/events/contract.ts';
import {
  type ConnectorContext,
  FetchFailed,
  type Heard,
  type SeenChat,
  type SendOutcome,
} from '#modules/connections/index.ts';

/** What a connector did with its context, for a test to look at. */
export type Recorded = {
  heard: Heard[];
  chats: SeenChat[];
  kept: Map<string, string>;
  tickets: { eventId: string; ticket: string; seconds: number }[];
  /** What was said of messages after they were sent. */
  afterwards: { id: string; outcome: SendOutcome }[];
  /** Set: every `hear` fails with it, as while the database is away. */
  deaf?: Error;
  /** Ends the context as closing the connection does. */
  abort(): void;
};

/** A connector's context in memory: real HTTP, and everything told is kept to be looked at. `kept` is what an earlier one remembered. */
export function connectorContext<Settings>(
  settings: Settings,
  options: { now?: () => number; kept?: Map<string, string> } = {},
): ConnectorContext<Settings> & Recorded {
  const now = options.now ?? Date.now;
  const controller = new AbortController();
  const once = new Map<string, number>();
  const kept = options.kept ?? new Map<string, string>();
  const context: ConnectorContext<Settings> & Recorded = {
    connectionId: '019a0000-0000-7000-8000-000000000001',
    settings,
    log: pino({ enabled: false }),
    now,
    signal: controller.signal,
    heard: [],
    chats: [],
    kept,
    tickets: [],
    afterwards: [],
    abort: () => controller.abort(),
    async fetch(address, { timeoutMs = 10_000, onlyPublic, ...init } = {}) {
      if (onlyPublic === true && new URL(address).hostname === '127.0.0.1')
        throw new FetchFailed('private_address', '127.0.0.1 is a private address');
      return fetch(address, { redirect: 'manual', ...init, signal: AbortSignal.timeout(timeoutMs) });
    },
    async hear(heard) {
      if (context.deaf !== undefined) throw context.deaf;
      // What the inbox would refuse must not pass here.
      for (const { event } of heard) neutralEventSchema.parse(event);
      context.heard.push(...heard);
    },
    async discover(chats) {
      context.chats.push(...chats);
    },
    memory: {
      get: async (key) => kept.get(key),
      async set(key, value) {
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
      },
    },
    async once(key, seconds) {
      if ((once.get(key) ?? 0) > now()) return false;
      once.set(key, now() + seconds * 1000);
      return true;
    },
    async late(id, outcome) {
      context.afterwards.push({ id, outcome });
    },
    async ticket(eventId, ticket, seconds) {
      context.tickets.push({ eventId, ticket, seconds });
    },
  };
  return context;
}
