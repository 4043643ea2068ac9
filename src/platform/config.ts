import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput, type InputFault } from '#kernel/errors.ts';
import { type ScannerAddress, scannerAddress } from './files/index.ts';
import { type LogCollector, logCollector } from './log-forwarding.ts';
import { isSmtpUrl } from './mail/smtp-options.ts';
import { isLoopback, plainDatabaseHost, plainWebHost } from './plain-hosts.ts';

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
  /** Where the log goes as well. */
  logCollector?: LogCollector;
  /** Key for sessions and stored credentials; without it one is made and kept in the data directory. */
  secret?: string;
  /** The key before, while it is changed: it only opens what it sealed. */
  earlierSecret?: string;
  /** The address under which people reach this server, for links in messages. */
  publicUrl?: string;
  /** How mail is sent; without it links are shown to the operator instead. */
  mail?: { smtpUrl: string; from: string };
  /** Chromium for printing reports as PDF; without it, where Debian puts it. */
  chromium?: string;
  /** The clamd that looks at uploads; without it nobody does. */
  scanner?: ScannerAddress;
  /** Backups by the clock: the folder they go to, how many stay, when (cron). */
  backup?: { dir: string; keep: number; schedule: string };
};

const ROLES: readonly string[] = ['all', 'api', 'worker'];
const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const hasScheme = (text: string, schemes: readonly string[]): boolean =>
  schemes.some((scheme) => text.startsWith(`${scheme}://`));

const isWebUrl = (text: string): boolean => hasScheme(text, ['http', 'https']) && URL.canParse(text);

/** Every variable that is read, with what it is when it is not set; `docs/operations.md` explains each. */
export const VARIABLES: Readonly<Record<string, string>> = {
  QUNLUO_DATA: '`.qunluo` in the checkout',
  QUNLUO_HOST: '127.0.0.1',
  QUNLUO_PORT: '7100',
  QUNLUO_ROLE: 'all',
  QUNLUO_LOG: 'info',
  QUNLUO_LOG_URL: 'none',
  QUNLUO_SECRET: 'made at the first start',
  QUNLUO_EARLIER_SECRET: 'none',
  QUNLUO_PUBLIC_URL: 'none',
  QUNLUO_SMTP_URL: 'none',
  QUNLUO_MAIL_FROM: 'none',
  QUNLUO_CHROMIUM: '`/usr/bin/chromium` where it is there',
  QUNLUO_CLAMD: 'none',
  QUNLUO_BACKUP_DIR: 'none',
  QUNLUO_BACKUP_KEEP: '7',
  QUNLUO_BACKUP_SCHEDULE: '15 3 * * *',
  DATABASE_URL: 'the embedded PostgreSQL',
  CLICKHOUSE_URL: 'the embedded engine',
  QUNLUO_PLAIN_HOSTS: 'none',
};

type Env = Readonly<Record<string, string | undefined>>;
type Read = (name: string) => string | undefined;
type Check = (name: string, valid: boolean, what: string) => void;

/** An address as mail writes it: plain, or with a name before it. One line. */
const MAIL_ADDRESS = /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;

function readMail(read: Read, check: Check): Config['mail'] {
  const smtpUrl = read('QUNLUO_SMTP_URL');
  const from = read('QUNLUO_MAIL_FROM');
  check(
    'QUNLUO_SMTP_URL',
    smtpUrl === undefined || isSmtpUrl(smtpUrl),
    'must be smtp(s)://[user:password@]host[:port], with ?tls=required, optional or off if wanted',
  );
  check('QUNLUO_MAIL_FROM', from === undefined || MAIL_ADDRESS.test(from), 'must be an e-mail address');
  check('QUNLUO_MAIL_FROM', smtpUrl === undefined || from !== undefined, 'is needed with QUNLUO_SMTP_URL');
  return smtpUrl !== undefined && from !== undefined ? { smtpUrl, from } : undefined;
}

function readBackup(read: Read, check: Check): Config['backup'] {
  const dir = read('QUNLUO_BACKUP_DIR');
  const keep = read('QUNLUO_BACKUP_KEEP') ?? VARIABLES['QUNLUO_BACKUP_KEEP']!;
  const schedule = read('QUNLUO_BACKUP_SCHEDULE') ?? VARIABLES['QUNLUO_BACKUP_SCHEDULE']!;
  check('QUNLUO_BACKUP_KEEP', /^[1-9]\d{0,3}$/.test(keep), `is not a number from 1 to 9999: ${keep}`);
  check('QUNLUO_BACKUP_SCHEDULE', /^(\S+\s+){4}\S+$/.test(schedule), 'must be five fields of cron');
  return dir === undefined ? undefined : { dir: resolve(dir), keep: Number(keep), schedule };
}

/**
 * Which stores, virus scanner and collector of logs there are. Those on other machines are spoken to over TLS, unless their
 * hosts are named for less.
 */
