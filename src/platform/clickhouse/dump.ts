import type { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { createEngineClient, databaseOf, type Address } from './engine-client.ts';
import { toFailure } from './engine-errors.ts';
import { withoutException } from './engine-reads.ts';
import { isAlive } from './supervisor.ts';

/** Ids that a lookup asks for; nothing of it outlives the lookup. */
const LEFT_OUT = new Set(['schema_migrations', 'asked_ids']);

/** A name as a statement takes it where it takes no parameter. */
const quote = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

const HOURS = 12 * 3600;

/** One moment of the event log, read table by table. */
export type EngineDump = {
  migrations: { name: string; hash: string }[];
  tables: string[];
  /** A table's rows in the Native format. */
  rows(table: string): AsyncIterable<Buffer>;
  close(): Promise<void>;
};

/** The engine as backups and restores use it: whole tables, without a scope. */
export type EngineTables = {
  /**
   * Holds every table as it is now: a copy that shares the parts' files and takes milliseconds. Nobody may write
   * between its beginning and its end. What an earlier one left behind, killed perhaps, goes first.
   */
  snapshot(): Promise<EngineDump>;
  /** Removes what a killed backup left behind. */
  removeSnapshot(): Promise<void>;
  /** Rows in all tables. */
  countRows(): Promise<number>;
  fill(table: string, rows: AsyncIterable<Buffer>): Promise<void>;
  /** Empties the tables. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

/** Where the engine of a running server can be reached; undefined when none runs on the data directory. */
export async function findRunningEngine(dataDir: string): Promise<Address | undefined> {
  const text = await readFile(resolve(dataDir, 'engine.owner.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { child, directory } = JSON.parse(text) as { child: number; directory: string };
  return isAlive(child) ? { socketPath: join(directory, 'engine.sock') } : undefined;
}

class Tables implements EngineTables {
  readonly #client: ClickHouseClient;
  readonly #database: string;
  readonly #copy: string;

  constructor(address: Address) {
    this.#client = createEngineClient(address, { database: 'default' });
    this.#database = databaseOf(address);
    this.#copy = `${this.#database}_backup`;
  }

  async #run(query: string, params: Record<string, string> = {}): Promise<void> {
    await this.#client
      .command({ query, query_params: params, clickhouse_settings: { max_execution_time: 3600 } })
      .catch((error: unknown) => {
        throw toFailure(error, 'backup');
      });
  }

  async #read<Row>(query: string, params: Record<string, string> = {}): Promise<Row[]> {
    const database = this.#database;
    const result = await this.#client
      .query({ query, query_params: { database, ...params }, format: 'JSONEachRow' })
      .catch((error: unknown) => {
        throw toFailure(error, 'backup');
      });
    return result.json<Row>();
  }

  async #tables(): Promise<string[]> {
    const rows = await this.#read<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = {database:String} AND engine LIKE '%MergeTree' ORDER BY name`,
    );
    return rows.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name));
  }

  async removeSnapshot(): Promise<void> {
    await this.#run('DROP DATABASE IF EXISTS {copy:Identifier} SYNC', { copy: this.#copy });
  }

  async snapshot(): Promise<EngineDump> {
    const copy = this.#copy;
    await this.removeSnapshot();
    await this.#run('CREATE DATABASE {copy:Identifier}', { copy });
    const tables = await this.#tables();
    // CLONE AS takes no parameters for names.
    for (const table of tables)
      await this.#run(`CREATE TABLE ${quote(copy)}.${quote(table)} CLONE AS ${quote(this.#database)}.${quote(table)}`);
    const migrations = await this.#read<EngineDump['migrations'][number]>(
      `SELECT name, any(hash) AS hash FROM {database:Identifier}.schema_migrations GROUP BY name ORDER BY name`,
    );
    return { migrations, tables, rows: (table) => this.#rows(table), close: () => this.removeSnapshot() };
  }

  async *#rows(table: string): AsyncGenerator<Buffer> {
    try {
      const result = await this.#client.exec({
        query: 'SELECT * FROM {copy:Identifier}.{table:Identifier} FORMAT Native',
        query_params: { copy: this.#copy, table },
        clickhouse_settings: {
          max_execution_time: HOURS,
          max_threads: 2,
          cancel_http_readonly_queries_on_client_close: 1,
        },
      });
      yield* withoutException(result.stream, result.response_headers);
    } catch (error) {
      throw toFailure(error, `backup of ${table}`);
    }
  }

  async countRows(): Promise<number> {
    const rows = await this.#read<{ n: string | number }>(
      `SELECT sum(total_rows) AS n FROM system.tables WHERE database = {database:String} AND name <> 'schema_migrations'`,
    );
    return Number(rows[0]?.n ?? 0);
  }

  async fill(table: string, rows: AsyncIterable<Buffer>): Promise<void> {
    let broken: unknown;
    const watched = async function* (): AsyncGenerator<Buffer> {
      try {
        yield* rows;
      } catch (error) {
        broken = error;
        throw error;
      }
    };
    try {
      const result = await this.#client.exec({
        query: 'INSERT INTO {database:Identifier}.{table:Identifier} FORMAT Native',
        query_params: { database: this.#database, table },
        values: Readable.from(watched(), { objectMode: false, highWaterMark: 1 << 20 }),
        clickhouse_settings: {
          max_execution_time: HOURS,
          async_insert: 0,
          // Blocks hold whatever communities lie beside each other.
          max_partitions_per_insert_block: '0',
          insert_deduplicate: 0,
          input_format_parallel_parsing: 0,
          min_insert_block_size_rows: '262144',
          min_insert_block_size_bytes: String(64 << 20),
        },
      });
      result.stream.resume();
      await finished(result.stream);
    } catch (error) {
      throw broken ?? toFailure(error, `restore of ${table}`);
    }
  }

  async clear(): Promise<void> {
    for (const table of await this.#tables())
      await this.#run('TRUNCATE TABLE {database:Identifier}.{table:Identifier}', { database: this.#database, table });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Opens the whole tables of an engine. */
export const openEngineTables = (address: Address): EngineTables => new Tables(address);
