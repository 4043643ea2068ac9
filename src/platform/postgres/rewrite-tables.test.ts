import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '#platform/log.ts';
import { findTraces } from '#testkit/traces/find-traces.ts';
import { clientConfig } from './connection.ts';
import { type PostgresServer, rewriteTables, startPostgres } from './index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'qunluo-rewrite-'));
let server: PostgresServer;
let client: Client;
const connect = async (): Promise<Client> => {
  const made = new Client(clientConfig(server.settings, 'super'));
  await made.connect();
  return made;
};

beforeAll(async () => {
  server = await startPostgres({ dataDir, log: createLogger({ logLevel: 'silent' }) });
  client = await connect();
});
afterAll(async () => {
  await client.end();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it.each(['people', 'others'])(
  'waits for a backup that has a snapshot and reads %s, lets others read meanwhile, and leaves nothing on disk',
  async (read) => {
    const word = `quetzal-of-${read}`;
    for (const table of ['people', 'others'])
      await client.query(`DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (text text)`);
    await client.query(`INSERT INTO people VALUES ('${word}'), ('kept')`);
    const backup = await connect();
    await backup.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await backup.query(`SELECT count(*) FROM ${read}`);
    await client.query(`DELETE FROM people WHERE text = '${word}'`);
    let over = false;
    const rewriting = rewriteTables(server.settings, ['people']).finally(() => (over = true));
    rewriting.catch(() => undefined);
    for (let look = 0; look < 8; look += 1) {
      await client.query('SET statement_timeout = 5000');
      expect((await client.query('SELECT text FROM people')).rows).toEqual([{ text: 'kept' }]);
      await sleep(150);
    }
    expect(over).toBe(false);
    // It reads on: what it saw is what it goes on seeing.
    expect((await backup.query('SELECT count(*)::int AS rows FROM people')).rows).toEqual([{ rows: 2 }]);
    await backup.query('COMMIT');
    await backup.end();
    expect(await rewriting).toEqual([]);
    expect(findTraces([dataDir], [word])).toEqual([]);
    expect((await client.query('SELECT text FROM people')).rows).toEqual([{ text: 'kept' }]);
  },
  120_000,
);

it('stands back from whoever reads a table since, so that nobody waits behind it, and gives up in the end', async () => {
  const later = await connect();
  await later.query('BEGIN');
  await later.query('SELECT count(*) FROM people');
  const rewriting = rewriteTables(server.settings, ['people'], { patience: 2000 });
  rewriting.catch(() => undefined);
  await client.query('SET statement_timeout = 5000');
  for (let look = 0; look < 5; look += 1) await client.query('SELECT text FROM people');
  await expect(rewriting).rejects.toMatchObject({ status: 503 });
  await later.query('COMMIT');
  await later.end();
  expect(await rewriteTables(server.settings, ['people'])).toEqual([]);
});
