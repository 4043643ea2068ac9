import type { Buffer } from 'node:buffer';
import { Client, escapeIdentifier } from 'pg';
import { clientConfig, type PostgresSettings } from './connection.ts';
import { copyIn, copyOut } from './copy-stream.ts';
import { DUMPED_SCHEMAS, type DumpTable, listDumpTables } from './dump-tables.ts';
import { PostgresFailure } from './errors.ts';

/** Where a sequence stands. */
export type DumpSequence = { name: string; value: string };

/** One moment of a database, read table by table. */
export type Dump = {
  /** Migrations that the database has, with the hash of each. */
  migrations: { name: string; hash: string }[];
  tables: DumpTable[];
  sequences: DumpSequence[];
  /** A table's rows in the text format of COPY. */
  rows(table: DumpTable): AsyncIterable<Buffer>;
  close(): Promise<void>;
};

const columnsOf = (names: readonly string[]): string => names.map(escapeIdentifier).join(', ');

async function connectAsOwner(settings: PostgresSettings): Promise<Client> {
  const client = new Client({ ...clientConfig(settings, 'owner'), application_name: 'qunluo backup' });
  await client.connect().catch((error: Error) => {
    throw new PostgresFailure(`cannot connect to PostgreSQL: ${error.message}`, error);
  });
  client.on('error', () => undefined);
  return client;
}

async function readSequences(client: Client): Promise<DumpSequence[]> {
  const { rows } = await client.query<{ schema: string; name: string; value: string | null }>(
    `SELECT schemaname AS schema, sequencename AS name, last_value::text AS value FROM pg_sequences
     WHERE schemaname = ANY($1) ORDER BY 1, 2`,
    [DUMPED_SCHEMAS],
  );
  return rows.flatMap(({ schema, name, value }) =>
    value === null ? [] : [{ name: `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`, value }],
  );
}

async function* rowsOf(client: Client, table: DumpTable, workspaces: readonly string[]): AsyncGenerator<Buffer> {
  const columns = columnsOf(table.columns);
  // A SELECT, because a table that is divided into parts holds no rows itself.
  const statement = `COPY (SELECT ${columns} FROM ${table.quoted}) TO STDOUT`;
  if (!table.tenant) return yield* copyOut(client, statement);
  for (const workspace of workspaces) {
    await client.query(`SELECT set_config('app.workspace', $1, true)`, [workspace]);
    yield* copyOut(client, statement);
  }
}

/**
 * Takes a snapshot of a database as it is when this returns, and keeps it until `close`. Reads as the owner of the
 * tables, who sees one workspace at a time like everybody else: no right beyond those of a start is needed.
 */
export async function openDump(settings: PostgresSettings): Promise<Dump> {
  const client = await connectAsOwner(settings);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // The first statement takes the snapshot.
    const { rows: migrations } = await client.query<{ name: string; hash: string }>(
      'SELECT name, hash FROM system.migrations ORDER BY name',
    );
    const { rows: workspaces } = await client.query<{ id: string }>('SELECT id FROM auth.workspaces ORDER BY id');
    const ids = workspaces.map(({ id }) => id);
    return {
      migrations,
      tables: await listDumpTables(client),
      // Sequences know no snapshot; they are never behind it.
      sequences: await readSequences(client),
      rows: (table) => rowsOf(client, table, ids),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** A database that is being filled; nobody sees anything of it before `commit`. */
export type Load = {
  tables: DumpTable[];
  /** Fills a table with rows of the named columns. */
  fill(table: DumpTable, columns: readonly string[], rows: AsyncIterable<Buffer>): Promise<void>;
  commit(sequences: readonly DumpSequence[]): Promise<void>;
  /** Ends it; without a commit the database is as it was. */
  close(): Promise<void>;
};

/**
 * Empties every table of a migrated database and lets them be filled, in one transaction. Row policies bind the owner
 * too and COPY does not go through them, so they are lifted for the owner, in this transaction alone; triggers rest,
 * because what they once did is among the rows.
 */
export async function openLoad(settings: PostgresSettings): Promise<Load> {
  const client = await connectAsOwner(settings);
  try {
    await client.query('BEGIN');
    const tables = await listDumpTables(client);
    for (const { quoted, tenant } of tables) {
      if (tenant) await client.query(`ALTER TABLE ${quoted} NO FORCE ROW LEVEL SECURITY`);
      await client.query(`ALTER TABLE ${quoted} DISABLE TRIGGER USER`);
    }
    await client.query(`TRUNCATE ${tables.map(({ quoted }) => quoted).join(', ')}`);
    return {
      tables,
      fill: (table, columns, rows) => copyIn(client, `COPY ${table.quoted} (${columnsOf(columns)}) FROM STDIN`, rows),
      async commit(sequences) {
        for (const { name, value } of sequences) await client.query('SELECT setval($1::regclass, $2)', [name, value]);
        for (const { quoted, tenant } of tables) {
          await client.query(`ALTER TABLE ${quoted} ENABLE TRIGGER USER`);
          if (tenant) await client.query(`ALTER TABLE ${quoted} FORCE ROW LEVEL SECURITY`);
        }
        await client.query('COMMIT');
        await client.query('ANALYZE');
      },
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}
