import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import {
  EXCEPTION_TAG_HEADER_NAME,
  extractErrorAtTheEndOfChunk,
  type ClickHouseClient,
  type ClickHouseSettings,
} from '@clickhouse/client';
import { toFailure } from './engine-errors.ts';
import { readNative, type Columns } from './native-reader.ts';
import { parseRow, parseRows } from './parse-rows.ts';
import { noteQuery } from './query-record.ts';
import { sameScope, type Scope } from './scope.ts';
import { compileSql, type Compiled, type Sql } from './sql.ts';

export type QueryOptions = {
  /** Seconds that the query may run; 60 unless told. */
  maxSeconds?: number;
  signal?: AbortSignal;
};

export type InsertOptions = {
  /** The same token again, for the same rows, within the table's window adds nothing. */
  deduplicationToken?: string;
  signal?: AbortSignal;
};

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
   * Inserts rows as they come, in bounded memory, as one insert. Keys are columns; `workspace_id` and `community_id`
   * are the scope's and need not be given. Days are `YYYY-MM-DD`, instants `YYYY-MM-DD HH:MM:SS.mmm` in UTC.
   */
  insert(
    scope: Scope,
    table: string,
    rows: Iterable<object> | AsyncIterable<object>,
    options?: InsertOptions,
  ): Promise<void>;
  ping(): Promise<boolean>;
}

const DEFAULT_MAX_SECONDS = 60;
/** Compactions, deletions and inserts of whole selections take their time. */
const COMMAND_MAX_SECONDS = 3600;

const READ_SETTINGS: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 0,
  // A server goes on working for a client that is gone, unless it is told.
  cancel_http_readonly_queries_on_client_close: 1,
};

function prepare(scope: Scope, name: string, statement: Sql): Compiled {
  const compiled = compileSql(statement);
  noteQuery(name, compiled.text);
  if (!statement.scopes.some((one) => sameScope(one, scope)))
    throw new TypeError(`${name} is not limited to its scope: it needs inScope(scope)`);
  if (!statement.scopes.every((one) => sameScope(one, scope)))
    throw new TypeError(`${name} is limited to another scope than the caller's`);
  return compiled;
}

async function* jsonRows(scope: Scope, rows: Iterable<object> | AsyncIterable<object>): AsyncGenerator<Buffer> {
  const own = `{"workspace_id":"${scope.workspaceId}","community_id":"${scope.communityId}"`;
  let piece = '';
  for await (const row of rows) {
    const given = row as { workspace_id?: unknown; community_id?: unknown };
    if (
      (given.workspace_id ?? scope.workspaceId) !== scope.workspaceId ||
      (given.community_id ?? scope.communityId) !== scope.communityId
    ) {
      throw new TypeError('a row belongs to another scope than the insert');
    }
    const rest = JSON.stringify({ ...row, workspace_id: undefined, community_id: undefined });
    piece += rest === '{}' ? `${own}}\n` : `${own},${rest.slice(1)}\n`;
    if (piece.length > 65_536) {
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** Passes pieces on, and ends with the engine's own error where the result ends in one. */
async function* withoutException(pieces: AsyncIterable<Buffer>, tag: string | undefined): AsyncGenerator<Buffer> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    tail = piece.length >= 16_384 ? piece : Buffer.concat([tail.subarray(-32_768), piece]);
    if (tag !== undefined && tail.indexOf(`\r\n__exception__\r\n${tag}`) >= 0) continue;
    yield piece;
  }
  if (tag !== undefined && tail.indexOf(`\r\n__exception__\r\n${tag}`) >= 0)
    throw extractErrorAtTheEndOfChunk(tail, tag);
}

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

/** The event engine over a client of ClickHouse's. */
export function createEventEngine(client: ClickHouseClient): EventEngine {
  const settings = (options: QueryOptions | undefined, seconds: number): ClickHouseSettings => ({
    max_execution_time: options?.maxSeconds ?? seconds,
  });
  const guarded = async <T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw toFailure(error, name);
    }
  };
  const ask = (compiled: Compiled, options: QueryOptions | undefined) =>
    client.query({
      query: compiled.text,
      format: 'JSONEachRow',
      query_params: compiled.params,
      clickhouse_settings: { ...READ_SETTINGS, ...settings(options, DEFAULT_MAX_SECONDS) },
      ...(options?.signal ? { abort_signal: options.signal } : {}),
    });

  return {
    async query<Row>(scope: Scope, name: string, statement: Sql, options?: QueryOptions): Promise<Row[]> {
      const compiled = prepare(scope, name, statement);
      return guarded(name, options?.signal, async () => {
        const result = await ask(compiled, options);
        const text = await result.text();
        const tag = result.response_headers[EXCEPTION_TAG_HEADER_NAME] as string | undefined;
        if (tag !== undefined && text.includes(`\r\n__exception__\r\n${tag}`))
          throw extractErrorAtTheEndOfChunk(Buffer.from(text), tag);
        return parseRows<Row>(text);
      });
    },

    async *stream<Row>(scope: Scope, name: string, statement: Sql, options?: QueryOptions): AsyncGenerator<Row[]> {
      const compiled = prepare(scope, name, statement);
      const result = await guarded(name, options?.signal, () => ask(compiled, options));
      try {
        for await (const rows of result.stream<Row>()) yield rows.map((row) => parseRow<Row>(row.text));
      } catch (error) {
        options?.signal?.throwIfAborted();
        throw toFailure(error, name);
      } finally {
        result.close();
      }
    },

    async columns(scope, name, statement, options) {
      const compiled = prepare(scope, name, statement);
      return guarded(name, options?.signal, async () => {
        const result = await client.exec({
          query: `${compiled.text}\nFORMAT Native`,
          query_params: compiled.params,
          clickhouse_settings: { ...READ_SETTINGS, ...settings(options, DEFAULT_MAX_SECONDS) },
          ...(options?.signal ? { abort_signal: options.signal } : {}),
        });
        const tag = result.response_headers?.[EXCEPTION_TAG_HEADER_NAME] as string | undefined;
        return readNative(withoutException(result.stream, tag));
      });
    },

    async command(scope, name, statement, options) {
      const compiled = prepare(scope, name, statement);
      await guarded(name, options?.signal, () =>
        client.command({
          query: compiled.text,
          query_params: compiled.params,
          clickhouse_settings: settings(options, COMMAND_MAX_SECONDS),
          ...(options?.signal ? { abort_signal: options.signal } : {}),
        }),
      );
    },

    async insert(scope, table, rows, options) {
      if (!IDENTIFIER.test(table)) throw new TypeError(`not a table: ${table}`);
      await guarded(`insert into ${table}`, options?.signal, async () => {
        const result = await client.exec({
          query: `INSERT INTO ${table} FORMAT JSONEachRow`,
          values: Readable.from(jsonRows(scope, rows), { objectMode: false }),
          clickhouse_settings: insertSettings(options),
          ...(options?.signal ? { abort_signal: options.signal } : {}),
        });
        result.stream.resume();
        await finished(result.stream);
      });
    },

    async ping() {
      return (await client.ping()).success;
    },
  };
}

function insertSettings(options: InsertOptions | undefined): ClickHouseSettings {
  return {
    max_execution_time: COMMAND_MAX_SECONDS,
    async_insert: 0,
    // One parser in small blocks: bounded memory, and blocks that are the same when the same rows come again.
    input_format_parallel_parsing: 0,
    max_insert_block_size: '65536',
    ...(options?.deduplicationToken === undefined ? {} : { insert_deduplication_token: options.deduplicationToken }),
  };
}
