/** Who connects: `super` only while starting, `owner` for migrations, `app` for everything else. */
export type DatabaseRole = 'super' | 'owner' | 'app';

/** Role names inside PostgreSQL. */
export const OWNER_ROLE = 'qunluo_owner';
export const APP_ROLE = 'qunluo_app';

/** How to reach a server; plain data, so that it can be handed to another process. */
export type PostgresSettings =
  | { kind: 'embedded'; socketDir: string; database: string }
  | { kind: 'url'; url: string; database?: string };

const EMBEDDED_USER: Record<DatabaseRole, string> = { super: 'postgres', owner: OWNER_ROLE, app: APP_ROLE };

/**
 * The account of a DATABASE_URL logs in and takes one of our roles as the connection's own, so that `RESET ROLE`
 * leads back to that role and not to the account.
 */
function urlWithRole(settings: { url: string; database?: string }, role: DatabaseRole): string {
  const url = new URL(settings.url);
  if (settings.database !== undefined) url.pathname = `/${encodeURIComponent(settings.database)}`;
  // Without a host `pg` would take the environment's; what was checked is this machine.
  if (url.hostname === '' && !url.searchParams.get('host')) url.searchParams.set('host', 'localhost');
  if (role === 'super') return url.href;
  const options = [url.searchParams.get('options'), `-c role=${EMBEDDED_USER[role]}`].filter(Boolean).join(' ');
  url.searchParams.set('options', options);
  return url.href;
}

/** The part of `pg`'s settings that we use. */
export type ConnectionConfig = {
  application_name: string;
  keepAlive: boolean;
  connectionTimeoutMillis: number;
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  database?: string;
};

/** Settings for `pg` to connect as a role. `super` on a DATABASE_URL is the account named there, whatever its rights. */
export function clientConfig(settings: PostgresSettings, role: DatabaseRole): ConnectionConfig {
  const common = { application_name: `qunluo ${role}`, keepAlive: true, connectionTimeoutMillis: 15_000 };
  if (settings.kind === 'url') return { ...common, connectionString: urlWithRole(settings, role) };
  return { ...common, host: settings.socketDir, port: 5432, user: EMBEDDED_USER[role], database: settings.database };
}
