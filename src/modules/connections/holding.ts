import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#kernel/errors.ts';
import { findOptionalById, noteState, type SealedConnection } from './connection-store.ts';
import { ConnectionRefused, type Session } from './connector.ts';
import type { ContextParts, ConnectorContexts, Workplace } from './connector-contexts.ts';

export type HoldingParts = ContextParts & {
  contexts: ConnectorContexts;
  /** From 0 to 1. */
  random(): number;
  pauses?: Partial<Pauses>;
};

/** Milliseconds. */
export type Pauses = {
  /** Before the first try again; twice as long each time. */
  first: number;
  longest: number;
  /** A session that was up so long begins anew with the first pause. */
  steady: number;
  /** How long an opening may take. */
  opening: number;
  /** How long a closing may take. */
  closing: number;
  /** Between two reconciliations. */
  reconcile: number;
  /** From a change of where chats belong to the reconciliation after it. */
  soon: number;
};

const PAUSES: Pauses = {
  first: 1_000,
  longest: 300_000,
  steady: 60_000,
  opening: 60_000,
  closing: 10_000,
  reconcile: 3_600_000,
  soon: 3_000,
};

/** How long before the next try: half of it by chance, so that many do not come back in step. Milliseconds. */
export function backOff(failures: number, random: number, { first, longest } = PAUSES): number {
  const most = Math.min(longest, first * 2 ** Math.min(failures, 30));
  return Math.round(most * (0.5 + random / 2));
}

/** An open session and what it was opened with. */
export type OpenSession = {
  session: Session;
  workplace: Workplace;
  connection: SealedConnection;
  /** Says to the session that it is over. */
  abort(): void;
};

type Ref = { workspaceId: string; connectionId: string };

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

/**
 * Keeps one connection open while this process holds it: opens, waits until it ends, opens again after a while. Ends when
 * the connection is paused, gone, or refused for good.
 */
export class Holding {
  readonly ref: Ref;
  readonly #parts: HoldingParts;
  readonly #pauses: Pauses;
  readonly #onUp: (ref: Ref) => void;
  readonly #over = new AbortController();
  #turn = new AbortController();
  #open: OpenSession | undefined;
  #failures = 0;
  /** Resolves when it is over and its session closed. */
  readonly done: Promise<void>;

  constructor(parts: HoldingParts, ref: Ref, onUp: (ref: Ref) => void) {
    this.ref = ref;
    this.#parts = parts;
    this.#pauses = { ...PAUSES, ...parts.pauses };
    this.#onUp = onUp;
    this.done = this.#run();
  }

  /** The session while it is open. */
  get open(): OpenSession | undefined {
    return this.#open;
  }

  /** Something changed: what is open is closed and opened anew if it was opened with earlier settings. */
  async refresh(): Promise<void> {
    this.#parts.contexts.forget(this.ref.connectionId);
    const now = await this.#read();
    if (!now || now.paused || now.health.state === 'refused') return this.end();
    if (this.#open ? this.#open.connection.version !== now.version : now.version !== this.#tried) {
      this.#failures = 0;
      this.#turn.abort();
    }
  }

  #tried: number | undefined;
  #reconcile: (() => void) | undefined;
  #soon: NodeJS.Timeout | undefined;

