import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client';
import { DataMismatch } from './engine-errors.ts';
import { splitStatements } from './statement.ts';

export type Migration = { name: string; hash: string; statements: string[] };

export const MIGRATIONS = fileURLToPath(new URL('../../../migrations/clickhouse/', import.meta.url));

/** Already there: what a statement says that was done just before the process was killed. */
const DONE_BEFORE = new Set(['TABLE_ALREADY_EXISTS', 'DUPLICATE_COLUMN', 'NOT_FOUND_COLUMN_IN_BLOCK']);

/** The migrations of a folder, in the order of their names. */
export function readMigrations(folder: string = MIGRATIONS): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      return { name, hash: createHash('sha256').update(text).digest('hex'), statements: splitStatements(text) };
    });
}

let tables: ReadonlySet<string> | undefined;

/** The tables that hold communities' rows: all that the migrations make. */
export function communityTables(): ReadonlySet<string> {
  tables ??= new Set(
    readMigrations()
      .flatMap(({ statements }) => statements)
      .flatMap(
        (statement) =>
          /^\s*CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i.exec(statement.replaceAll(/^--.*$/gm, ''))?.[1] ?? [],
      ),
  );
  return tables;
}

type Applied = { name: string; hash: string; done: number };

/**
 * Brings the database to the code's version. Each statement is noted when it is done, so that a killed migration goes on
 * where it stopped. Refuses data that a newer version wrote, and files that were changed after they ran.
 */
export async function migrateEngine(
  admin: ClickHouseClient,
  database: string,
  migrations: Migration[] = readMigrations(),
): Promise<void> {
  await admin.command({ query: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}', query_params: { database } });
  await admin.command({
    query: `CREATE TABLE IF NOT EXISTS {database:Identifier}.schema_migrations
      (name String, hash String, statement UInt32, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
      ENGINE = MergeTree ORDER BY (name, statement) SETTINGS fsync_after_insert = 1`,
    query_params: { database },
  });
  const result = await admin.query({
    query: `SELECT name, any(hash) AS hash, toUInt32(max(statement) + 1) AS done
      FROM {database:Identifier}.schema_migrations GROUP BY name`,
    query_params: { database },
    format: 'JSONEachRow',
  });
  const applied = new Map((await result.json<Applied>()).map((row) => [row.name, row]));
  checkApplied([...applied.values()], migrations);
  for (const migration of migrations) await apply(admin, database, migration, applied.get(migration.name)?.done ?? 0);
}

/** Refuses what a newer version wrote, and files that were changed after they ran. */
export function checkApplied(
  applied: readonly Pick<Applied, 'name' | 'hash'>[],
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, hash } of applied) {
    const migration = known.get(name);
    if (!migration)
      throw new DataMismatch(
        `the event log was written by a newer version of Qunluo: it has migration ${name}, which this version does not know. Start the newer version.`,
      );
    if (migration.hash !== hash)
      throw new DataMismatch(
        `migration ${name} was changed after it ran on this event log; migrations are only ever added`,
      );
  }
}

async function apply(admin: ClickHouseClient, database: string, migration: Migration, from: number): Promise<void> {
  for (const [index, statement] of migration.statements.entries()) {
    if (index < from) continue;
    try {
      await admin.command({ query: statement, http_headers: { 'X-ClickHouse-Database': database } });
    } catch (error) {
      // Killed between the statement and its note: it ran, and only the first one here can have.
      const repeated = index === from && error instanceof ClickHouseError && DONE_BEFORE.has(error.type ?? '');
      if (!repeated) throw error;
    }
    await admin.insert({
      table: `${database}.schema_migrations`,
      values: [{ name: migration.name, hash: migration.hash, statement: index }],
      format: 'JSONEachRow',
    });
  }
}
