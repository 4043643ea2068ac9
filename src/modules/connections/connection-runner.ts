import { setTimeout as sleep } from 'node:timers/promises';
import { HeldLocks } from '#platform/postgres/index.ts';
import { CONNECTIONS_CHANNEL } from './connection-bell.ts';
import { listOpenable, setPaused } from './connection-store.ts';
import type { Action, ActionOutcome, Outgoing, SendOutcome } from './connector.ts';
import { Holding, type HoldingParts, type OpenSession } from './holding.ts';
import { InOrder } from './in-order.ts';
import { dropEnded } from './memory-store.ts';

export type ConnectionRef = { workspaceId: string; connectionId: string };

export type ConnectionRunnerOptions = HoldingParts & {
  /** Every workspace: what a look around begins with. */
  listWorkspaces(): Promise<readonly string[]>;
  /** Milliseconds between two tries to take what nobody, or a process that died, holds. */
  tryMs?: number;
  /** Milliseconds between two looks at all connections of all workspaces. */
  lookMs?: number;
  /** Milliseconds that a send may take; past it nobody knows whether it arrived. */
  sendMs?: number;
  /** Milliseconds for which locks count as ours after the database went away. */
  lockGraceMs?: number;
};

const TRY_MS = 2_000;
const LOOK_MS = 60_000;
const SEND_MS = 60_000;
/** What ended is dropped once in so many looks. */
const LOOKS_PER_CLEANING = 10;

const lockName = (connectionId: string): string => `connection ${connectionId}`;
const idOf = (lock: string): string => lock.slice('connection '.length);

/** Whatever is asked of a connection that this process does not hold. */
const NOT_OPEN = { fate: 'later', seconds: 5, code: 'not_open', reason: 'the connection is not open' } as const;

/**
 * Keeps connections open, each in one process at a time over all processes on one PostgreSQL, and is the way to send on
 * those held here. A process that dies loses its locks, and another takes over within seconds.
 */
export class ConnectionRunner {
  readonly #options: ConnectionRunnerOptions;
  readonly #locks: HeldLocks;
  readonly #holdings = new Map<string, Holding>();
  /** What is to be open, here or elsewhere: connection → workspace. */
  readonly #openable = new Map<string, string>();
  readonly #callbacks = new Set<(ref: ConnectionRef) => void>();
  readonly #sends = new InOrder();
  readonly #stopping = new AbortController();
  #unlisten: (() => Promise<void>) | undefined;
  #work: Promise<void> = Promise.resolve();
  #timers: NodeJS.Timeout[] = [];
  #looks = 0;

