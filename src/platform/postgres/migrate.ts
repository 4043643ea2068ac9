import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, type DatabaseError } from 'pg';
import { APP_ROLE, clientConfig, type PostgresSettings } from './connection.ts';
import { DataFromNewerVersion, MigrationFailure } from './errors.ts';

/** Where this release keeps its migrations. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../../../migrations/postgres', import.meta.url));

/** One file of SQL, run once. */
export type Migration = { name: string; sql: string; hash: string };

const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

/** Any number will do, as long as nobody else on the server takes it. */
const LOCK = 7_100_071_001n;

/** Reads `NNNN_name.sql` files in the order of their names. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      if (!NAME.test(name)) throw new MigrationFailure(`the migration ${name} is not named NNNN_name.sql`);
      const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function readApplied(client: Client): Promise<Map<string, string>> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS system;
    GRANT USAGE ON SCHEMA system TO ${APP_ROLE};
    CREATE TABLE IF NOT EXISTS system.migrations (
      name text PRIMARY KEY,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    );
    GRANT SELECT ON system.migrations TO ${APP_ROLE};
  `);
  const { rows } = await client.query<{ name: string; hash: string }>('SELECT name, hash FROM system.migrations');
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/** What is still to run. Refuses data that know migrations which these files do not, and files changed after they ran. */
function pending(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name)).toSorted();
  if (unknown.length > 0)
    throw new DataFromNewerVersion(`the database has ${unknown.join(', ')}, which this version does not know`);
  const changed = migrations.filter(({ name, hash }) => applied.has(name) && applied.get(name) !== hash);
  if (changed.length > 0)
    throw new MigrationFailure(
      `migrations were changed after they ran: ${changed.map(({ name }) => name).join(', ')}; add a new one instead`,
    );
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Refuses data, known by the migrations that they went through, which this version cannot bring up to itself. */
export async function checkMigrations(applied: readonly Pick<Migration, 'name' | 'hash'>[]): Promise<void> {
  pending(await readMigrations(MIGRATIONS_DIR), new Map(applied.map(({ name, hash }) => [name, hash])));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO system.migrations (name, hash) VALUES ($1, $2)', [migration.name, migration.hash]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const { message, position } = error as DatabaseError;
    const line =
      position === undefined ? '' : ` at line ${migration.sql.slice(0, Number(position)).split('\n').length}`;
    throw new MigrationFailure(`the migration ${migration.name} failed${line}: ${message}`, error);
  }
}

/**
 * Brings the database to this version's schema, as the owner role, each file in one transaction. Several processes may
 * start at once: one migrates, the others wait and find nothing to do.
 * @param only names of the migrations to run, for data of an older version that are to be put in first
 * @returns names of the migrations that were run now
 */
export async function migrate(
  settings: PostgresSettings,
  directory: string = MIGRATIONS_DIR,
  only?: ReadonlySet<string>,
): Promise<string[]> {
  const migrations = (await readMigrations(directory)).filter(({ name }) => only?.has(name) ?? true);
  const client = new Client(clientConfig(settings, 'owner'));
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const open = pending(migrations, await readApplied(client));
    for (const migration of open) await apply(client, migration);
    return open.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
