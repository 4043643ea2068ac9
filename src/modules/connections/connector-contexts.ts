import type { Clock } from '#kernel/clock.ts';
import type { AcceptEvents } from '#modules/events/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import { createConnectionLog } from './connection-log.ts';
import type { ConnectionNotes } from './connection-notes.ts';
import { connectorOf, type SealedConnection } from './connection-store.ts';
import type { AnyConnector, ConnectorContext, SendOutcome } from './connector.ts';
import { allowedHosts, createGuardedFetch, type Exchange } from './guarded-fetch.ts';
import { Hearing } from './hearing.ts';
import { SecretMask } from './mask-secrets.ts';
import { keepTicket, recall, remember, takeOnce } from './memory-store.ts';
import { openSecrets } from './sealed-secrets.ts';
import { checkSettings } from './settings-form.ts';

export type ContextParts = {
  database: Database;
  secrets: SecretBox;
  clock: Clock;
  log: Log;
  acceptEvents: AcceptEvents;
  connectors: readonly AnyConnector[];
  notes: ConnectionNotes;
  /** The address people use, where the server knows it. */
  publicUrl?: string | undefined;
  /** Told what a platform says of a message after it took it. */
  onLate?(ref: { workspaceId: string; connectionId: string }, messageId: string, outcome: LateOutcome): Promise<void>;
};

type LateOutcome = Extract<SendOutcome, { fate: 'sent' | 'refused' }>;

/** How long what is heard waits for the database: a platform that calls gives up soon and tells again; a socket does not. */
const PATIENCE_MS = { callback: 3_000, session: 300_000 };

/** What one connection, as its settings are now, works with. */
export type Workplace = {
  version: number;
  connector: AnyConnector;
  mask: SecretMask;
  /** The operators' log of it. */
  log: Log;
  /** For a callback; without an end. */
  context: ConnectorContext<never>;
  /** For a session; `signal` ends it. */
  sessionContext(signal: AbortSignal): ConnectorContext<never>;
  /** Operators changed where things belong. */
  forget(): void;
  close(): void;
};

const MOST_KEPT = 2_000;

/** Makes and keeps the contexts of connections in this process. */
export class ConnectorContexts {
  readonly #parts: ContextParts;
  readonly #kept = new Map<string, Workplace>();

  constructor(parts: ContextParts) {
    this.#parts = parts;
  }

  /** The one of a connection; made anew when its settings changed. Throws BadInput for settings that no longer fit. */
  of(connection: SealedConnection): Workplace {
    const kept = this.#kept.get(connection.id);
    if (kept?.version === connection.version) return kept;
    kept?.close();
    const made = makeWorkplace(this.#parts, connection);
    if (this.#kept.size >= MOST_KEPT) this.#drop(this.#kept.keys().next().value!);
    this.#kept.set(connection.id, made);
    return made;
  }

  /** A connection changed: where things belong is asked again. */
  forget(connectionId?: string): void {
    if (connectionId !== undefined) return this.#kept.get(connectionId)?.forget();
    for (const workplace of this.#kept.values()) workplace.forget();
  }

  close(): void {
    for (const id of this.#kept.keys()) this.#drop(id);
  }

  #drop(id: string): void {
    this.#kept.get(id)?.close();
    this.#kept.delete(id);
  }
}

function makeWorkplace(parts: ContextParts, connection: SealedConnection): Workplace {
  const { database, clock, notes } = parts;
  const { id, workspaceId, zone, version } = connection;
  const connector = connectorOf(parts.connectors, connection.connector);
  const secrets = openSecrets(parts.secrets, connection);
  const settings = checkSettings(connector, { open: connection.settings, secrets }) as never;
  const mask = new SecretMask(Object.values(secrets));
  const log = createConnectionLog(parts.log, id, mask, (line) => notes.line({ workspaceId, id, zone }, line));
  const hearer = { id, workspaceId, zone, connector: connector.id, platform: connector.platform };
  const hearing = new Hearing(parts, hearer, log);
  const { fetch, close } = createGuardedFetch({
    allowed: allowedHosts(Object.values(connection.settings)),
    onExchange: (exchange) => log.debug(...lineOf(exchange)),
  });
  const inWorkspace: Database['inWorkspace'] = (_, work) => database.inWorkspace(workspaceId, work);
  const context = (signal: AbortSignal, patience: number): ConnectorContext<never> => ({
    connectionId: id,
    settings,
    log,
    now: () => clock.now(),
    signal,
    fetch,
    hear: (heard) => hearing.hear(heard, patience),
    discover: (chats) => hearing.discover(chats),
    memory: {
      async get(key) {
        const value = await inWorkspace(workspaceId, (tx) => recall(tx, parts.secrets, id, key));
        if (value !== undefined) mask.addRemembered(value);
        return value;
      },
      async set(key, value) {
        if (value !== undefined) mask.addRemembered(value);
        await inWorkspace(workspaceId, (tx) => remember(tx, parts.secrets, id, { key, value }));
      },
    },
    once: (key, seconds) => {
      const now = clock.now();
      const until = { key, now: new Date(now), endsAt: new Date(now + seconds * 1000) };
      return inWorkspace(workspaceId, (tx) => takeOnce(tx, id, until));
    },
    ticket: (externalId, ticket, seconds) => {
      mask.add(ticket);
      const kept = { externalId, ticket, endsAt: new Date(clock.now() + seconds * 1000) };
      return inWorkspace(workspaceId, (tx) => keepTicket(tx, { connectionId: id, platform: connector.platform }, kept));
    },
    ...(parts.publicUrl && connector.callback && { callbackAddress: `${parts.publicUrl}/hooks/${connection.code}` }),
    late: async (messageId, outcome) => parts.onLate?.({ workspaceId, connectionId: id }, messageId, outcome),
  });
  const forever = new AbortController();
  return {
    version,
    connector,
    mask,
    log,
    context: context(forever.signal, PATIENCE_MS.callback),
    sessionContext: (signal) => context(signal, PATIENCE_MS.session),
    forget: () => hearing.forget(),
    close,
  };
}

/** An exchange as a line of the log. */
function lineOf({ method, address, status, ms, request, answer, failed }: Exchange): [object, string] {
  const what = `${method} ${address} → ${failed ?? status} (${ms} ms)`;
  return [{ out: [request, answer].filter(Boolean).join('\n→ ') }, what];
}
