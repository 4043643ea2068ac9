import type { ClickHouseClient } from '@clickhouse/client';
import { toFailure } from './engine-errors.ts';
import { createEngineInserts, type InsertOptions } from './engine-inserts.ts';
import { createEngineReads, type QueryOptions } from './engine-reads.ts';
import { communityTables } from './migrate.ts';
import type { ColumnBatch } from './insert-blocks.ts';
import type { Columns } from './native-reader.ts';
import { noteQuery } from './query-record.ts';
import { checkScope, type Scope } from './scope.ts';
import { compileSql, type Compiled, type Sql } from './sql.ts';

/** The event log's engine, as modules see it. Each statement has a name (`module.what_it_reads`) and carries the scope. */
export interface EventEngine {
  /** All rows of a result. 64-bit integers are numbers where exact, else bigint. */
  query<Row = Record<string, unknown>>(
    scope: Scope,
    name: string,
    statement: Sql,
    options?: QueryOptions,
  ): Promise<Row[]>;
  /** The rows as they come, some hundreds at a time, in bounded memory. */
  stream<Row = Record<string, unknown>>(
    scope: Scope,
    name: string,
    statement: Sql,
    options?: QueryOptions,
  ): AsyncIterable<Row[]>;
  /** The result by columns, numbers in typed arrays: for large results. */
  columns(scope: Scope, name: string, statement: Sql, options?: QueryOptions): Promise<Columns>;
  /** A statement without a result: INSERT … SELECT, ALTER … DELETE, OPTIMIZE. */
  command(scope: Scope, name: string, statement: Sql, options?: QueryOptions): Promise<void>;
  /**
   * Inserts rows as they come, in bounded memory, as one insert. Keys are columns, the same in each row;
   * `workspace_id` and `community_id` are the scope's and need not be given. Days are numbers or `YYYY-MM-DD`,
   * instants milliseconds UTC or `YYYY-MM-DD HH:MM:SS.mmm` in UTC; a value left out is the type's empty one.
   */
  insert(
    scope: Scope,
    table: string,
    rows: Iterable<object> | AsyncIterable<object>,
    options?: InsertOptions,
  ): Promise<void>;
  /**
   * The fastest way in: batches of columns of equal length (some thousands of rows each). Values as in `insert`; typed
   * arrays of a column's own type are copied as they are, and a UUID column may be 16 bytes a row in written order.
   */
  insertColumns(
    scope: Scope,
    table: string,
    batches: Iterable<ColumnBatch> | AsyncIterable<ColumnBatch>,
    options?: InsertOptions,
  ): Promise<void>;
  ping(): Promise<boolean>;
}

/** Compactions, deletions and inserts of whole selections take their time. */
const COMMAND_MAX_SECONDS = 3600;

/** An INSERT … SELECT of any length in blocks that keep the engine's memory bounded. */
const COMMAND_SETTINGS = { min_insert_block_size_rows: '262144', min_insert_block_size_bytes: String(64 << 20) };

function prepare(scope: Scope, name: string, statement: Sql): Compiled {
  const compiled = compileSql(statement);
  noteQuery(name, compiled.text);
  checkScope(scope, name, { scopes: statement.scopes, text: compiled.text, tables: communityTables() });
  return compiled;
}

async function named<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw toFailure(error, name);
  }
}

/** The event engine over a client of ClickHouse's. */
export function createEventEngine(client: ClickHouseClient): EventEngine {
  const reads = createEngineReads(client);
  const inserts = createEngineInserts(client);
  return {
    async query<Row>(scope: Scope, name: string, statement: Sql, options?: QueryOptions) {
      const compiled = prepare(scope, name, statement);
      return named(name, options?.signal, () => reads.rows<Row>(compiled, options));
    },

    async *stream<Row>(scope: Scope, name: string, statement: Sql, options?: QueryOptions) {
      const compiled = prepare(scope, name, statement);
      options?.signal?.throwIfAborted();
      try {
        yield* reads.stream<Row>(compiled, options);
      } catch (error) {
        options?.signal?.throwIfAborted();
        throw toFailure(error, name);
      }
    },

    async columns(scope, name, statement, options) {
      const compiled = prepare(scope, name, statement);
      return named(name, options?.signal, () => reads.columns(compiled, options));
    },

    async command(scope, name, statement, options) {
      const compiled = prepare(scope, name, statement);
      await named(name, options?.signal, () =>
        client.command({
          query: compiled.text,
          query_params: compiled.params,
          clickhouse_settings: { ...COMMAND_SETTINGS, max_execution_time: options?.maxSeconds ?? COMMAND_MAX_SECONDS },
          ...(options?.signal ? { abort_signal: options.signal } : {}),
        }),
      );
    },

    async insert(scope, table, rows, options) {
      await named(`insert into ${table}`, options?.signal, () => inserts.rows(scope, table, rows, options));
    },

    async insertColumns(scope, table, batches, options) {
      await named(`insert into ${table}`, options?.signal, () => inserts.columns(scope, table, batches, options));
    },

    async ping() {
      return (await client.ping()).success;
    },
  };
}
