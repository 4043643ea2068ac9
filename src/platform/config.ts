import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput, type InputFault } from '#kernel/errors.ts';

/** Which part of the work this process does. */
export type ServerRole = 'all' | 'api' | 'worker';

/** Everything that the environment decides. Read once, then passed on; nothing else reads `process.env`. */
export type Config = {
  /** Directory that holds all data of this installation. */
  dataDir: string;
  host: string;
  /** TCP port; 0 lets the system choose. */
  port: number;
  /** A PostgreSQL of your own instead of the embedded one. */
  databaseUrl?: string;
  /** A ClickHouse of your own instead of the embedded one. */
  clickhouseUrl?: string;
  role: ServerRole;
  logLevel: string;
  /** Key for sessions and stored credentials; without it one is made and kept in the data directory. */
  secret?: string;
  /** The address under which people reach this server, for links in messages. */
  publicUrl?: string;
};

const ROLES: readonly string[] = ['all', 'api', 'worker'];
const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const hasScheme = (text: string, schemes: readonly string[]): boolean =>
  schemes.some((scheme) => text.startsWith(`${scheme}://`));

/**
 * Reads the environment: QUNLUO_DATA, QUNLUO_HOST, QUNLUO_PORT, QUNLUO_ROLE, QUNLUO_LOG, QUNLUO_SECRET,
 * QUNLUO_PUBLIC_URL, DATABASE_URL, CLICKHOUSE_URL. Empty counts as not set. Throws BadInput that names every wrong
 * variable at once, so that a wrong setting stops the start instead of surfacing later.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: InputFault[] = [];
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  const check = (name: string, valid: boolean, what: string): void => {
    if (!valid) faults.push({ where: name, what });
  };

  const portText = read('QUNLUO_PORT') ?? '7100';
  const port = Number(portText);
  const role = read('QUNLUO_ROLE') ?? 'all';
  const logLevel = read('QUNLUO_LOG') ?? 'info';
  const databaseUrl = read('DATABASE_URL');
  const clickhouseUrl = read('CLICKHOUSE_URL');
  const secret = read('QUNLUO_SECRET');
  const publicUrl = read('QUNLUO_PUBLIC_URL');

  check('QUNLUO_PORT', /^\d{1,5}$/.test(portText) && port <= 65_535, `is not a port: ${portText}`);
  check('QUNLUO_ROLE', ROLES.includes(role), `must be one of ${ROLES.join(', ')}`);
  check('QUNLUO_LOG', LEVELS.includes(logLevel), `must be one of ${LEVELS.join(', ')}`);
  check(
    'DATABASE_URL',
    databaseUrl === undefined || hasScheme(databaseUrl, ['postgres', 'postgresql']),
    'must start with postgres:// or postgresql://',
  );
  for (const [name, url] of [
    ['CLICKHOUSE_URL', clickhouseUrl],
    ['QUNLUO_PUBLIC_URL', publicUrl],
  ] as const)
    check(
      name,
      url === undefined || (hasScheme(url, ['http', 'https']) && URL.canParse(url)),
      'must be an http(s) URL',
    );
  check('QUNLUO_SECRET', secret === undefined || secret.length >= 32, 'must have at least 32 characters');
  check(
    'QUNLUO_ROLE',
    role === 'all' || (databaseUrl !== undefined && clickhouseUrl !== undefined),
    'other than "all" needs DATABASE_URL and CLICKHOUSE_URL: the embedded engines serve one process',
  );
  if (faults.length > 0) {
    const list = faults.map(({ where, what }) => `${where} ${what}`).join('; ');
    throw new BadInput(`wrong configuration: ${list}`, faults, 'bad_configuration');
  }

  return {
    dataDir: resolve(read('QUNLUO_DATA') ?? join(REPOSITORY, '.qunluo')),
    host: read('QUNLUO_HOST') ?? '127.0.0.1',
    port,
    role: role as ServerRole,
    logLevel,
    ...(databaseUrl && { databaseUrl }),
    ...(clickhouseUrl && { clickhouseUrl }),
    ...(secret && { secret }),
    ...(publicUrl && { publicUrl: publicUrl.replace(/\/+$/, '') }),
  };
}
