import { Client, escapeIdentifier, type DatabaseError } from 'pg';
import { APP_ROLE, OWNER_ROLE, clientConfig, type PostgresSettings } from './connection.ts';
import { PostgresFailure } from './errors.ts';

/** Views that respect the reader's rights came with 15, the right to take a role as its own right with 16. */
const OLDEST_MAJOR = 16;

/** SQLSTATE insufficient_privilege. */
const NOT_ALLOWED = '42501';

type RoleRow = { rolname: string; rolsuper: boolean; rolbypassrls: boolean; usable: boolean };

async function readRoles(client: Client): Promise<RoleRow[]> {
  const { rows } = await client.query<RoleRow>(
    `SELECT rolname, rolsuper, rolbypassrls, pg_has_role(current_user, oid, 'SET') AS usable FROM pg_roles WHERE rolname = ANY($1)`,
    [[OWNER_ROLE, APP_ROLE]],
  );
  return rows;
}

/** What a database administrator runs once where the account of DATABASE_URL may not do it itself. */
const byHand = (account: string, database: string): string =>
  [
    `CREATE ROLE ${OWNER_ROLE} NOLOGIN`,
    `CREATE ROLE ${APP_ROLE} NOLOGIN NOBYPASSRLS`,
    `GRANT ${OWNER_ROLE}, ${APP_ROLE} TO ${escapeIdentifier(account)}`,
    `GRANT CREATE ON DATABASE ${escapeIdentifier(database)} TO ${OWNER_ROLE}`,
    `GRANT USAGE, CREATE ON SCHEMA public TO ${OWNER_ROLE}`,
  ].join('; ');

async function makeRoles(client: Client, login: boolean): Promise<void> {
  const roles = await readRoles(client);
  for (const name of [OWNER_ROLE, APP_ROLE]) {
    const role = roles.find(({ rolname }) => rolname === name);
    if (role === undefined)
      await client.query(
        `CREATE ROLE ${name} ${login ? 'LOGIN' : 'NOLOGIN'} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`,
      );
    if (!role?.usable) await client.query(`GRANT ${name} TO CURRENT_USER`);
  }
}

async function ownerMayCreate(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT has_database_privilege($1, current_database(), 'CREATE') AND has_schema_privilege($1, 'public', 'CREATE') AS may`,
    [OWNER_ROLE],
  );
  return rows[0]?.may ?? false;
}

/** An account that may use a database but not hand rights on gets a warning from GRANT, no error: hence the look after. */
async function grantDatabase(client: Client, database: string): Promise<void> {
  if (await ownerMayCreate(client)) return;
  await client.query(`GRANT CREATE ON DATABASE ${escapeIdentifier(database)} TO ${OWNER_ROLE}`);
  await client.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${OWNER_ROLE}`);
  if (!(await ownerMayCreate(client)))
    throw Object.assign(new Error(`no rights to hand on for the database ${database}`), { code: NOT_ALLOWED });
}

/** The rights that the roles end up with are what tenancy rests on, so they are looked at, not assumed. */
async function checkRoles(client: Client): Promise<void> {
  for (const role of await readRoles(client)) {
    if (role.rolsuper || role.rolbypassrls)
      throw new PostgresFailure(
        `the role ${role.rolname} may not be a superuser or have BYPASSRLS: it would see every workspace's rows`,
      );
  }
}

async function connect(settings: PostgresSettings): Promise<Client> {
  const client = new Client(clientConfig(settings, 'super'));
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new PostgresFailure(
      `cannot connect to PostgreSQL${settings.kind === 'url' ? ' at DATABASE_URL' : ''}: ${(error as Error).message}`,
      error,
    );
  }
}

/**
 * Makes the roles and their rights on the database that the settings name. With a DATABASE_URL this needs an account
 * that may create roles; otherwise it fails with the statements that an administrator has to run.
 */
export async function ensureRoles(settings: PostgresSettings): Promise<void> {
  const client = await connect(settings);
  try {
    const { rows } = await client.query<{ version: number; account: string; database: string }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS account, current_database() AS database`,
    );
    const { version, account, database } = rows[0]!;
    if (version < OLDEST_MAJOR)
      throw new PostgresFailure(`PostgreSQL ${OLDEST_MAJOR} or newer is needed, DATABASE_URL leads to ${version}`);
    try {
      await makeRoles(client, settings.kind === 'embedded');
      await grantDatabase(client, database);
    } catch (error) {
      if ((error as DatabaseError).code !== NOT_ALLOWED) throw error;
      throw new PostgresFailure(
        `the account ${account} may not make the roles that Qunluo needs (${(error as Error).message}); an administrator has to run: ${byHand(account, database)}`,
        error,
      );
    }
    await checkRoles(client);
  } finally {
    await client.end();
  }
}

/** Makes a database owned by the migrations' role on an embedded server, if it is not there. */
export async function ensureDatabase(settings: PostgresSettings & { kind: 'embedded' }, name: string): Promise<void> {
  const client = await connect({ ...settings, database: 'postgres' });
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)} OWNER ${OWNER_ROLE}`);
  } finally {
    await client.end();
  }
}
