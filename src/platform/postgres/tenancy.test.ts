import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { asSuperuser, testDatabase } from '#testkit/database.ts';
import { catalogueFaults, crossWorkspaceFaults, domainRelations } from '#testkit/tenancy-faults.ts';
import type { Database } from './index.ts';

const asOwner = (database: Database, statements: string) =>
  asSuperuser(database.settings, (client) => client.query(`SET ROLE qunluo_owner; ${statements}`));

describe('the schema of this release', () => {
  let database: Database;
  beforeAll(async () => (database = await testDatabase()));
  afterAll(() => database.close());

  it('has nothing that could show one workspace the rows of another', async () => {
    expect(await asSuperuser(database.settings, catalogueFaults)).toEqual([]);
  });

  it('lets no workspace read, change, move, delete, add or overwrite rows of another, in any table or view', async () => {
    const { tables } = await asSuperuser(database.settings, domainRelations);
    expect(tables.length).toBeGreaterThan(5);
    expect(await crossWorkspaceFaults(database, newId(), newId())).toEqual([]);
  });
});

describe('what the walk would find', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    await asOwner(
      database,
      `CREATE TABLE good (id uuid PRIMARY KEY, workspace_id uuid NOT NULL, UNIQUE (workspace_id, id));
       SELECT qunluo_tenant('good');
       CREATE TABLE unguarded (id uuid PRIMARY KEY, workspace_id uuid NOT NULL);
       GRANT SELECT, INSERT, UPDATE, DELETE ON unguarded TO qunluo_app;
       CREATE TABLE unforced (id uuid PRIMARY KEY, workspace_id uuid NOT NULL);
       SELECT qunluo_tenant('unforced');
       ALTER TABLE unforced NO FORCE ROW LEVEL SECURITY;
       CREATE TABLE generous (id uuid PRIMARY KEY, workspace_id uuid NOT NULL);
       SELECT qunluo_tenant('generous', 'ALL');
       CREATE POLICY support ON generous USING (true);
       CREATE TABLE homeless (id uuid PRIMARY KEY);
       CREATE TABLE pointing (id uuid PRIMARY KEY, workspace_id uuid NOT NULL, good_id uuid REFERENCES good);
       SELECT qunluo_tenant('pointing');
       CREATE VIEW as_owner AS SELECT * FROM unforced;
       GRANT SELECT ON as_owner TO qunluo_app;
       CREATE VIEW as_reader WITH (security_invoker = true) AS SELECT * FROM good;
       GRANT SELECT ON as_reader TO qunluo_app;
       CREATE MATERIALIZED VIEW kept AS SELECT * FROM good;
       CREATE FUNCTION lent() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM unforced';`,
    );
  });
  afterAll(() => database.close());

  it('in the catalogue', async () => {
    expect(await asSuperuser(database.settings, catalogueFaults)).toEqual([
      "foreign key pointing_good_id_fkey of pointing can point to another workspace's row",
      "function lent() runs with its owner's rights (SECURITY DEFINER)",
      'kept is a materialized view or a foreign table',
      'policy support of table generous lets more than the workspace through',
      'qunluo_app may REFERENCES table generous',
      'qunluo_app may TRIGGER table generous',
      'qunluo_app may TRUNCATE table generous',
      'table homeless has no column workspace_id uuid NOT NULL',
      'table homeless has no forced row-level security',
      'table unforced has no forced row-level security',
      'table unguarded has no forced row-level security',
      "view as_owner reads with its owner's rights (needs security_invoker)",
    ]);
  });

  it('by trying', async () => {
    await asOwner(database, 'DROP TABLE homeless');
    const faults = await crossWorkspaceFaults(database, newId(), newId());
    const relations = new Set(faults.map((fault) => fault.split(':')[0]));
    expect([...relations].toSorted()).toEqual(['public.as_owner', 'public.generous', 'public.unguarded']);
    expect(faults).toContain('public.unguarded: another workspace reads it ({"rows":1})');
    expect(faults).toContain('public.unguarded: another workspace deletes it ({"rows":1})');
    expect(faults).toContain('public.as_owner: another workspace reads it ({"rows":1})');
  });

  it('when a table is made a domain table without a workspace', async () => {
    const made = asOwner(database, `CREATE TABLE lost (id uuid); SELECT qunluo_tenant('lost')`);
    await expect(made).rejects.toThrow('needs a column: workspace_id uuid NOT NULL');
  });
});
