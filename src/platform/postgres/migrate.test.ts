import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { asSuperuser } from '#testkit/database.ts';
import { migrate, openDatabase, type PostgresSettings } from './index.ts';
import { MIGRATIONS_DIR, readMigrations } from './migrate.ts';

describe('migrations', () => {
  let directory: string;
  let settings: PostgresSettings;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'qunluo-migrations-'));
    settings = { ...inject('postgres'), database: `migrate_${randomBytes(6).toString('hex')}` };
    await inServer(`CREATE DATABASE ${settings.database} OWNER qunluo_owner`);
  });
  afterEach(async () => {
    await inServer(`DROP DATABASE ${settings.database} WITH (FORCE)`);
    await rm(directory, { recursive: true });
  });

  const inServer = (statement: string) =>
    asSuperuser({ ...inject('postgres'), database: 'postgres' }, (client) => client.query(statement));
  const add = (name: string, sql: string) => writeFile(join(directory, name), sql);
  const tables = () =>
    asSuperuser(settings, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    });

  it('run once, in the order of their names', async () => {
    await add('0002_second.sql', 'ALTER TABLE first ADD COLUMN more int');
    await add('0001_first.sql', 'CREATE TABLE first (n int)');
    expect(await migrate(settings, directory)).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await migrate(settings, directory)).toEqual([]);
  });

  it('run once when several processes start together', async () => {
    await add('0001_first.sql', 'CREATE TABLE first (n int); SELECT pg_sleep(0.2)');
    const runs = await Promise.all([1, 2, 3].map(() => migrate(settings, directory)));
    expect(runs.flat()).toEqual(['0001_first.sql']);
  });

  it('leave nothing behind when one fails, and name it and the line', async () => {
    await add('0001_first.sql', 'CREATE TABLE first (n int)');
    await add('0002_broken.sql', 'CREATE TABLE second (n int);\n\nSELECT nonsense FROM first;');
    await expect(migrate(settings, directory)).rejects.toThrow(/0002_broken\.sql failed at line 3: .*nonsense/);
    expect(await tables()).toEqual(['first']);
    await add('0002_broken.sql', 'CREATE TABLE second (n int)');
    expect(await migrate(settings, directory)).toEqual(['0002_broken.sql']);
  });

  it('may not be changed after they ran', async () => {
    await add('0001_first.sql', 'CREATE TABLE first (n int)');
    await migrate(settings, directory);
    await add('0001_first.sql', 'CREATE TABLE first (n bigint)');
    await add('0002_second.sql', 'CREATE TABLE second (n int)');
    await expect(migrate(settings, directory)).rejects.toThrow(/changed after they ran: 0001_first\.sql/);
    expect(await tables()).toEqual(['first']);
  });

  it('of a newer version stop an older one before it changes anything', async () => {
    await add('0001_first.sql', 'CREATE TABLE first (n int)');
    await add('0003_future.sql', 'CREATE TABLE future (n int)');
    await migrate(settings, directory);
    await rm(join(directory, '0003_future.sql'));
    await add('0002_second.sql', 'CREATE TABLE second (n int)');
    await expect(migrate(settings, directory)).rejects.toMatchObject({
      code: 'data_from_newer_version',
      message: expect.stringContaining('0003_future.sql') as string,
    });
    expect(await tables()).toEqual(['first', 'future']);
  });

  it('are all those of this release in a database that is opened', async () => {
    const database = await openDatabase({ settings });
    const { rows } = await database.pool.query<{ name: string }>('SELECT name FROM system.migrations ORDER BY name');
    expect(rows.map(({ name }) => name)).toEqual((await readMigrations(MIGRATIONS_DIR)).map(({ name }) => name));
    await database.close();
  });
});
