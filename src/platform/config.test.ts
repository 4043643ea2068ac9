import { describe, expect, it } from 'vitest';
import { BadInput } from '#kernel/errors.ts';
import { loadConfig } from './config.ts';

function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof BadInput) return error.faults.map(({ where }) => where);
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing: loopback, port 7100, data in the checkout, everything in one process', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 7100, role: 'all', logLevel: 'info' });
    expect(config.dataDir).toBe(new URL('../../.qunluo', import.meta.url).pathname);
    expect(config).not.toHaveProperty('databaseUrl');
  });

  it('takes what is set, and an empty variable for one that is not', () => {
    const url = 'postgres://a@db/qunluo?sslmode=verify-full';
    const config = loadConfig({
      QUNLUO_PORT: '0',
      QUNLUO_DATA: '/srv/q',
      DATABASE_URL: url,
      CLICKHOUSE_URL: ' ',
      QUNLUO_PUBLIC_URL: 'https://q.example/',
    });
    expect(config).toMatchObject({ port: 0, dataDir: '/srv/q', databaseUrl: url, publicUrl: 'https://q.example' });
    expect(config).not.toHaveProperty('clickhouseUrl');
  });

  it('names every wrong variable at once', () => {
    const wrong = {
      QUNLUO_PORT: '99999',
      QUNLUO_LOG: 'loud',
      DATABASE_URL: 'mysql://x',
      CLICKHOUSE_URL: 'x',
      QUNLUO_SECRET: 'short',
    };
    expect(faultsOf(wrong).toSorted()).toEqual([
      'CLICKHOUSE_URL',
      'DATABASE_URL',
      'QUNLUO_LOG',
      'QUNLUO_PORT',
      'QUNLUO_SECRET',
    ]);
    expect(faultsOf({ QUNLUO_PORT: '71x' })).toEqual(['QUNLUO_PORT']);
  });

  it('reads a virus scanner and a collector of logs, and refuses what is neither', () => {
    const env = { QUNLUO_CLAMD: '/run/clamav/clamd.ctl', QUNLUO_LOG_URL: 'https://a:b@logs.example/v1/logs' };
    expect(loadConfig(env)).toMatchObject({
      scanner: { path: '/run/clamav/clamd.ctl' },
      logCollector: { url: 'https://logs.example/v1/logs', authorization: 'Basic YTpi' },
    });
    expect(faultsOf({ QUNLUO_CLAMD: 'clamav', QUNLUO_LOG_URL: 'logs.example' }).toSorted()).toEqual([
      'QUNLUO_CLAMD',
      'QUNLUO_LOG_URL',
    ]);
    expect(faultsOf({ QUNLUO_LOG_URL: 'http://logs.example/v1/logs' })).toEqual(['QUNLUO_LOG_URL']);
    expect(faultsOf({ QUNLUO_CLAMD: 'clamav:3310' })).toEqual(['QUNLUO_CLAMD']);
    expect(faultsOf({ QUNLUO_CLAMD: 'clamav:3310', QUNLUO_PLAIN_HOSTS: 'clamav' })).toEqual([]);
    expect(faultsOf({ QUNLUO_LOG_URL: 'http://logs.example/v1/logs', QUNLUO_PLAIN_HOSTS: 'logs.example' })).toEqual([]);
  });

  it('wants a PostgreSQL and a ClickHouse on other machines to be spoken to over TLS', () => {
    const plain = { DATABASE_URL: 'postgres://a:secret@db/q', CLICKHOUSE_URL: 'http://ch:8123' };
    expect(faultsOf(plain)).toEqual(['DATABASE_URL', 'CLICKHOUSE_URL']);
    expect(() => loadConfig(plain)).toThrow(/DATABASE_URL .*db.*sslmode=verify-full.*CLICKHOUSE_URL .*ch.*https/);
    expect(() => loadConfig(plain)).not.toThrow(/secret/);
    for (const mode of ['disable', 'allow', 'prefer', 'no-verify', 'require&uselibpqcompat=true'])
      expect(faultsOf({ DATABASE_URL: `postgres://db/q?sslmode=${mode}` }), mode).toEqual(['DATABASE_URL']);
    for (const query of ['sslmode=require', 'sslmode=verify-ca', 'sslmode=verify-full', 'ssl=true', 'ssl=1'])
      expect(faultsOf({ DATABASE_URL: `postgres://db/q?${query}` }), query).toEqual([]);
    // The last word is the parameter's, as the client has it.
    expect(faultsOf({ DATABASE_URL: 'postgres://localhost/q?host=db' })).toEqual(['DATABASE_URL']);
    expect(faultsOf({ DATABASE_URL: 'postgres://db/q?ssl=true&sslmode=disable' })).toEqual(['DATABASE_URL']);
    expect(faultsOf({ DATABASE_URL: 'postgres://db:port/q' })).toEqual(['DATABASE_URL']);
  });

  it('lets plain connections be on this machine, by a socket, and to hosts that are named for it', () => {
    for (const place of ['localhost/q', '127.0.0.1:5433/q', '[::1]/q', '/q', '%2Frun%2Fpg/q', 'x/q?host=/run/pg'])
      expect(faultsOf({ DATABASE_URL: `postgres://${place}` }), place).toEqual([]);
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      expect(faultsOf({ CLICKHOUSE_URL: `http://${host}:8123` }), host).toEqual([]);
    const plain = { DATABASE_URL: 'postgres://db/q', CLICKHOUSE_URL: 'http://[fd00::5]:8123' };
    expect(faultsOf({ ...plain, QUNLUO_PLAIN_HOSTS: 'db, fd00::5' })).toEqual([]);
    expect(faultsOf({ ...plain, QUNLUO_PLAIN_HOSTS: 'db' })).toEqual(['CLICKHOUSE_URL']);
    expect(faultsOf({ ...plain, QUNLUO_PLAIN_HOSTS: '*' })).toEqual(['DATABASE_URL', 'CLICKHOUSE_URL']);
  });

  it('takes a mail server with its sender, and backups with their folder', () => {
    const url = 'smtps://ann:secret@mail.example';
    const config = loadConfig({ QUNLUO_SMTP_URL: url, QUNLUO_MAIL_FROM: '群落 <noreply@q.example>' });
    expect(config.mail).toEqual({ smtpUrl: url, from: '群落 <noreply@q.example>' });
    expect(loadConfig({ QUNLUO_MAIL_FROM: 'noreply@q.example' })).not.toHaveProperty('mail');
    expect(faultsOf({ QUNLUO_SMTP_URL: url })).toEqual(['QUNLUO_MAIL_FROM']);
    expect(faultsOf({ QUNLUO_SMTP_URL: 'mail.example', QUNLUO_MAIL_FROM: 'a@b\nBcc: c@d' })).toEqual([
      'QUNLUO_SMTP_URL',
      'QUNLUO_MAIL_FROM',
    ]);
    expect(loadConfig({ QUNLUO_BACKUP_DIR: '/b' }).backup).toEqual({ dir: '/b', keep: 7, schedule: '15 3 * * *' });
    expect(loadConfig({ QUNLUO_BACKUP_KEEP: '3' })).not.toHaveProperty('backup');
    expect(faultsOf({ QUNLUO_BACKUP_KEEP: '0', QUNLUO_BACKUP_SCHEDULE: 'daily' })).toEqual([
      'QUNLUO_BACKUP_KEEP',
      'QUNLUO_BACKUP_SCHEDULE',
    ]);
  });

  it('refuses split roles on the embedded engines', () => {
    const urls = { DATABASE_URL: 'postgres://db/q?sslmode=require', CLICKHOUSE_URL: 'https://ch:8443' };
    expect(faultsOf({ QUNLUO_ROLE: 'worker' })).toEqual(['QUNLUO_ROLE']);
    expect(faultsOf({ QUNLUO_ROLE: 'api', DATABASE_URL: urls.DATABASE_URL })).toEqual(['QUNLUO_ROLE']);
    expect(faultsOf({ QUNLUO_ROLE: 'api', ...urls })).toEqual([]);
    expect(faultsOf({ QUNLUO_ROLE: 'both', ...urls })).toEqual(['QUNLUO_ROLE']);
  });
});
