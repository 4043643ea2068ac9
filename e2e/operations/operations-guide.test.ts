import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchBackups } from '#app/backup/backup-record.ts';
import { watchInbox } from '#app/inbox-metrics.ts';
import { VARIABLES } from '#platform/config.ts';
import { createMetrics } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { runCommand } from '../bad-input/run-command.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = read('docs/operations.md');
const files = ['qunluo.service', 'qunluo-backup.service', 'Dockerfile', 'compose.yaml', 'prometheus-alerts.yml'];
const deploy = files.map((name) => read(`deploy/${name}`)).join('\n');

let database: Database;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.close());

describe('the guide to running Qunluo', () => {
  it('lists every variable that is read, with what it is when it is not set', () => {
    const rows = [...guide.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| .+ \|$/gm)].map(([, name, without]) => [
      name,
      without,
    ]);
    expect(Object.fromEntries(rows)).toEqual(VARIABLES);
  });

  it('and the files beside it set no other variable', () => {
    const set = [...deploy.matchAll(/\b((?:QUNLUO_[A-Z_]+)|DATABASE_URL|CLICKHOUSE_URL)\b/g)].map((match) => match[1]!);
    expect(set.filter((name) => !(name in VARIABLES))).toEqual([]);
  });

  it('names commands and files that are there', async () => {
    const { out } = await runCommand(['--help']);
    const known = new Set([...out.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1]!));
    const named = [...guide.matchAll(/`qunluo ([a-z-]+)/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    const links = [...guide.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
    expect(existsSync(new URL('../faults/kill-everything.ts', import.meta.url))).toBe(true);
  });

  it('names metrics that are served, and so do its alerts', async () => {
    const metrics = createMetrics();
    watchInbox(metrics, database);
    watchBackups(metrics, database);
    const served = new Set(metrics.registry.getMetricsAsArray().map(({ name }) => name));
    const named = `${guide}\n${read('deploy/prometheus-alerts.yml')}`.matchAll(
      /\b(?:qunluo|process|nodejs)_[a-z_]+\b/g,
    );
    const asked = new Set([...named].map(([name]) => name.replace(/_(count|bucket|sum)$/, '')));
    expect(asked.size).toBeGreaterThan(4);
    expect([...asked].filter((name) => !served.has(name))).toEqual([]);
    expect(await metrics.registry.metrics()).toMatch(/^qunluo_backup_last_taken_seconds Nan$/im);
  });
});
