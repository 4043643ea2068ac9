import { Buffer } from 'node:buffer';
import {
  EXCEPTION_TAG_HEADER_NAME,
  extractErrorAtTheEndOfChunk,
  type ClickHouseClient,
  type ClickHouseSettings,
} from '@clickhouse/client';
import { readNative, type Columns } from './native-reader.ts';
import { parseRow, parseRows } from './parse-rows.ts';
import type { Compiled } from './sql.ts';

export type QueryOptions = {
  /** Seconds that the statement may run: 60 for reads unless told, an hour for commands. */
  maxSeconds?: number;
  signal?: AbortSignal;
  /** Stands back while a read runs that somebody waits for. */
  yields?: boolean;
};

const MAX_SECONDS = 60;

/** Of reads at the same time those with the lower number go on; the others rest before each block until these are done. */
const PRIORITY = { waitedFor: 1, yielding: 8 };
/** Rests no longer than this: a slow analysis or an export to somebody far away must not stop an evaluation. */
const REST_MS = 10;

const readSettings = (options: QueryOptions | undefined): ClickHouseSettings => ({
  max_execution_time: options?.maxSeconds ?? MAX_SECONDS,
  priority: String(options?.yields ? PRIORITY.yielding : PRIORITY.waitedFor),
  low_priority_query_wait_time_ms: String(REST_MS),
  output_format_json_quote_64bit_integers: 0,
  // A server goes on working for a client that is gone, unless it is told.
  cancel_http_readonly_queries_on_client_close: 1,
});

const signalOf = (options: QueryOptions | undefined) => (options?.signal ? { abort_signal: options.signal } : {});

const tagOf = (headers: Record<string, unknown> | undefined): string | undefined =>
  headers?.[EXCEPTION_TAG_HEADER_NAME] as string | undefined;

const mark = (tag: string): string => `\r\n__exception__\r\n${tag}`;

/** Passes pieces on, and ends with the engine's own error where the result ends in one; `headers` are the answer's. */
export async function* withoutException(
  pieces: AsyncIterable<Buffer>,
  headers: Record<string, unknown> | undefined,
): AsyncGenerator<Buffer> {
  const tag = tagOf(headers);
  if (tag === undefined) return yield* pieces;
  const keep = 65_536;
  let tail: Buffer = Buffer.alloc(0);
  let failed = false;
  for await (const piece of pieces) {
    tail = piece.length >= keep ? piece : Buffer.concat([tail.subarray(-keep), piece]);
    failed ||= tail.subarray(-(piece.length + mark(tag).length)).includes(mark(tag));
    if (!failed) yield piece;
  }
  if (failed) throw extractErrorAtTheEndOfChunk(tail, tag);
}

export type EngineReads = {
  rows<Row>(compiled: Compiled, options?: QueryOptions): Promise<Row[]>;
  stream<Row>(compiled: Compiled, options?: QueryOptions): AsyncIterable<Row[]>;
  columns(compiled: Compiled, options?: QueryOptions): Promise<Columns>;
};

/** Reads through the official client, in the formats that suit us. */
export function createEngineReads(client: ClickHouseClient): EngineReads {
  const ask = (compiled: Compiled, options: QueryOptions | undefined) =>
    client.query({
      query: compiled.text,
      format: 'JSONEachRow',
      query_params: compiled.params,
      clickhouse_settings: readSettings(options),
      ...signalOf(options),
    });
  return {
    async rows(compiled, options) {
      const result = await ask(compiled, options);
      const tag = tagOf(result.response_headers);
      const text = await result.text();
      if (tag !== undefined && text.includes(mark(tag))) throw extractErrorAtTheEndOfChunk(Buffer.from(text), tag);
      return parseRows(text);
    },

    async *stream<Row>(compiled: Compiled, options?: QueryOptions) {
      const result = await ask(compiled, options);
      try {
        for await (const rows of result.stream()) yield rows.map((row) => parseRow<Row>(row.text));
      } finally {
        result.close();
      }
    },

    async columns(compiled, options) {
      const result = await client.exec({
        query: `${compiled.text}\nFORMAT Native`,
        query_params: compiled.params,
        clickhouse_settings: readSettings(options),
        ...signalOf(options),
      });
      return readNative(withoutException(result.stream, result.response_headers));
    },
  };
}
