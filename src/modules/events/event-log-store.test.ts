import { expect, it } from 'vitest';
import { derivedId, newId } from '#kernel/ids.ts';
import { grantScope, inScope, p, sql } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { withIds } from './event-log-store.ts';

it('asks for few and for many ids alike, and leaves none of them behind', async () => {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  await engine.insert(
    scope,
    'bot_accounts',
    ['0', '1', '9999'].map((name) => ({ account_id: derivedId(name) })),
  );
  for (const count of [3, 5_000]) {
    const ids = Array.from({ length: count }, (_, at) => derivedId(String(at)));
    const found = await withIds(engine, scope, ids, (list) =>
      engine.query<{ hits: number }>(
        scope,
        'events.test_ids',
        sql`SELECT count() AS hits FROM bot_accounts WHERE ${inScope(scope)} AND account_id IN ${list} AND ${p.bool(true)}`,
      ),
    );
    expect(Number(found[0]!.hits)).toBe(2);
  }
  const left = await engine.query(scope, 'events.test_left', sql`SELECT id FROM asked_ids WHERE ${inScope(scope)}`);
  expect(left).toEqual([]);
});
