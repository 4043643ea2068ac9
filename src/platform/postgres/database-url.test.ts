import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createLogger } from '#platform/log.ts';
import { clientConfig, openDatabase, startPostgres } from './index.ts';
import { startEmbeddedServer, type EmbeddedServer } from './embedded-server.ts';

/** Asks whether the server speaks TLS; whoever may be listening learns nothing from it. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

const log = createLogger({ logLevel: 'silent' });

/** A server that knows nothing of Qunluo, as an administrator would hand it over. */
describe('a PostgreSQL at DATABASE_URL', () => {
  let root: string;
  let server: EmbeddedServer;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'qunluo-url-'));
    server = await startEmbeddedServer({ root, log, tuning: { durable: false } });
    await asAdministrator('CREATE ROLE keeper LOGIN CREATEROLE; CREATE ROLE guest LOGIN');
    for (const [name, owner] of [
      ['shop', 'keeper'],
      ['visits', 'postgres'],
      ['own', 'postgres'],
    ])
      await asAdministrator(`CREATE DATABASE ${name} OWNER ${owner}`);
  });
  afterAll(async () => {
    await server.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function asAdministrator(statements: string, database = 'postgres'): Promise<void> {
    const client = new Client(clientConfig({ kind: 'embedded', socketDir: server.socketDir, database }, 'super'));
    await client.connect();
    await client.query(statements).finally(() => client.end());
  }

  const url = (account: string, database: string): string =>
    `postgres://${account}@localhost/${database}?host=${encodeURIComponent(server.socketDir)}`;
  const start = (account: string, database: string) =>
    startPostgres({ dataDir: root, log, databaseUrl: url(account, database) });

  it('gets its roles and tables from an account that may make roles', async () => {
    const database = await openDatabase(await start('keeper', 'shop'));
    const { rows } = await database.pool.query('SELECT current_user AS role');
    expect(rows).toEqual([{ role: 'qunluo_app' }]);
    await expect(database.inWorkspace(newId(), async () => 'works')).resolves.toBe('works');
    const again = await openDatabase(await start('keeper', 'shop'));
    await Promise.all([database.close(), again.close()]);
  });

  it('does not lend the rights of a superuser to the application', async () => {
    const database = await openDatabase(await start('postgres', 'own'));
    const { rows } = await database.pool.query(
      `SELECT current_user AS role, rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([{ role: 'qunluo_app', bypasses: false }]);
    const client = await database.pool.connect();
    await client.query('RESET ROLE');
    expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role: 'qunluo_app' }]);
    client.release();
    await database.close();
  });

  it('says what an administrator has to run when the account has no rights, and that is enough', async () => {
    const refused = await start('guest', 'visits').then(
      () => undefined,
      (error: Error) => error,
    );
    expect(refused).toMatchObject({
      code: 'postgres_failure',
      message: expect.stringContaining('may not make the roles') as string,
    });
    const statements = refused!.message.split('an administrator has to run: ')[1]!.split('; ');
    for (const statement of statements)
      await asAdministrator(statement, 'visits').catch((error: Error) => {
        // The roles belong to the whole server, and an earlier test made them.
        if (!error.message.includes('already exists')) throw error;
      });
    const database = await openDatabase(await start('guest', 'visits'));
    await expect(database.inWorkspace(newId(), async () => 'works')).resolves.toBe('works');
    await database.close();
  });

  it('is refused when the application could see past row policies', async () => {
    await asAdministrator('ALTER ROLE qunluo_app BYPASSRLS');
    await expect(start('keeper', 'shop')).rejects.toThrow(/qunluo_app may not be a superuser or have BYPASSRLS/);
    await asAdministrator('ALTER ROLE qunluo_app NOBYPASSRLS');
  });

  it('is never spoken to in the clear where TLS is asked for, whatever it answers', async () => {
    const heard: Buffer[] = [];
    const refusing = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        heard.push(bytes);
        socket.write('N'); // no TLS here: a client that falls back goes on in the clear
      });
    });
    await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done));
    const { port } = refusing.address() as AddressInfo;
    for (const query of ['sslmode=require', 'sslmode=verify-ca', 'sslmode=verify-full', 'ssl=true']) {
      heard.length = 0;
      const databaseUrl = `postgres://ann:secret@127.0.0.1:${port}/shop?${query}`;
      await expect(startPostgres({ dataDir: root, log, databaseUrl }), query).rejects.toThrow(/SSL/);
      expect(Buffer.concat(heard), query).toEqual(SSL_REQUEST);
    }
    await new Promise((done) => refusing.close(done));
  });

  it('says so when nobody answers', async () => {
    const failed = startPostgres({ dataDir: root, log, databaseUrl: 'postgres://a@127.0.0.1:1/b' });
    await expect(failed).rejects.toThrow(/cannot connect to PostgreSQL at DATABASE_URL: .*ECONNREFUSED/);
  });
});
