import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool } from 'pg';
import { isId } from '#kernel/ids.ts';
import type { Log } from '#platform/log.ts';
import { clientConfig, type PostgresSettings } from './connection.ts';
import { LeakedConnection } from './errors.ts';
import { openListener, type Listener } from './listener.ts';
import { columnTypes } from './column-types.ts';
import { translateFailure } from './translate-failure.ts';

/** A transaction without tables; a module adds its own: `tx.$extendTables<MembersTables>()`. */
export type Tx = Transaction<Record<never, never>>;

/** What one of our SQL functions takes: a text, or a list. */
type Argument = string | readonly (string | number | null)[];

/** The database as the application sees it: role qunluo_app, rows only of the workspace that a transaction names. */
export interface Database {
  /**
   * One transaction that sees and writes the rows of one workspace. Committed when `work` returns, rolled back when it
   * throws. Everything started inside must be awaited inside.
   */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction without a workspace: schemas auth, pgboss and system; domain tables look empty. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Calls one of our SQL functions in a transaction of its own that sees and writes the rows of one workspace, and gives
   * what it gave: a single round trip, for what is called hundreds of times a second.
   */
  callInWorkspace<T>(workspaceId: string, name: `qunluo_${string}`, args: readonly Argument[]): Promise<T>;
  readonly pool: Pool;
  readonly settings: PostgresSettings;
  /**
   * Calls `fn` with the payload of each notification on a channel, from the moment this resolves. After a lost
   * connection `fn` is called once with an empty payload, because notifications may have been missed.
   * @returns the function that ends it
   */
  listen(channel: string, fn: (payload: string) => void): Promise<() => Promise<void>>;
  /** Waits for what runs, then closes all connections. Throws LeakedConnection when some were never given back. */
  close(): Promise<void>;
}

/** How long `close` waits for running work, in milliseconds. */
const CLOSE_GRACE = 10_000;

export type DatabaseOptions = {
  log?: Log;
  maxConnections?: number;
  closeGrace?: number;
  /** Why the server does not come back, where that is known. */
  whyDown?: (() => unknown) | undefined;
};

function makePool(settings: PostgresSettings, options: DatabaseOptions): Pool {
  const pool = new Pool({
    ...clientConfig(settings, 'app'),
    types: columnTypes,
    max: options.maxConnections ?? 20,
    idleTimeoutMillis: 30_000,
    idle_in_transaction_session_timeout: 300_000,
  });
  // An idle connection that the server closes (a restart, say) is dropped by the pool; the next query makes another.
  pool.on('error', (error) => options.log?.warn({ err: error }, 'an idle database connection was lost'));
  // One that is in use when the server goes away says so too, and its next query fails; unheard it would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => options.log?.debug({ err: error }, 'a database connection was lost')),
  );
  return pool;
}

async function closePool(pool: Pool, grace: number): Promise<void> {
  const end = Date.now() + grace;
  const busy = (): number => pool.totalCount - pool.idleCount;
  while (busy() > 0 && Date.now() < end) await new Promise((done) => setTimeout(done, 10));
  const leaked = busy();
  const closed = pool.end();
  if (leaked > 0) {
    closed.catch(() => undefined);
    throw new LeakedConnection(leaked);
  }
  await closed;
}

function checkWorkspace(workspaceId: string): void {
  if (!isId(workspaceId)) throw new TypeError(`not a workspace id: ${workspaceId}`);
}

const FUNCTION_NAME = /^qunluo_[a-z_]+$/;

/** The row that the workspace is put in force for comes first, then what is computed for it: the call. */
function callText(name: string, args: number): string {
  if (!FUNCTION_NAME.test(name)) throw new TypeError(`not a function of ours: ${name}`);
  const places = Array.from({ length: args }, (_, index) => `$${index + 2}`).join(', ');
  return `SELECT ${name}(${places}) AS result FROM set_config('app.workspace', $1, true)`;
}

/** Opens connections to a database that is migrated already. */
export function connectDatabase(settings: PostgresSettings, options: DatabaseOptions = {}): Database {
  const pool = makePool(settings, options);
  const kysely = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) });
  let listener: Listener | undefined;

  const transaction = async <T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
    try {
      return await kysely.transaction().execute(async (tx) => {
        await sql`SELECT set_config('app.workspace', ${workspaceId}, true)`.execute(tx);
        return work(tx);
      });
    } catch (error) {
      throw translateFailure(error, options.whyDown?.());
    }
  };

  return {
    pool,
    settings,
    inWorkspace: async (workspaceId, work) => {
      checkWorkspace(workspaceId);
      return transaction(workspaceId, work);
    },
    callInWorkspace: async <T>(workspaceId: string, name: string, args: readonly Argument[]) => {
      checkWorkspace(workspaceId);
      try {
        const { rows } = await pool.query<{ result: T }>({
          name,
          text: callText(name, args.length),
          values: [workspaceId, ...args],
        });
        return rows[0]!.result;
      } catch (error) {
        throw translateFailure(error, options.whyDown?.());
      }
    },
    asSystem: (work) => transaction('', work),
    listen: async (channel, fn) => {
      listener ??= openListener(settings, options.log);
      return listener.listen(channel, fn);
    },
    close: async () => {
      await listener?.close();
      await closePool(pool, options.closeGrace ?? CLOSE_GRACE);
    },
  };
}
