import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { ClickHouseClient } from '@clickhouse/client';
import { newId } from '#kernel/ids.ts';
import '#testkit/engine-setup.ts';
import { createEngineClient } from './engine-client.ts';
import { communityTables, migrateEngine, readMigrations, type Migration } from './migrate.ts';

let admin: ClickHouseClient;
let database: string;

const migration = (name: string, ...statements: string[]): Migration => ({
  name,
  hash: statements.join(';'),
  statements,
});
const FIRST = migration(
  '0001_a.sql',
  'CREATE TABLE a (x UInt8) ENGINE = MergeTree ORDER BY x',
  'CREATE TABLE b (x UInt8) ENGINE = MergeTree ORDER BY x',
);
const SECOND = migration('0002_c.sql', 'ALTER TABLE a ADD COLUMN y UInt8');

const tables = async (): Promise<string[]> => {
  const result = await admin.query({
    query:
      "SELECT table || '.' || name AS c FROM system.columns WHERE database = {database:String} AND table != 'schema_migrations' ORDER BY c",
    query_params: { database },
    format: 'JSONEachRow',
  });
  return (await result.json<{ c: string }>()).map((row) => row.c);
};

beforeAll(() => {
  admin = createEngineClient(inject('engineAddress'), { database: 'default' });
});

beforeEach(() => {
  database = `migrate_${newId().replaceAll('-', '')}`;
  return () => admin.command({ query: 'DROP DATABASE {database:Identifier}', query_params: { database } });
});

afterAll(() => admin.close());

test('migrations run once, in order, and later ones are added', async () => {
  await migrateEngine(admin, database, [FIRST]);
  await migrateEngine(admin, database, [FIRST]);
  expect(await tables()).toEqual(['a.x', 'b.x']);
  await migrateEngine(admin, database, [FIRST, SECOND]);
  expect(await tables()).toEqual(['a.x', 'a.y', 'b.x']);
});

test('one that stopped in the middle goes on where it stopped', async () => {
  const broken = migration(
    '0001_a.sql',
    FIRST.statements[0]!,
    'CREATE TABLE b (x NoSuchType) ENGINE = MergeTree ORDER BY x',
  );
  await expect(migrateEngine(admin, database, [broken])).rejects.toThrow('NoSuchType');
  expect(await tables()).toEqual(['a.x']);
  await migrateEngine(admin, database, [{ ...FIRST, hash: broken.hash }]);
  expect(await tables()).toEqual(['a.x', 'b.x']);
});

test('a statement that was done but not noted is passed over', async () => {
  await admin.command({ query: 'CREATE DATABASE {database:Identifier}', query_params: { database } });
  await admin.command({ query: FIRST.statements[0]!, http_headers: { 'X-ClickHouse-Database': database } });
  await migrateEngine(admin, database, [FIRST]);
  expect(await tables()).toEqual(['a.x', 'b.x']);
});

test('data of a newer version, and changed files, are refused', async () => {
  await migrateEngine(admin, database, [FIRST, SECOND]);
  await expect(migrateEngine(admin, database, [FIRST])).rejects.toMatchObject({
    code: 'data_mismatch',
    message: expect.stringContaining('newer version'),
  });
  await expect(migrateEngine(admin, database, [{ ...FIRST, hash: 'other' }, SECOND])).rejects.toMatchObject({
    message: expect.stringContaining('0001_a.sql was changed'),
  });
});

test('our own are many statements, and each table has its community', async () => {
  const all = readMigrations();
  expect(all[0]!.name).toBe('0001_event_log.sql');
  expect(communityTables()).toContain('events');
  await migrateEngine(admin, database, all);
  const columns = await tables();
  for (const table of communityTables())
    expect(columns).toEqual(expect.arrayContaining([`${table}.workspace_id`, `${table}.community_id`]));
});
