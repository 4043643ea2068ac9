import { Client } from 'pg';
import { clientConfig, type PostgresSettings } from './connection.ts';
import { translateFailure } from './translate-failure.ts';

const TRY = `SELECT name, pg_try_advisory_lock(hashtextextended(name, 0)) AS got FROM unnest($1::text[]) AS name`;
const RELEASE = 'SELECT pg_advisory_unlock(hashtextextended($1, 0))';

export type HeldLocksOptions = {
  settings: PostgresSettings;
  /** Told of locks that are not ours any more, though nobody let go of them. */
  onLost(names: readonly string[]): void;
  /**
   * Milliseconds for which locks still count as ours after the server went away: while nobody can reach it, nobody can
   * take them. Past it another process may have them.
   */
  graceMs?: number;
  /** Milliseconds between two looks whether the connection still answers. */
  pulseMs?: number;
};

const GRACE_MS = 15_000;
const PULSE_MS = 5_000;

/**
 * Locks by name that one process holds at a time, all on one connection, for as long as it lives. A process that dies
 * gives them back by dying. When the server restarts they are taken again as soon as it answers; which were lost to
 * somebody else meanwhile is told.
 */
export class HeldLocks {
  readonly #options: HeldLocksOptions;
  readonly #held = new Set<string>();
  #client: Client | undefined;
  #opening: Promise<Client> | undefined;
  #pulse: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: HeldLocksOptions) {
    this.#options = options;
  }

  /** Tries to take locks that are not ours yet; gives those that are ours now. Throws while the server is away. */
  async take(names: readonly string[]): Promise<string[]> {
    const wanted = names.filter((name) => !this.#held.has(name));
    if (wanted.length === 0 || this.#closed) return [];
    const client = await this.#connected();
    const got = await tryLocks(client, wanted);
    for (const name of got) this.#held.add(name);
    return got;
  }

  async release(name: string): Promise<void> {
    if (!this.#held.delete(name)) return;
    await this.#client?.query(RELEASE, [name]).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#held.clear();
    clearInterval(this.#pulse);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #connected(): Promise<Client> {
    if (this.#client) return Promise.resolve(this.#client);
    this.#opening ??= this.#connect().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #connect(): Promise<Client> {
    const client = new Client({ ...clientConfig(this.#options.settings, 'app'), query_timeout: 10_000 });
    const lost = (): void => this.#lose(client);
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      // A machine that vanished without a word is noticed in half a minute; sockets of this machine need none of it.
      await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3');
      const again = [...this.#held];
      const got = again.length > 0 ? await tryLocks(client, again) : [];
      const gone = again.filter((name) => !got.includes(name));
      for (const name of gone) this.#held.delete(name);
      if (gone.length > 0) this.#options.onLost(gone);
    } catch (error) {
      client.end().catch(() => undefined);
      throw translateFailure(error);
    }
    this.#client = client;
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => this.#beat(client), this.#options.pulseMs ?? PULSE_MS).unref();
    return client;
  }

  /** A connection that is there and does not answer is as good as lost. */
  #beat(client: Client): void {
    client.query('SELECT 1').catch(() => {
      if (this.#client !== client) return;
      client.end().catch(() => undefined);
      this.#lose(client);
    });
  }

  #lose(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    clearInterval(this.#pulse);
    void this.#takeAgain();
  }

  async #takeAgain(): Promise<void> {
    const end = performance.now() + (this.#options.graceMs ?? GRACE_MS);
    while (!this.#closed && performance.now() < end) {
      try {
        await this.#connected();
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 100));
      }
    }
    const lost = [...this.#held];
    this.#held.clear();
    if (lost.length > 0 && !this.#closed) this.#options.onLost(lost);
  }
}

async function tryLocks(client: Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; got: boolean }>(TRY, [names]);
  return rows.filter(({ got }) => got).map(({ name }) => name);
}
