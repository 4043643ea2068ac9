import { setTimeout as sleep } from 'node:timers/promises';
import { createEngineClient, databaseOf, type Address } from './engine-client.ts';
import { toFailure } from './engine-errors.ts';
import { createEventEngine, type EventEngine } from './event-engine.ts';
import { checkApplied, migrateEngine, readMigrations } from './migrate.ts';
import { superviseEngine, type EngineLimits, type EngineLog } from './supervisor.ts';

export type StartEngineOptions = {
  /** `QUNLUO_DATA`; the engine's files are in `engine` below it. */
  dataDir: string;
  log?: EngineLog;
  /** A server of your own (`CLICKHOUSE_URL`); nothing is started then. */
  url?: string;
  limits?: Partial<EngineLimits>;
  /** `false` leaves the tables as they are: for a backup, and before a restore. */
  migrate?: boolean;
};

export type StartedEngine = {
  engine: EventEngine;
  address: Address;
  /** The engine process's id while it runs; undefined with a server of your own. */
  pid(): number | undefined;
  stop(): Promise<void>;
};

const silent: EngineLog = { info() {}, warn() {}, error() {} };

/** An engine at an address, without migrations: for a process beside the one that started it. */
export function connectEngine(address: Address): { engine: EventEngine; close(): Promise<void> } {
  const client = createEngineClient(address);
  return { engine: createEventEngine(client), close: () => client.close() };
}

/**
 * Brings the tables at an address up to date.
 * @param only names of the migrations to run, for data of an older version that are to be put in first
 */
export async function migrateTables(address: Address, only?: ReadonlySet<string>): Promise<void> {
  const admin = createEngineClient(address, { database: 'default' });
  try {
    const migrations = readMigrations().filter(({ name }) => only?.has(name) ?? true);
    await migrateEngine(admin, databaseOf(address), migrations);
  } catch (error) {
    throw toFailure(error, 'migrations');
  } finally {
    await admin.close();
  }
}

/** Refuses an event log, known by the migrations that it went through, which this version cannot bring up to itself. */
export const checkEngineMigrations = (applied: readonly { name: string; hash: string }[]): void =>
  checkApplied(applied, readMigrations());

/** Waits for a server of one's own, which may be starting beside us. */
async function awaitServer(address: Address, seconds: number): Promise<void> {
  const client = createEngineClient(address, { database: 'default' });
  try {
    for (let left = seconds; ; left--) {
      const answer = await client.ping();
      if (answer.success) return;
      if (left <= 0) throw toFailure(answer.error, 'the first contact');
      await sleep(1000);
    }
  } finally {
    await client.close();
  }
}

/** Starts the event engine, or connects to the server of `url`, and brings its tables up to date before it returns. */
export async function startEngine(options: StartEngineOptions): Promise<StartedEngine> {
  const log = options.log ?? silent;
  if (options.url !== undefined) {
    const address: Address = { url: options.url };
    await awaitServer(address, 30);
    if (options.migrate !== false) await migrateTables(address);
    const { engine, close } = connectEngine(address);
    return { engine, address, pid: () => undefined, stop: close };
  }
  const supervised = await superviseEngine({
    dataDir: options.dataDir,
    log,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const address: Address = { socketPath: supervised.socketPath };
  try {
    if (options.migrate !== false) await migrateTables(address);
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  const { engine, close } = connectEngine(address);
  return {
    engine,
    address,
    pid: supervised.pid,
    async stop() {
      await supervised.stop();
      await close();
    },
  };
}