function readOthers(
  read: Read,
  check: Check,
): Pick<Config, 'databaseUrl' | 'clickhouseUrl' | 'logCollector' | 'scanner'> {
  const databaseUrl = read('DATABASE_URL');
  const clickhouseUrl = read('CLICKHOUSE_URL');
  const mayBePlain = new Set((read('QUNLUO_PLAIN_HOSTS') ?? '').split(/[\s,]+/));
  const checkPlain = (name: string, host: string | undefined, cure: string): void =>
    check(
      name,
      host === undefined || mayBePlain.has(host),
      `leads to ${host} on another machine without TLS: ${cure}, or name ${host} in QUNLUO_PLAIN_HOSTS`,
    );
  const isDatabase = databaseUrl !== undefined && hasScheme(databaseUrl, ['postgres', 'postgresql']);
  const reads = isDatabase && URL.canParse(databaseUrl);
  check('DATABASE_URL', databaseUrl === undefined || isDatabase, 'must start with postgres:// or postgresql://');
  check('DATABASE_URL', !isDatabase || reads, 'is no URL: postgres://user:password@host:port/database');
  if (reads) checkPlain('DATABASE_URL', plainDatabaseHost(databaseUrl), 'add sslmode=verify-full to it');
  const isWeb = clickhouseUrl !== undefined && isWebUrl(clickhouseUrl);
  check('CLICKHOUSE_URL', clickhouseUrl === undefined || isWeb, 'must be an http(s) URL');
  if (isWeb) checkPlain('CLICKHOUSE_URL', plainWebHost(clickhouseUrl), 'use https://');
  const clamd = read('QUNLUO_CLAMD');
  const scanner = clamd === undefined ? undefined : scannerAddress(clamd);
  check('QUNLUO_CLAMD', clamd === undefined || scanner !== undefined, 'must be the path of a socket, or host:port');
  if (scanner && 'host' in scanner)
    checkPlain('QUNLUO_CLAMD', isLoopback(scanner.host) ? undefined : scanner.host, 'clamd has none; use a socket');
  const logUrl = read('QUNLUO_LOG_URL');
  const collector = logUrl === undefined ? undefined : logCollector(logUrl);
  check('QUNLUO_LOG_URL', logUrl === undefined || collector !== undefined, 'must be http(s)://[user:password@]host/…');
  if (collector) checkPlain('QUNLUO_LOG_URL', plainWebHost(collector.url), 'use https://');
  return {
    ...(databaseUrl && { databaseUrl }),
    ...(clickhouseUrl && { clickhouseUrl }),
    ...(collector && { logCollector: collector }),
    ...(scanner && { scanner }),
  };
}

/**
 * Reads the environment (`VARIABLES`). Empty counts as not set. Throws BadInput that names every wrong variable at once,
 * so that a wrong setting stops the start instead of surfacing later.
 */
export function loadConfig(env: Env): Config {
  const faults: InputFault[] = [];
  const read: Read = (name) => env[name]?.trim() || undefined;
  const check: Check = (name, valid, what) => {
    if (!valid) faults.push({ where: name, what });
  };

  const portText = read('QUNLUO_PORT') ?? '7100';
  const port = Number(portText);
  const role = read('QUNLUO_ROLE') ?? 'all';
  const logLevel = read('QUNLUO_LOG') ?? 'info';
  const secret = read('QUNLUO_SECRET');
  const earlierSecret = read('QUNLUO_EARLIER_SECRET');
  const publicUrl = read('QUNLUO_PUBLIC_URL');

  check('QUNLUO_PORT', /^\d{1,5}$/.test(portText) && port <= 65_535, `is not a port: ${portText}`);
  check('QUNLUO_ROLE', ROLES.includes(role), `must be one of ${ROLES.join(', ')}`);
  check('QUNLUO_LOG', LEVELS.includes(logLevel), `must be one of ${LEVELS.join(', ')}`);
  const others = readOthers(read, check);
  check('QUNLUO_PUBLIC_URL', publicUrl === undefined || isWebUrl(publicUrl), 'must be an http(s) URL');
  check(
    'QUNLUO_EARLIER_SECRET',
    earlierSecret === undefined || secret !== undefined,
    'is of use with QUNLUO_SECRET only',
  );
  check('QUNLUO_SECRET', secret === undefined || secret.length >= 32, 'must have at least 32 characters');
  const mail = readMail(read, check);
  const backup = readBackup(read, check);
  check(
    'QUNLUO_ROLE',
    role === 'all' || (others.databaseUrl !== undefined && others.clickhouseUrl !== undefined),
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
    ...others,
    ...(secret && { secret }),
    ...(earlierSecret && { earlierSecret }),
    ...(read('QUNLUO_CHROMIUM') !== undefined && { chromium: read('QUNLUO_CHROMIUM')! }),
    ...(publicUrl && { publicUrl: publicUrl.replace(/\/+$/, '') }),
    ...(mail && { mail }),
    ...(backup && { backup }),
  };
}
