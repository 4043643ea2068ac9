import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '#testkit/database.ts';
import { clientConfig, type Database, openDump, openLoad } from './index.ts';
import { copyIn, copyOut } from './copy-stream.ts';

let database: Database;
let client: Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new Client(clientConfig(database.settings, 'super'));
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

/** Cuts bytes at any place, as a network would. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('COPY', () => {
  beforeAll(() => client.query('CREATE TEMP TABLE copied (n int, t text)'));

  it('brings any text out and back in, wherever it is cut', async () => {
    // PostgreSQL's text has no NUL and no half of a pair.
    const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(text), { maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          await client.query('TRUNCATE copied');
          await client.query('INSERT INTO copied SELECT n, t FROM unnest($1::text[]) WITH ORDINALITY AS given (t, n)', [
            rows,
          ]);
          const bytes = await collect(copyOut(client, 'COPY copied TO STDOUT'));
          await client.query('TRUNCATE copied');
          await copyIn(client, 'COPY copied FROM STDIN', pieces(bytes, size));
          const back = await client.query<{ t: string | null }>('SELECT t FROM copied ORDER BY n');
          expect(back.rows.map(({ t }) => t)).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('streams more than anything holds, and says what the server or the source says when it fails', async () => {
    let bytes = 0;
    const many = `COPY (SELECT n, repeat('x', 1000) FROM generate_series(1, 30000) AS n) TO STDOUT`;
    for await (const chunk of copyOut(client, many)) bytes += chunk.length;
    expect(bytes).toBeGreaterThan(30_000_000);
    await expect(collect(copyOut(client, 'COPY nowhere TO STDOUT'))).rejects.toThrow(/"nowhere" does not exist/);
    await expect(
      collect(copyOut(client, 'COPY (SELECT 1 / (500 - n) FROM generate_series(1, 1000) AS n) TO STDOUT')),
    ).rejects.toThrow(/division by zero/);
    await expect(copyIn(client, 'COPY copied FROM STDIN', pieces(Buffer.from('one\ttwo\n'), 100))).rejects.toThrow(
      /invalid input syntax for type integer/,
    );
    const broken = (async function* () {
      yield Buffer.from('1\ta\n');
      throw new Error('the source broke');
    })();
    await expect(copyIn(client, 'COPY copied FROM STDIN', broken)).rejects.toThrow('the source broke');
    expect((await client.query('SELECT 1 AS still')).rows).toEqual([{ still: 1 }]);
  });
});

describe('a dump', () => {
  it('has every table that somebody’s data are in, those that others point to first', async () => {
    const dump = await openDump(database.settings);
    const names = dump.tables.map(({ name }) => name);
    await dump.close();
    const { rows } = await client.query<{ name: string }>(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'auth') ORDER BY 1`,
    );
    expect(names.filter((name) => /^(public|auth)\./.test(name)).toSorted()).toEqual(rows.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(['pgboss.job', 'pgboss.schedule', 'system.backups']));
    expect(names.indexOf('auth.workspaces')).toBeLessThan(names.indexOf('public.communities'));
    expect(names.indexOf('public.communities')).toBeLessThan(names.indexOf('public.members'));
  });

  it('shows one moment, and fills another database with it or leaves that as it was', async () => {
    const workspace = '01890000-0000-7000-8000-000000000001';
    await client.query(`INSERT INTO auth.workspaces (id, name) VALUES ($1, $2)`, [workspace, 'tab\t back\\slash 群']);
    const dump = await openDump(database.settings);
    await client.query('DELETE FROM auth.workspaces');
    const other = await testDatabase();
    try {
      const read = async () => (await other.pool.query('SELECT name FROM auth.workspaces')).rows;
      const dropped = await openLoad(other.settings);
      const table = dump.tables.find(({ name }) => name === 'auth.workspaces')!;
      const bytes = await collect(dump.rows(table));
      await dropped.fill(table, table.columns, pieces(bytes, 3));
      await dropped.close();
      expect(await read()).toEqual([]);
      const load = await openLoad(other.settings);
      await load.fill(table, table.columns, pieces(bytes, 5));
      await load.commit([{ name: 'public.inbox_order', value: '77' }]);
      await load.close();
      expect(await read()).toEqual([{ name: 'tab\t back\\slash 群' }]);
      expect((await other.pool.query(`SELECT nextval('inbox_order') AS n`)).rows).toEqual([{ n: 78 }]);
      const forced = await other.pool.query(
        `SELECT bool_and(relforcerowsecurity) AS all FROM pg_class WHERE relname IN ('communities', 'members', 'inbox')`,
      );
      expect(forced.rows).toEqual([{ all: true }]);
    } finally {
      await dump.close();
      await other.close();
    }
  });
});
