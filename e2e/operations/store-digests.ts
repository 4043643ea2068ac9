import { createHash } from 'node:crypto';
import { createEngineClient } from '#platform/clickhouse/engine-client.ts';
import { type Address, findRunningEngine } from '#platform/clickhouse/index.ts';
import { findRunningPostgres, openDump, type PostgresSettings } from '#platform/postgres/index.ts';

/** Changed by every start, whoever starts it. */
const OF_THE_PROCESS = /^(pgboss\.|system\.backups$|auth\.(api_tokens|sessions|sign_in_attempts)$)/;

/** Where the stores of a running server are. */
export const storesOf = async (dataDir: string): Promise<{ postgres: PostgresSettings; engine: Address }> => ({
  postgres: (await findRunningPostgres(dataDir))!,
  engine: (await findRunningEngine(dataDir))!,
});

/** The rows of each table of both stores, as one hash a table, in no order. */
export async function storeDigests(stores: {
  postgres: PostgresSettings;
  engine: Address;
}): Promise<Record<string, string>> {
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