  constructor(options: ConnectionRunnerOptions) {
    this.#options = options;
    this.#locks = new HeldLocks({
      settings: options.database.settings,
      onLost: (names) => this.#lost(names),
      ...(options.lockGraceMs !== undefined && { graceMs: options.lockGraceMs }),
    });
  }

  /** Looks for connections and opens what nobody holds; then listens for changes. */
  async start(): Promise<void> {
    const { database, tryMs = TRY_MS, lookMs = LOOK_MS } = this.#options;
    this.#unlisten = await database.listen(CONNECTIONS_CHANNEL, (payload) => {
      const [workspaceId, connectionId, what] = payload.split(' ');
      if (what === 'chats') this.#moved(connectionId!);
      else if (workspaceId && connectionId) this.#then(() => this.#changed({ workspaceId, connectionId }));
      else this.#then(() => this.#lookAround());
    });
    this.#then(() => this.#lookAround());
    this.#timers = [
      setInterval(() => this.#then(() => this.#takeFree()), tryMs),
      setInterval(() => this.#then(() => this.#lookAround()), lookMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Connections that are open in this process. */
  held(): ConnectionRef[] {
    return [...this.#holdings.values()].filter(({ open }) => open !== undefined).map(({ ref }) => ref);
  }

  /** Calls back whenever a connection has been opened here. @returns what ends that */
  onHeld(callback: (ref: ConnectionRef) => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /**
   * Sends on an open connection; messages to one recipient go one at a time, in order. Never throws: what a connector
   * throws, or does not answer in time, is `unknown`; `later` with the code `not_open` where it is not open here.
   */
  async send(connectionId: string, message: Outgoing): Promise<SendOutcome> {
    return this.#sends.run(`${connectionId} ${message.to.kind} ${message.to.id}`, () =>
      this.#ask<SendOutcome>(connectionId, ({ session }) => session.send(message), true),
    );
  }

  /** Does something to a person in a chat; as `send` otherwise. */
  async act(connectionId: string, action: Action): Promise<ActionOutcome> {
    return this.#ask<ActionOutcome>(connectionId, async ({ session }) => {
      if (session.act) return session.act(action);
      return { fate: 'refused', code: 'not_supported', reason: 'the platform has no such action' };
    });
  }

  /** What became of a send that waits for a person. */
  async awaited(
    connectionId: string,
    task: string,
  ): Promise<{ fate: 'waiting' } | Exclude<SendOutcome, { fate: 'awaiting' }>> {
    return this.#ask<{ fate: 'waiting' } | Exclude<SendOutcome, { fate: 'awaiting' }>>(
      connectionId,
      async ({ session }) => (session.awaited ? session.awaited(task) : { fate: 'unknown', reason: 'nobody can tell' }),
    );
  }

  /** Resolves when everything that was noticed so far has been acted on: for tests. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Takes nothing new, lets sends end, closes what is open. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#unlisten?.();
    await this.#work;
    await this.#sends.idle();
    await Promise.all([...this.#holdings.values()].map((holding) => holding.end()));
    await this.#locks.close();
    await this.#options.notes.flush();
    this.#options.contexts.close();
  }

  async #ask<Outcome extends { fate: string }>(
    connectionId: string,
    work: (open: OpenSession) => Promise<Outcome>,
    counts = false,
  ): Promise<Outcome> {
    const open = this.#holdings.get(connectionId)?.open;
    if (!open) return NOT_OPEN as unknown as Outcome;
    const { connection, workplace } = open;
    const patience = new AbortController();
    const late = sleep(this.#options.sendMs ?? SEND_MS, undefined, { signal: patience.signal, ref: false }).then(() => {
      throw new Error('no answer in time');
    });
    const outcome = await Promise.race([work(open), late])
      .catch((error: Error) => {
        workplace.log.warn({ err: error }, 'nobody knows what became of a send');
        return { fate: 'unknown', reason: workplace.mask.text(error.message) } as unknown as Outcome;
      })
      .finally(() => patience.abort());
    late.catch(() => undefined);
    if (counts && (outcome.fate === 'sent' || outcome.fate === 'awaiting')) this.#options.notes.sent(connection);
    if (counts && (outcome.fate === 'refused' || outcome.fate === 'unknown')) this.#options.notes.failed(connection);
    if (outcome.fate === 'revoked') await this.#revoked(open, (outcome as unknown as { reason: string }).reason);
    return outcome;
  }

  /** The platform takes nothing more: nothing is tried until an operator says so. */
  async #revoked({ connection, workplace }: OpenSession, reason: string): Promise<void> {
    const { database, clock } = this.#options;
    const { id, workspaceId, version } = connection;
    const detail = workplace.mask.text(reason);
    workplace.log.warn(`paused: the platform takes nothing more: ${detail}`);
    await database
      .inWorkspace(workspaceId, async (tx) => {
        const known = await listOpenable(tx);
        if (!known.some((one) => one.id === id && one.version === version)) return;
        await setPaused(tx, { workspaceId, id, now: new Date(clock.now()) }, 'revoked', detail);
      })
      .catch((error: unknown) => workplace.log.warn({ err: error }, 'could not be paused'));
  }

  /** One thing after the other; what fails is tried again by the next look. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#stopping.signal.aborted ? undefined : work()))
      .catch((error: unknown) => this.#options.log.debug({ err: error }, 'connections could not be looked after'));
  }

  async #lookAround(): Promise<void> {
    const { database, contexts, clock } = this.#options;
    contexts.forget();
    const cleans = this.#looks++ % LOOKS_PER_CLEANING === 0;
    const found = new Map<string, string>();
    for (const workspaceId of await this.#options.listWorkspaces()) {
      if (this.#stopping.signal.aborted) return;
      await database.inWorkspace(workspaceId, async (tx) => {
        for (const { id } of await listOpenable(tx)) found.set(id, workspaceId);
        if (cleans) await dropEnded(tx, new Date(clock.now()));
      });
    }
    this.#openable.clear();
    for (const [id, workspaceId] of found) this.#openable.set(id, workspaceId);
    for (const holding of this.#holdings.values()) this.#refresh(holding);
    await this.#takeFree();
  }

  async #changed({ workspaceId, connectionId }: ConnectionRef): Promise<void> {
    const { database, contexts } = this.#options;
    contexts.forget(connectionId);
    const openable = await database.inWorkspace(workspaceId, listOpenable);
    if (openable.some(({ id }) => id === connectionId)) this.#openable.set(connectionId, workspaceId);
    else this.#openable.delete(connectionId);
    const holding = this.#holdings.get(connectionId);
    if (holding) this.#refresh(holding);
    else await this.#takeFree();
  }

  /** Chats of a connection were attached or detached. */
  #moved(connectionId: string): void {
    this.#options.contexts.forget(connectionId);
    this.#holdings.get(connectionId)?.reconcileSoon();
  }

  /** Beside everything else: closing a session takes a while. */
  #refresh(holding: Holding): void {
    holding
      .refresh()
      .catch((error: unknown) => this.#options.log.debug({ err: error }, 'a connection was not looked at'));
  }

  /** Tries the locks of all that nobody holds here. */
  async #takeFree(): Promise<void> {
    const free = [...this.#openable.keys()].filter((id) => !this.#holdings.has(id));
    if (free.length === 0) return;
    for (const lock of await this.#locks.take(free.map(lockName))) this.#hold(idOf(lock));
  }

  #hold(connectionId: string): void {
    const workspaceId = this.#openable.get(connectionId)!;
    const holding = new Holding(this.#options, { workspaceId, connectionId }, (ref) => {
      for (const callback of this.#callbacks) callback(ref);
    });
    this.#holdings.set(connectionId, holding);
    void holding.done.then(async () => {
      this.#holdings.delete(connectionId);
      await this.#locks.release(lockName(connectionId));
      // It may have been changed while it was closing.
      this.#then(() => this.#changed({ workspaceId, connectionId }));
    });
  }

  /** Somebody else may have them now: ours end at once. */
  #lost(names: readonly string[]): void {
    for (const name of names) {
      const holding = this.#holdings.get(idOf(name));
      this.#options.log.warn({ connectionId: idOf(name) }, 'a connection is not ours any more');
      void holding?.end();
    }
  }
}
