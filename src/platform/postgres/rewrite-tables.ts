import { Client, escapeIdentifier } from 'pg';
import { clientConfig, type PostgresSettings } from './connection.ts';

/** A step that the server did not let us do, and why: on a server of your own its administrator has to. */
export type RefusedStep = { step: string; why: string };

/** Rounds of filling and dropping segments; a busy server needs a few, a quiet one a single one. */
const ROUNDS = 5;

/**
 * Makes sure that rows which were deleted or changed are on disk no more: writes the tables anew with their indexes and
 * statistics, and drops the log (WAL) that was written before. On the embedded server all of that; on a server of your
 * own as much as the account of DATABASE_URL may do, and the log goes as that server's settings and archives say.
 * Tables are locked while they are written, so nobody reads them for that moment.
 */
export async function rewriteTables(settings: PostgresSettings, tables: readonly string[]): Promise<RefusedStep[]> {
  const client = new Client(clientConfig(settings, 'super'));
  await client.connect();
  const refused: RefusedStep[] = [];
  const attempt = async (step: string): Promise<void> => {
    try {
      await client.query(step);
    } catch (error) {
      if (settings.kind === 'embedded') throw error;
      refused.push({ step, why: (error as Error).message });
    }
  };
  try {
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
