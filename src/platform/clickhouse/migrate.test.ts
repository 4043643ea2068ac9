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

test('tables made anew with finer granules keep every row, wherever it is killed', async () => {
  const own = readMigrations();
  const named = (name: string) => own.find((one) => one.name.startsWith(name))!;
  const before = [named('0001'), named('0002')];
  const fine = named('0014');
  const run = (query: string) => admin.command({ query, http_headers: { 'X-ClickHouse-Database': database } });
  const read = async (query: string) =>
    (
      await admin.query({ query, format: 'JSONCompactEachRow', http_headers: { 'X-ClickHouse-Database': database } })
    ).json();
  const ids = "toUUID('00000000-0000-0000-0000-000000000001'), toUUIDOrZero(toString(number % 3))";
  for (let killedAt = 0; killedAt <= fine.statements.length; killedAt++) {
    if (killedAt > 0) await admin.command({ query: `DROP DATABASE ${database}` });
    await migrateEngine(admin, database, before);
    await run(`INSERT INTO events (workspace_id, community_id, event_id, version, position)
      SELECT ${ids}, generateUUIDv4(), number, number FROM numbers(20000)`);
    await run(`INSERT INTO event_texts (workspace_id, community_id, event_id, version, text)
      SELECT ${ids}, generateUUIDv4(), number, toString(number) FROM numbers(2000)`);
    await run(`INSERT INTO member_states (workspace_id, community_id, member_id, weight365, name)
      SELECT ${ids}, generateUUIDv4(), number, concat('Ä', toString(number)) FROM numbers(2000)`);
    const part = { ...fine, statements: fine.statements.slice(0, killedAt) };
    await migrateEngine(admin, database, [...before, part]);
    // Copying was killed in the middle; everything else was done, and killed before it was noted.
    const last = fine.statements[killedAt];
    if (last) await run(last.startsWith('INSERT') ? last.replace('SETTINGS', 'LIMIT 700 SETTINGS') : last);
    await migrateEngine(admin, database, [...before, fine]);
    expect(await read('SELECT count(), sum(position) FROM events FINAL'), `killed at ${killedAt}`).toEqual([
      [20000, 199990000],
    ]);
    expect(await read('SELECT count(), sum(toUInt64(text)) FROM event_texts FINAL')).toEqual([[2000, 1999000]]);
    expect(await read('SELECT count(), sum(weight365), min(name_fold) FROM member_states')).toEqual([
      [2000, 1999000, 'ä0'],
    ]);
    const made = await read(`SELECT name, extract(engine_full, 'index_granularity = (\\d+)') FROM system.tables
      WHERE database = '${database}' AND (name IN ('events', 'event_texts', 'member_states') OR match(name, 'coarse|fine')) ORDER BY name`);
    expect(made).toEqual([
      ['event_texts', '1024'],
      ['events', '1024'],
      ['member_states', '512'],
    ]);
  }
});