  /** Chats were attached or detached: who is in them is asked once that is over. */
  reconcileSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#reconcile?.(), this.#pauses.soon).unref();
  }

  /** Closes for good; what is under way may end first. */
  async end(): Promise<void> {
    this.#over.abort();
    this.#turn.abort();
    await this.done;
  }

  #read(): Promise<SealedConnection | undefined> {
    const { database, connectors } = this.#parts;
    return database.inWorkspace(this.ref.workspaceId, (tx) => findOptionalById(tx, connectors, this.ref.connectionId));
  }

  async #run(): Promise<void> {
    while (!this.#over.signal.aborted) {
      this.#turn = new AbortController();
      try {
        if (!(await this.#once())) return;
      } catch (error) {
        // The database is away: nothing can be said about it there.
        this.#parts.log.debug({ err: error, ...this.ref }, 'a connection could not be looked after');
        await this.#rest(1_000);
      }
    }
  }

  /** One session from its opening to its end. @returns whether to go on */
  async #once(): Promise<boolean> {
    const connection = await this.#read();
    if (!connection || connection.paused || connection.health.state === 'refused') return false;
    this.#tried = connection.version;
    const signal = this.#turn.signal;
    let workplace: Workplace | undefined;
    let ended: unknown;
    let upSince: number | undefined;
    try {
      workplace = this.#parts.contexts.of(connection);
      await this.#note(connection, { state: 'opening' });
      this.#open = await this.#openSession(connection, workplace, signal);
      upSince = performance.now();
      workplace.log.info('connected');
      await this.#note(connection, { state: 'up' });
      this.#onUp(this.ref);
      ended = await this.#whileUp(this.#open, signal);
    } catch (error) {
      ended = error;
    } finally {
      await this.#close();
    }
    if (signal.aborted) return true;
    return this.#after(connection, workplace, ended, upSince);
  }

  /** What follows a session that ended, or could not be opened. */
  async #after(
    connection: SealedConnection,
    workplace: Workplace | undefined,
    ended: unknown,
    upSince: number | undefined,
  ): Promise<boolean> {
    const words = workplace?.mask.text(wordsOf(ended)) ?? wordsOf(ended);
    if (ended instanceof ConnectionRefused || (ended instanceof AppError && ended.status < 503)) {
      workplace?.log.warn(`refused: ${words}`);
      await this.#note(connection, { state: 'refused', detail: words });
      return false;
    }
    if (upSince !== undefined && performance.now() - upSince > this.#pauses.steady) this.#failures = 0;
    const wait = backOff(this.#failures++, this.#parts.random(), this.#pauses);
    workplace?.log.warn(`${upSince === undefined ? 'not connected' : 'disconnected'}: ${words}`);
    const againAt = new Date(this.#parts.clock.now() + wait);
    await this.#note(connection, { state: 'waiting', detail: words, againAt }).catch(() => undefined);
    await this.#rest(wait);
    return true;
  }

  async #openSession(connection: SealedConnection, workplace: Workplace, signal: AbortSignal): Promise<OpenSession> {
    const { opening: most } = this.#pauses;
    const given = new AbortController();
    const abort = (): void => given.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(() => given.abort(new Error(`not open after ${most / 1000} s`)), most);
    const opening = workplace.connector.open(workplace.sessionContext(given.signal));
    try {
      const session = await Promise.race([opening, aborted(given.signal)]);
      signal.removeEventListener('abort', abort);
      return { session, workplace, connection, abort: () => given.abort(new Error('closed')) };
    } catch (error) {
      given.abort(error);
      // One that opens after all is closed: nobody waits for it any more.
      opening.then((late) => late.close()).catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Until it ends by itself or is told to. @returns why it ended */
  async #whileUp({ session, workplace }: OpenSession, signal: AbortSignal): Promise<unknown> {
    const reconcile = (): void => {
      session
        .reconcile?.()
        .catch((error: unknown) => workplace.log.warn({ err: error }, 'who is where could not be settled'));
    };
    reconcile();
    this.#reconcile = reconcile;
    const timer = setInterval(reconcile, this.#pauses.reconcile);
    try {
      return await Promise.race([session.ended, aborted(signal).catch(() => undefined)]);
    } finally {
      clearInterval(timer);
      clearTimeout(this.#soon);
      this.#reconcile = undefined;
    }
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const patience = sleep(this.#pauses.closing, undefined, { ref: false });
    await Promise.race([open.session.close(), patience]).catch((error: unknown) =>
      open.workplace.log.debug({ err: error }, 'could not be closed properly'),
    );
    open.abort();
  }

  async #rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#turn.signal, ref: false }).catch(() => undefined);
  }

  async #note({ id, version }: SealedConnection, state: Omit<Parameters<typeof noteState>[2], 'now'>): Promise<void> {
    const now = new Date(this.#parts.clock.now());
    await this.#parts.database.inWorkspace(this.ref.workspaceId, (tx) =>
      noteState(tx, { id, version }, { ...state, now }),
    );
  }
}

/** Rejects when the signal is aborted. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, failed) => {
    const fail = (): void => failed(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
