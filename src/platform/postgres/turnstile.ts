import { AsyncLocalStorage } from 'node:async_hooks';
import { Client } from 'pg';
import { Unavailable } from '#kernel/errors.ts';
import { clientConfig, type PostgresSettings } from './connection.ts';
import { translateFailure } from './translate-failure.ts';

/** After so long, those who come wait until those inside are out, so that somebody who wants all out gets a turn. */
const LONGEST_STAY_MS = 500;

const SHARED = 'SELECT pg_advisory_lock_shared(hashtextextended($1, 0))';
const LEAVE = 'SELECT pg_advisory_unlock_shared(hashtextextended($1, 0))';
const ALONE = 'SELECT pg_advisory_lock(hashtextextended($1, 0))';
const TRY_ALONE = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got';

/** SQLSTATE lock_not_available. */
const TIMED_OUT = '55P03';

/**
 * What many may do beside each other, in all processes on one PostgreSQL, until somebody closes it for a moment. Those
 * inside share one lock on one connection of this process, so passing costs a round trip when nobody is inside and
 * nothing otherwise. A process that dies leaves by dying.
 */
export class Turnstile {
  readonly #settings: PostgresSettings;
  readonly #name: string;
  readonly #inside = new AsyncLocalStorage<true>();
  #client: Client | undefined;
  #people = 0;
  #since = 0;
  #opening: Promise<void> | undefined;
  #emptied: Promise<void> | undefined;
  #announce: () => void = () => undefined;

  constructor(settings: PostgresSettings, name: string) {
    this.#settings = settings;
    this.#name = name;
  }

  /** Runs work inside. Work that is inside already goes on without waiting. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()) return work();
    await this.enter();
    try {
      return await this.#inside.run(true, work);
    } finally {
      await this.leave();
    }
  }

  async enter(): Promise<void> {
    for (;;) {
      if (this.#people > 0 && performance.now() - this.#since < LONGEST_STAY_MS) break;
      if (this.#people > 0 || this.#emptied) await this.#emptied;
      else {
        this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
        await this.#opening;
        if (this.#people > 0 || this.#emptied) continue;
        this.#since = performance.now();
        this.#emptied = new Promise((resolve) => (this.#announce = resolve));
        break;
      }
    }
    this.#people++;
  }

  async leave(): Promise<void> {
    if (--this.#people > 0) return;
    const client = this.#client;
    // A lost connection has given the lock back.
    await client?.query(LEAVE, [this.#name]).catch(() => this.#drop(client));
    this.#emptied = undefined;
    this.#announce();
  }

  async #open(): Promise<void> {
    try {
      this.#client ??= await this.#connect();
      await this.#client.query(SHARED, [this.#name]);
    } catch (error) {
      this.#drop(this.#client);
      throw translateFailure(error);
    }
  }

  async #connect(): Promise<Client> {
    const client = new Client(clientConfig(this.#settings, 'app'));
    client.on('error', () => this.#drop(client));
    await client.connect();
    return client;
  }

  #drop(client: Client | undefined): void {
    if (client === undefined || this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }
}

/** A connection that holds locks of its own until it is closed. */
export class LockHolder {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async connect(settings: PostgresSettings): Promise<LockHolder> {
    const client = new Client(clientConfig(settings, 'owner'));
    client.on('error', () => undefined);
    await client.connect().catch((error: unknown) => {
      throw translateFailure(error);
    });
    return new LockHolder(client);
  }

  /** Takes a lock that nobody has; false when somebody has it. It is kept until `close`. */
  async tryTake(name: string): Promise<boolean> {
    const { rows } = await this.#client.query<{ got: boolean }>(TRY_ALONE, [name]);
    return rows[0]!.got;
  }

  /**
   * Closes a turnstile while `work` runs: waits until all are out, and nobody comes in. Gives up after `patience`
   * milliseconds, because everybody else waits as well.
   */
  async alone<T>(name: string, patience: number, work: () => Promise<T>): Promise<T> {
    await this.#client.query(`SELECT set_config('lock_timeout', $1, false)`, [`${patience}ms`]);
    await this.#client.query(ALONE, [name]).catch((error: Error & { code?: string }) => {
      if (error.code === TIMED_OUT) throw new Unavailable(`${name}: still busy after ${patience / 1000} s`, 30);
      throw translateFailure(error);
    });
    try {
      return await work();
    } finally {
      await this.#client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(() => undefined);
    }
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
