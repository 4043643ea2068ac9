import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { asSuperuser, testDatabase } from '#testkit/database.ts';
import { LeakedConnection, type Database } from './index.ts';

type NoteTables = { notes: { id: string; workspace_id: string; body: string } };

describe('a database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    await asSuperuser(database.settings, (client) =>
      client.query(`
        SET ROLE qunluo_owner;
        CREATE TABLE notes (id uuid PRIMARY KEY, workspace_id uuid NOT NULL, body text NOT NULL);
        SELECT qunluo_tenant('notes');
      `),
    );
  });
  afterAll(() => database.close());

  const write = (workspaceId: string, body: string) =>
    database.inWorkspace(workspaceId, (tx) =>
      tx
        .$extendTables<NoteTables>()
        .insertInto('notes')
        .values({ id: newId(), workspace_id: workspaceId, body })
        .execute(),
    );
  const read = (workspaceId: string) =>
    database.inWorkspace(workspaceId, (tx) =>
      tx.$extendTables<NoteTables>().selectFrom('notes').select('body').execute(),
    );

  it('calls a function of ours in a workspace, in force for that statement and no longer', async () => {
    const workspace = newId();
    expect(await database.callInWorkspace(workspace, 'qunluo_workspace', [])).toBe(workspace);
    const { rows } = await database.pool.query<{ left: string | null }>('SELECT qunluo_workspace() AS left');
    expect(rows[0]!.left).toBeNull();
    await expect(database.callInWorkspace('nobody', 'qunluo_workspace', [])).rejects.toThrow(TypeError);
    await expect(database.callInWorkspace(workspace, 'qunluo_x(); SELECT 1' as 'qunluo_x', [])).rejects.toThrow(
      TypeError,
    );
  });

  it('shows a workspace its own rows and no others', async () => {
    const [one, two] = [newId(), newId()];
    await write(one, 'mine');
    expect(await read(one)).toEqual([{ body: 'mine' }]);
    expect(await read(two)).toEqual([]);
    const outside = await database.asSystem((tx) =>
      tx.$extendTables<NoteTables>().selectFrom('notes').select('body').execute(),
    );
    expect(outside).toEqual([]);
  });

  it('rolls back when the work throws', async () => {
    const workspaceId = newId();
    const failed = database.inWorkspace(workspaceId, async (tx) => {
      await tx
        .$extendTables<NoteTables>()
        .insertInto('notes')
        .values({ id: newId(), workspace_id: workspaceId, body: 'gone' })
        .execute();
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await read(workspaceId)).toEqual([]);
  });

  it('does not take anything but an id for a workspace', async () => {
    await expect(database.inWorkspace("x', true); --", async () => undefined)).rejects.toThrow('not a workspace id');
  });

  it('reads big integers as numbers and dates as texts', async () => {
    const { rows } = await database.pool.query(
      `SELECT 5::bigint AS small, 9007199254740993::bigint AS big, date '2024-02-29' AS day, ARRAY[1,2]::bigint[] AS list, ARRAY[date '2024-01-01'] AS days`,
    );
    expect(rows).toEqual([{ small: 5, big: 9007199254740993n, day: '2024-02-29', list: [1, 2], days: ['2024-01-01'] }]);
  });

  it('hands notifications to listeners until they end', async () => {
    const heard: string[] = [];
    const end = await database.listen('test_channel', (payload) => heard.push(payload));
    const notify = (text: string) => database.pool.query('SELECT pg_notify($1, $2)', ['test_channel', text]);
    await notify('one');
    await expect.poll(() => heard).toEqual(['one']);
    await end();
    await notify('two');
    await new Promise((done) => setTimeout(done, 100));
    expect(heard).toEqual(['one']);
  });

  it('hears again after its connections were cut, and says that something may be missed', async () => {
    const heard: string[] = [];
    const end = await database.listen('cut_channel', (payload) => heard.push(payload));
    await asSuperuser({ ...database.settings, database: 'postgres' }, (client) =>
      client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        database.settings.database,
      ]),
    );
    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['']);
    await database.asSystem((tx) => sql`SELECT pg_notify('cut_channel', 'back')`.execute(tx));
    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['', 'back']);
    await end();
  });
});

describe('closing a database', () => {
  it('fails when a connection was never given back', async () => {
    const database = await testDatabase({ closeGrace: 50 });
    const client = await database.pool.connect();
    await expect(database.close()).rejects.toThrow(LeakedConnection);
    client.release(true);
  });

  it('waits for work that still runs', async () => {
    const database = await testDatabase();
    const slow = database.asSystem((tx) => sql`SELECT pg_sleep(0.2)`.execute(tx));
    await new Promise((done) => setTimeout(done, 50));
    await database.close();
    await expect(slow).resolves.toBeDefined();
  });
});
