import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createEngineClient } from '#platform/clickhouse/engine-client.ts';
import { type Address, connectEngine, type EventEngine } from '#platform/clickhouse/index.ts';
import { readMigrations } from '#platform/clickhouse/migrate.ts';
import { atEnd } from './at-end.ts';
import './engine-setup.ts';

let engine: Promise<EventEngine> | undefined;

/**
 * The test run's event engine, the real one, with tables of its own for each test file: what hundreds of communities of other
 * files left would make every statement slower. Tests of a file keep apart by fresh ids: `grantScope(newId(), newId())`.
 */
export function testEngine(): Promise<EventEngine> {
  engine ??= openOwnTables();
  return engine;
}

async function openOwnTables(): Promise<EventEngine> {
  const own = `test_${randomBytes(6).toString('hex')}`;
  const address = inject('engineAddress');
  const admin = createEngineClient(address, { database: 'default' });
  await admin.command({ query: 'CREATE DATABASE {own:Identifier}', query_params: { own } });
  for (const query of readMigrations().flatMap(({ statements }) => statements))
    await admin.command({ query, http_headers: { 'X-ClickHouse-Database': own } });
  const { engine: opened, close } = connectEngine(inDatabase(address, own));
  atEnd(async () => {
    engine = undefined;
    await close();
    await admin.command({ query: 'DROP DATABASE {own:Identifier} SYNC', query_params: { own } });
    await admin.close();
  });
  return opened;
}

/** The address with another database. */
function inDatabase(address: Address, database: string): Address {
  if ('socketPath' in address) return { ...address, database };
  const url = new URL(address.url);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { url: url.href };
}
