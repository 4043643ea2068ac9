import { createHash } from 'node:crypto';
import { createEngineClient } from '#platform/clickhouse/engine-client.ts';
import { findRunningEngine } from '#platform/clickhouse/index.ts';
import { findRunningPostgres, openDump } from '#platform/postgres/index.ts';
import { type Stores, untilIdle } from './until-idle.ts';

/** Changed by every start, whoever starts it. */
const OF_THE_PROCESS = /^(pgboss\.|system\.backups$|auth\.(api_tokens|sessions|sign_in_attempts)$)/;

/** Where the stores of a running server are. */
export const storesOf = async (dataDir: string): Promise<Stores> => ({
  postgres: (await findRunningPostgres(dataDir))!,
  engine: (await findRunningEngine(dataDir))!,
});

/** The rows of each table of both stores, as one hash a table, in no order. */
export async function storeDigests(stores: Stores): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const dump = await openDump(stores.postgres);
  try {
    for (const table of dump.tables) {
      const chunks: Buffer[] = [];
      for await (const chunk of dump.rows(table)) chunks.push(chunk);
      if (OF_THE_PROCESS.test(table.name)) continue;
      const rows = Buffer.concat(chunks).toString('utf8').split('\n').toSorted();
      found[table.name] = `${rows.length - 1} ${createHash('sha256').update(rows.join('\n')).digest('hex')}`;
    }
  } finally {
    await dump.close();
  }
  const client = createEngineClient(stores.engine);
  try {
    const tables = await client.query({
      query: `SELECT name, engine FROM system.tables WHERE database = currentDatabase() AND name NOT IN ('schema_migrations', 'asked_ids')`,
      format: 'JSONEachRow',
    });
    for (const { name, engine } of await tables.json<{ name: string; engine: string }>()) {
      // Merges may drop what FINAL leaves out, at any moment.
      const final = engine.startsWith('Replacing') ? 'FINAL' : '';
      const result = await client.query({
        query: `SELECT concat(toString(count()), ' ', toString(sum(cityHash64(*)))) AS digest FROM {name:Identifier} ${final}`,
        query_params: { name },
        format: 'JSONEachRow',
      });
      found[`engine ${name}`] = (await result.json<{ digest: string }>())[0]!.digest;
    }
  } finally {
    await client.close();
  }
  return found;
}

const MOST_TRIES = 10;

/**
 * Does something at a moment in which no row changes: again, until none did meanwhile, so that what it made can be
 * compared with the digests that come with it. `writes`: the tables that it changes itself.
 */
export async function whileStill<T>(
  stores: Stores,
  act: (tries: number) => Promise<T>,
  writes?: RegExp,
): Promise<{ digests: Record<string, string>; made: T }> {
  for (let tries = 1; ; tries++) {
    await untilIdle(stores);
    const digests = await storeDigests(stores);
    const made = await act(tries);
    const after = await storeDigests(stores);
    const changed = Object.keys(after).filter((name) => after[name] !== digests[name] && !writes?.test(name));
    if (changed.length === 0) return { digests, made };
    if (tries === MOST_TRIES) throw new Error(`${changed.join(', ')} change by themselves`);
  }
}
