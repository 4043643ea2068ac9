import { sql } from 'kysely';
import { escapeIdentifier, escapeLiteral, type Client, type DatabaseError } from 'pg';
import type { Database } from '#platform/postgres/index.ts';
import { asSuperuser } from './database.ts';
import { sampleInsert } from './sample-row.ts';

/** Each query lists, as `fault`, what would let one workspace see or touch another's rows. */
const CATALOGUE: readonly string[] = [
  `SELECT format('table %s has no forced row-level security', c.oid::regclass) AS fault
   FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
     AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
  `SELECT format('table %s has no column workspace_id uuid NOT NULL', c.oid::regclass) AS fault
   FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
     AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'
                     AND a.atttypid = 'uuid'::regtype AND a.attnotnull AND NOT a.attisdropped)`,
  `SELECT format('policy %s of table %s lets more than the workspace through', p.policyname, p.tablename) AS fault
   FROM pg_policies p WHERE p.schemaname = 'public' AND p.permissive = 'PERMISSIVE'
     AND (coalesce(p.qual, 'missing') <> '(workspace_id = qunluo_workspace())'
       OR coalesce(p.with_check, p.qual) <> '(workspace_id = qunluo_workspace())')`,
  `SELECT format('view %s reads with its owner''s rights (needs security_invoker)', c.oid::regclass) AS fault
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     AND NOT coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)`,
  `SELECT format('%s is a materialized view or a foreign table', c.oid::regclass) AS fault
   FROM pg_class c WHERE c.relkind IN ('m', 'f')`,
  `SELECT format('table %s is in the schema %s, which no rule covers', c.relname, n.nspname) AS fault
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public', 'auth', 'pgboss', 'system')`,
  `SELECT format('function %s runs with its owner''s rights (SECURITY DEFINER)', p.oid::regprocedure) AS fault
   FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  `SELECT format('foreign key %s of %s can point to another workspace''s row', k.conname, k.conrelid::regclass) AS fault
   FROM pg_constraint k
   JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
   WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND f.relnamespace = 'public'::regnamespace
     AND NOT EXISTS (
       SELECT FROM unnest(k.conkey, k.confkey) AS pair (mine, theirs)
       JOIN pg_attribute m ON m.attrelid = k.conrelid AND m.attnum = pair.mine AND m.attname = 'workspace_id'
       JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = pair.theirs AND t.attname = 'workspace_id')`,
  `SELECT format('qunluo_app may %s table %s', right_, c.oid::regclass) AS fault
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) AS right_
   WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'auth', 'pgboss', 'system')
     AND has_table_privilege('qunluo_app', c.oid, right_)`,
  `SELECT format('qunluo_app may make things in the schema %s', n.nspname) AS fault
   FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND has_schema_privilege('qunluo_app', n.oid, 'CREATE')`,
  `SELECT format('the role %s is a superuser, has BYPASSRLS, or is a member of others', r.rolname) AS fault
   FROM pg_roles r WHERE r.rolname IN ('qunluo_app', 'qunluo_owner')
     AND (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))`,
];

/** Looks through the catalogue of a database for anything that tenancy's rules forbid. @returns sentences, none if all is well */
export async function catalogueFaults(client: Client): Promise<string[]> {
  const faults: string[] = [];
  for (const query of CATALOGUE) {
    const { rows } = await client.query<{ fault: string }>(query);
    faults.push(...rows.map(({ fault }) => fault));
  }
  return faults.toSorted();
}

/** Names of all tables and views of the domain, quoted for SQL. */
export async function domainRelations(client: Client): Promise<{ tables: string[]; views: string[] }> {
  const { rows } = await client.query<{ name: string; kind: string }>(
    `SELECT format('%I.%I', 'public', relname) AS name, relkind AS kind FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') ORDER BY relname`,
  );
  const named = (view: boolean): string[] => rows.filter(({ kind }) => (kind === 'v') === view).map(({ name }) => name);
  return { tables: named(false), views: named(true) };
}

/** A made-up row does not have to make sense, so what a table asks of its values beyond their types is taken away. */
async function dropChecks(client: Client): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(
    `SELECT CASE WHEN contypid = 0 THEN format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
                 ELSE format('ALTER DOMAIN %s DROP CONSTRAINT %I', contypid::regtype, conname) END AS drop
     FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND coninhcount = 0`,
  );
  for (const { drop } of rows) await client.query(drop);
}

type Outcome = { rows: number } | { refused: string };

async function attempt(database: Database, workspaceId: string | undefined, statement: string): Promise<Outcome> {
  const work = async (tx: Parameters<Parameters<Database['asSystem']>[0]>[0]): Promise<Outcome> => {
    const result = await sql.raw(statement).execute(tx);
    return { rows: Number(result.numAffectedRows ?? result.rows.length) };
  };
  try {
    return await (workspaceId === undefined ? database.asSystem(work) : database.inWorkspace(workspaceId, work));
  } catch (error) {
    return { refused: (error as DatabaseError).code ?? (error as Error).message };
  }
}

/** insufficient_privilege: the row policy, or a right that the application does not have. */
const NOT_ALLOWED = '42501';

