import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { parseColumnType } from './column-type.ts';
import { columnBlocks, peek, planInsert, rowBlocks, type ColumnBatch, type TableShape } from './insert-blocks.ts';
import type { Scope } from './scope.ts';

export type InsertOptions = {
  /** The same token again, with the same rows, within the table's window adds nothing. */
  deduplicationToken?: string;
  signal?: AbortSignal;
};

type Many<T> = Iterable<T> | AsyncIterable<T>;

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

/** Inserts are as long as their source: an hour. */
const MAX_SECONDS = 3600;

function insertSettings(options: InsertOptions | undefined): ClickHouseSettings {
  return {
    max_execution_time: MAX_SECONDS,
    async_insert: 0,
    // One parser in small blocks: bounded memory, and blocks that are the same when the same rows come again.
    input_format_parallel_parsing: 0,
    max_insert_block_size: '65536',
    min_insert_block_size_rows: '131072',
    min_insert_block_size_bytes: String(48 << 20),
    ...(options?.deduplicationToken === undefined ? {} : { insert_deduplication_token: options.deduplicationToken }),
  };
}

async function* jsonRows(scope: Scope, rows: Many<object>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const row of rows) {
    const {
      workspace_id = scope.workspaceId,
      community_id = scope.communityId,
      ...rest
    } = row as Record<string, unknown>;
    if (workspace_id !== scope.workspaceId || community_id !== scope.communityId) {
      throw new TypeError('a row belongs to another scope than its insert');
    }
    piece += `${JSON.stringify({ workspace_id, community_id, ...rest })}\n`;
    if (piece.length > 65_536) {
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece);
}

export type EngineInserts = {
  rows(scope: Scope, table: string, rows: Many<object>, options?: InsertOptions): Promise<void>;
  columns(scope: Scope, table: string, batches: Many<ColumnBatch>, options?: InsertOptions): Promise<void>;
};

/**
 * Streamed inserts. Rows are encoded in the Native format by the table's own types, which costs the engine a third of
 * what JSON costs it; a table with a type that we do not encode takes JSON.
 */
export function createEngineInserts(client: ClickHouseClient): EngineInserts {
  const shapes = new Map<string, Promise<TableShape>>();

  const shapeOf = async (table: string): Promise<TableShape> => {
    const result = await client.query({
      query: 'DESCRIBE TABLE {table:Identifier}',
      query_params: { table },
      format: 'JSONEachRow',
    });
    const columns = await result.json<{ name: string; type: string }>();
    return new Map(columns.map(({ name, type }) => [name, parseColumnType(type)]));
  };

  const shape = (table: string): Promise<TableShape> => {
    if (!IDENTIFIER.test(table)) throw new TypeError(`not a table: ${table}`);
    let found = shapes.get(table);
    if (!found) {
      found = shapeOf(table);
      shapes.set(table, found);
      found.catch(() => shapes.delete(table));
    }
    return found;
  };

  const send = async (
    query: string,
    pieces: AsyncIterable<Buffer>,
    options: InsertOptions | undefined,
  ): Promise<void> => {
    let broken: unknown;
    const watched = async function* () {
      try {
        yield* pieces;
      } catch (error) {
        broken = error;
        throw error;
      }
    };
    try {
      const result = await client.exec({
        query,
        values: Readable.from(watched(), { objectMode: false, highWaterMark: 1 << 20 }),
        clickhouse_settings: insertSettings(options),
        ...(options?.signal ? { abort_signal: options.signal } : {}),
      });
      result.stream.resume();
      await finished(result.stream);
    } catch (error) {
      // The rows' own failure is the cause of whatever the connection says after it.
      throw broken ?? error;
    }
  };

  return {
    async rows(scope, table, rows, options) {
      const known = await shape(table);
      const head = await peek(rows);
      if (!head) return;
      const names = Object.keys(head.first).filter((name) => name !== 'workspace_id' && name !== 'community_id');
      const plan = planInsert(table, known, names);
      if (plan)
        await send(
          `INSERT INTO ${table} (${plan.columns.join(', ')}) FORMAT Native`,
          rowBlocks(scope, plan, head.all),
          options,
        );
      else await send(`INSERT INTO ${table} FORMAT JSONEachRow`, jsonRows(scope, head.all), options);
    },

    async columns(scope, table, batches, options) {
      const known = await shape(table);
      const head = await peek(batches);
      if (!head) return;
      const plan = planInsert(table, known, Object.keys(head.first));
      if (!plan) throw new TypeError(`table ${table} has a column type that cannot be inserted by columns`);
      await send(
        `INSERT INTO ${table} (${plan.columns.join(', ')}) FORMAT Native`,
        columnBlocks(scope, plan, head.all),
        options,
      );
    },
  };
}
