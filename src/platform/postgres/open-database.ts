import { APP_ROLE } from './connection.ts';
import { connectDatabase, type Database, type DatabaseOptions } from './database.ts';
import { PostgresFailure } from './errors.ts';
import { migrate } from './migrate.ts';
import type { PostgresServer } from './start-postgres.ts';

/** A pooler that drops start options would leave us with the account's own rights, past every row policy. */
async function checkRole(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ role: string; bypasses: boolean }>(
    `SELECT current_user AS role, rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user`,
  );
  if (rows[0]?.role !== APP_ROLE || rows[0].bypasses)
    throw new PostgresFailure(
      `connections run as ${rows[0]?.role ?? 'an unknown role'} instead of ${APP_ROLE}; a connection pooler in front of PostgreSQL has to pass the start-up parameter "options" on`,
    );
}

/**
 * Migrates the server's database and opens connections to it as the role qunluo_app.
 * Throws MigrationFailure, DataFromNewerVersion or PostgresFailure.
 */
export async function openDatabase(
  server: Pick<PostgresServer, 'settings'> & Partial<Pick<PostgresServer, 'failure'>>,
  options: DatabaseOptions = {},
): Promise<Database> {
  const names = await migrate(server.settings);
  if (names.length > 0) options.log?.info({ migrations: names }, 'the database has the schema of this version');
  const database = connectDatabase(server.settings, { whyDown: server.failure, ...options });
  try {
    await checkRole(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
