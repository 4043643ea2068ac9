export { brokenConstraint } from './broken-constraint.ts';
export { changeTexts } from './change-texts.ts';
export { clientConfig, type DatabaseRole, type PostgresSettings } from './connection.ts';
export { connectDatabase, type Database, type DatabaseOptions, type Tx } from './database.ts';
export {
  DataDirectoryInUse,
  DataFromNewerVersion,
  LeakedConnection,
  MigrationFailure,
  PostgresFailure,
} from './errors.ts';
export { findDataHolder, findRunningPostgres } from './find-running.ts';
export { type Dump, type DumpSequence, type Load, openDump, openLoad } from './dump.ts';
export type { DumpTable } from './dump-tables.ts';
export { checkMigrations, migrate } from './migrate.ts';
export { openDatabase } from './open-database.ts';
export { startPostgres, type PostgresServer, type StartPostgresOptions } from './start-postgres.ts';
export { HeldLocks } from './held-locks.ts';
export { LockHolder, Turnstile } from './turnstile.ts';
export { DiskFull, translateFailure } from './translate-failure.ts';
export { type RefusedStep, rewriteTables } from './rewrite-tables.ts';
