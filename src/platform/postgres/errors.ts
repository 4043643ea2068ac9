import { AppError } from '#kernel/errors.ts';

/** Another living process works on this data directory. */
export class DataDirectoryInUse extends AppError {
  constructor(dataDir: string, pid: number) {
    super({
      code: 'data_directory_in_use',
      status: 503,
      message: `the data directory ${dataDir} is in use by the running process ${pid}; stop it first, or choose another directory with QUNLUO_DATA`,
    });
  }
}

/** The data were written by a newer version of Qunluo or of PostgreSQL than this one; nothing was changed. */
export class DataFromNewerVersion extends AppError {
  constructor(detail: string) {
    super({
      code: 'data_from_newer_version',
      status: 503,
      message: `the data come from a newer version: ${detail}. Start the newer version again, or restore a backup made by this one`,
    });
  }
}

/** The embedded server, or the one at DATABASE_URL, cannot be used; the message says why and what to do. */
export class PostgresFailure extends AppError {
  constructor(message: string, cause?: unknown) {
    super({ code: 'postgres_failure', status: 503, message, cause });
  }
}

/** A migration cannot run, or does not match what was run before. */
export class MigrationFailure extends AppError {
  constructor(message: string, cause?: unknown) {
    super({ code: 'migration_failure', status: 503, message, cause });
  }
}

/** Connections were still checked out when the database was closed: some work was not awaited, or leaks. */
export class LeakedConnection extends AppError {
  constructor(count: number) {
    super({ code: 'leaked_connection', status: 500, message: `${count} database connection(s) were never given back` });
  }
}
