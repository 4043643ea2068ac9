import { newId } from '#kernel/ids.ts';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { addNotes, LOG_LINES, type LogLine, type Notes } from './notes-store.ts';

/** Milliseconds between what happens and its being written down. */
const FLUSH_MS = 500;

type Pending = { -readonly [Key in keyof Notes]: Notes[Key] } & {
  workspaceId: string;
  refusals: Map<string, number>;
  lines: LogLine[];
};

const fresh = (workspaceId: string): Pending => ({
  workspaceId,
  heard: 0,
  heardAt: null,
  sent: 0,
  sentAt: null,
  failed: 0,
  refusals: new Map(),
  lines: [],
});

type Of = { workspaceId: string; id: string; zone: string };

/**
 * Counts and log lines of connections, gathered and written twice a second, so that neither a busy group nor an attacker
 * costs a statement each. What a killed process has not written is lost: figures for people, nothing that is decided by.
 */
export class ConnectionNotes {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor({ database, clock, log }: { database: Database; clock: Clock; log: Log }) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  heard(connection: Of, count: number): void {
    const pending = this.#of(connection);
    pending.heard += count;
    pending.heardAt = new Date(this.#clock.now());
  }

  sent(connection: Of): void {
    const pending = this.#of(connection);
    pending.sent += 1;
    pending.sentAt = new Date(this.#clock.now());
  }

  failed(connection: Of): void {
    this.#of(connection).failed += 1;
  }

  refused(connection: Of, why: string): void {
    const { refusals } = this.#of(connection);
    const key = `${formatDay(dayOf(this.#clock.now(), connection.zone))} ${why}`;
    refusals.set(key, (refusals.get(key) ?? 0) + 1);
  }

  line(connection: Of, line: Omit<LogLine, 'id' | 'at'>): void {
    const { lines } = this.#of(connection);
    lines.push({ ...line, id: '', at: new Date(this.#clock.now()) });
    if (lines.length > LOG_LINES) lines.shift();
  }

  /** Writes what is gathered; resolves when it is there. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = [...this.#pending];
    this.#pending.clear();
    this.#writing = this.#writing.then(() => this.#write(batch));
    return this.#writing;
  }

  #of({ workspaceId, id }: Of): Pending {
    let pending = this.#pending.get(id);
    if (!pending) this.#pending.set(id, (pending = fresh(workspaceId)));
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
    return pending;
  }

  async #write(batch: [string, Pending][]): Promise<void> {
    for (const [id, { workspaceId, ...notes }] of batch) {
      // Sorted, so that lines of one millisecond keep their order.
      const ids = notes.lines.map(({ at }) => newId(at.getTime())).toSorted();
      const lines = notes.lines.map((line, place) => ({ ...line, id: ids[place]! }));
      await this.#database
        .inWorkspace(workspaceId, (tx) => addNotes(tx, id, { ...notes, lines }))
        .catch((error: unknown) =>
          this.#log.debug({ err: error, connectionId: id }, 'notes of a connection were lost'),
        );
    }
  }
}
