import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { Unavailable } from '#kernel/errors.ts';
import { clientConfig, type PostgresSettings } from './connection.ts';

/** A step that the server did not let us do, and why: on a server of your own its administrator has to. */
export type RefusedStep = { step: string; why: string };

/** How long a lock is waited for at a time: whoever reads the table meanwhile waits behind it. Milliseconds. */
const LOCK_MS = 700;
const PAUSE_MS = 300;
/** How long transactions from before are waited for: a backup of a large installation takes its time. */
const PATIENCE_MS = 2 * 3_600_000;

/** SQLSTATE lock_not_available. */
const TIMED_OUT = '55P03';

/** Rounds of filling and dropping segments; a busy server needs a few, a quiet one a single one. */
const ROUNDS = 5;

/**
 * Makes sure that rows which were deleted or changed are on disk no more: writes the tables anew with their indexes and
 * statistics, and drops the log (WAL) that was written before. On the embedded server all of that; on a server of your
 * own as much as the account of DATABASE_URL may do, and the log goes as that server's settings and archives say.
 * Tables are locked while they are written, so nobody reads them for that moment; a backup that runs is waited for, with
 * nobody waiting behind. Unavailable when something from before still runs after `patience` milliseconds.
 */
export async function rewriteTables(
  settings: PostgresSettings,
  tables: readonly string[],
  { patience = PATIENCE_MS }: { patience?: number } = {},
): Promise<RefusedStep[]> {
  const client = new Client(clientConfig(settings, 'super'));
  await client.connect();
  const deadline = performance.now() + patience;
  const refused: RefusedStep[] = [];
  const attempt = async (step: string): Promise<void> => {
    try {
      await withLock(client, step, deadline);
    } catch (error) {
      if (settings.kind === 'embedded' || error instanceof Unavailable) throw error;
      refused.push({ step, why: (error as Error).message });
    }
  };
  try {
    await oldTransactionsDone(client, deadline);
    await client.query(`SET lock_timeout = ${LOCK_MS}`);
    for (const table of tables)
      await attempt(`VACUUM (FULL, ANALYZE) ${table.split('.').map(escapeIdentifier).join('.')}`);
    // Samples of values that the planner keeps.
    await attempt('VACUUM (FULL) pg_catalog.pg_statistic');
    if (settings.kind === 'embedded') await dropOldLog(client);
    else await attempt('CHECKPOINT');
  } finally {
    await client.end();
  }
  return refused;
}

const stillBusy = (): Unavailable =>
  new Unavailable('a backup or another long transaction keeps PostgreSQL from writing tables anew', 60);

/**
 * Waits until nothing runs that began before now: rows that an older snapshot can see are copied by VACUUM FULL, deleted
 * or not. What begins later sees the tables as they are, and only holds locks.
 */
async function oldTransactionsDone(client: Client, deadline: number): Promise<void> {
  const { rows } = await client.query<{ now: string }>('SELECT pg_current_xact_id()::xid::text AS now');
  for (;;) {
    const { rows: older } = await client.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
         AND pid <> pg_backend_pid() AND greatest(age(backend_xmin), age(backend_xid)) > age($1::text::xid) LIMIT 1`,
      [rows[0]!.now],
    );
    if (older.length === 0) return;
    if (performance.now() > deadline) throw stillBusy();
    await sleep(PAUSE_MS);
  }
}

/** Runs a statement that needs a table for itself, and stands back when somebody has it. */
async function withLock(client: Client, statement: string, deadline: number): Promise<void> {
  for (;;)
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== TIMED_OUT) throw error;
      if (performance.now() > deadline) throw stillBusy();
      await sleep(PAUSE_MS);
    }
}

type Segments = { current: string; names: string[] };

async function segmentsOf(client: Client): Promise<Segments> {
  const { rows } = await client.query<{ name: string; current: string }>(
    `SELECT name, pg_walfile_name(pg_current_wal_insert_lsn()) AS current FROM pg_ls_waldir()
     WHERE name ~ '^[0-9A-F]{24}$' ORDER BY name`,
  );
  return { current: rows[0]?.current ?? '', names: rows.map(({ name }) => name) };
}

/**
 * Drops every segment of the log that was written before now. Segments are used again under later names with their old
 * bytes in them, so those that wait are gone through first; a switch fills what is left of one with nothing.
 */
async function dropOldLog(client: Client): Promise<void> {
  const set = async (change: string): Promise<void> => {
    await client.query(`ALTER SYSTEM ${change}`);
    await client.query('SELECT pg_reload_conf()');
  };
  await set('SET wal_recycle = off');
  try {
    // The checkpointer hears of the setting with its next look.
    await client.query('CHECKPOINT');
    const { names, current } = await segmentsOf(client);
    const old = new Set(names);
    for (let round = 0; round < ROUNDS; round += 1) {
      const waiting = names.filter((name) => name >= current).length + 1;
      for (let segment = 0; segment < waiting; segment += 1) {
        await client.query('SELECT pg_current_xact_id()');
        await client.query('SELECT pg_switch_wal()');
      }
      await client.query('CHECKPOINT');
      if (!(await segmentsOf(client)).names.some((name) => old.has(name))) return;
    }
    throw new Error('the log of PostgreSQL from before could not be dropped; trying again later');
  } finally {
    await set('RESET wal_recycle');
  }
}