type Attempt = { what: string; as: string | undefined; statement: string; fine(outcome: Outcome): boolean };

const sees =
  (count: number) =>
  (outcome: Outcome): boolean =>
    'rows' in outcome && outcome.rows === count;
const isRefused = (outcome: Outcome): boolean => 'refused' in outcome && outcome.refused === NOT_ALLOWED;
const touchesNothing = (outcome: Outcome): boolean => sees(0)(outcome) || isRefused(outcome);

/** Everything that is tried on a table which holds one row, of the workspace `theirs`. */
function attempts(table: string, mine: string, theirs: string, insert: (workspaceId: string) => string): Attempt[] {
  const read = `SELECT FROM ${table}`;
  const change = `UPDATE ${table} SET workspace_id = workspace_id`;
  const move = `UPDATE ${table} SET workspace_id = ${escapeLiteral(mine)}`;
  const remove = `DELETE FROM ${table}`;
  return [
    { what: 'its own workspace sees the row', as: theirs, statement: read, fine: sees(1) },
    { what: 'another workspace reads it', as: mine, statement: read, fine: sees(0) },
    { what: 'no workspace reads it', as: undefined, statement: read, fine: sees(0) },
    { what: 'another workspace locks it', as: mine, statement: `${read} FOR UPDATE`, fine: touchesNothing },
    { what: 'another workspace changes it', as: mine, statement: change, fine: touchesNothing },
    { what: 'another workspace takes it', as: mine, statement: move, fine: touchesNothing },
    { what: 'another workspace deletes it', as: mine, statement: remove, fine: touchesNothing },
    { what: 'no workspace deletes it', as: undefined, statement: remove, fine: touchesNothing },
    { what: 'another workspace adds a row to it', as: mine, statement: insert(theirs), fine: isRefused },
    { what: 'no workspace adds a row to it', as: undefined, statement: insert(theirs), fine: isRefused },
    { what: 'its workspace gives a row away', as: theirs, statement: move, fine: isRefused },
    { what: 'another workspace empties the table', as: mine, statement: `TRUNCATE ${table}`, fine: isRefused },
  ];
}

/** For a table whose key does not hold the workspace: a row of ours with their key, written over theirs. */
async function overwriteAttempt(client: Client, table: string, columns: string[], mine: string): Promise<Attempt[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary`,
    [table],
  );
  const key = rows.map(({ name }) => name);
  if (key.length === 0 || key.includes('workspace_id') || !key.every((name) => columns.includes(name))) return [];
  const row = await client.query<{ text: string }>(`SELECT to_jsonb(t) || $1::jsonb AS text FROM ${table} t`, [
    { workspace_id: mine },
  ]);
  const list = columns.map(escapeIdentifier).join(', ');
  const copy = `SELECT ${list} FROM jsonb_populate_record(NULL::${table}, ${escapeLiteral(JSON.stringify(row.rows[0]?.text))})`;
  const conflict = `ON CONFLICT (${key.map(escapeIdentifier).join(', ')}) DO UPDATE SET workspace_id = EXCLUDED.workspace_id`;
  return [
    {
      what: 'another workspace overwrites it',
      as: mine,
      statement: `INSERT INTO ${table} (${list}) ${copy} ${conflict}`,
      fine: isRefused,
    },
  ];
}

async function tableFaults(database: Database, client: Client, table: string, list: Attempt[]): Promise<string[]> {
  const read = async (): Promise<string> =>
    JSON.stringify((await client.query(`SELECT to_jsonb(t) AS row FROM ${table} t`)).rows);
  const before = await read();
  const faults: string[] = [];
  for (const { what, as, statement, fine } of list) {
    const outcome = await attempt(database, as, statement);
    if (!fine(outcome)) faults.push(`${table}: ${what} (${JSON.stringify(outcome)})`);
  }
  return (await read()) === before ? faults : [...faults, `${table}: the row is not what it was`];
}

/**
 * Puts a row of a workspace into every domain table, past all rules, and lets the application try from another
 * workspace, and from none, to read, lock, change, move, delete, add and overwrite it.
 * @returns what succeeded and should not have, or failed and should not have; none if all is well
 */
export async function crossWorkspaceFaults(database: Database, mine: string, theirs: string): Promise<string[]> {
  return asSuperuser(database.settings, async (client) => {
    await dropChecks(client);
    const { tables, views } = await domainRelations(client);
    await client.query('SET session_replication_role = replica');
    const tried = new Map<string, Attempt[]>();
    for (const table of tables) {
      const { columns, insert } = await sampleInsert(client, table);
      await client.query(insert(theirs));
      tried.set(table, [
        ...attempts(table, mine, theirs, insert),
        ...(await overwriteAttempt(client, table, columns, mine)),
      ]);
    }
    // A view shows rows of others only while every table below it has some.
    for (const view of views)
      tried.set(
        view,
        [mine, undefined].map((as) => ({
          what: 'another workspace reads it',
          as,
          statement: `SELECT FROM ${view}`,
          fine: touchesNothing,
        })),
      );
    const faults: string[] = [];
    for (const [relation, list] of tried) faults.push(...(await tableFaults(database, client, relation, list)));
    return faults;
  });
}
