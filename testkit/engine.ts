import { inject } from 'vitest';
import { connectEngine, type EventEngine } from '#platform/clickhouse/index.ts';
import './engine-setup.ts';

let engine: EventEngine | undefined;

/**
 * The test run's event engine, the real one. Tests keep apart by fresh ids: `grantScope(newId(), newId())`.
 */
export async function testEngine(): Promise<EventEngine> {
  engine ??= connectEngine(inject('engineAddress')).engine;
  return engine;
}
