import { expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { compactRollUps } from './compact-roll-ups.ts';
import { rollUp, writeEvents } from './index.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';

it('deletes what later revisions replaced and nothing that counts', async () => {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const { changed } = await writeEvents(engine, scope, { zone: 'Asia/Shanghai' }, randomHistory(seeded(5), 80));
  for (let times = 0; times < 4; times++) await rollUp(engine, scope, changed);
  const count = async (): Promise<number> => {
    const [row] = await engine.query<{ n: number }>(
      scope,
      'events.test_member_days',
      sql`SELECT count() AS n FROM member_days WHERE ${inScope(scope)}`,
    );
    return Number(row!.n);
  };
  const before = await logState(engine, scope);
  const current = before['memberDays']!.length;
  expect(await count()).toBe(current * 4);
  expect(await compactRollUps(engine, scope)).toBe(0);
  expect(await compactRollUps(engine, scope, { worthIt: 1 })).toBe(2);
  expect(await count()).toBe(current);
  expect(await logState(engine, scope)).toEqual(before);
});

it('does not touch what other communities have', async () => {
  const engine = await testEngine();
  const [scope, other] = [grantScope(newId(), newId()), grantScope(newId(), newId())];
  for (const each of [scope, other]) {
    const { changed } = await writeEvents(engine, each, { zone: 'UTC' }, randomHistory(seeded(6), 20));
    for (let times = 0; times < 3; times++) await rollUp(engine, each, changed);
  }
  const parts = () =>
    engine.query(
      other,
      'events.test_parts',
      sql`SELECT arraySort(groupUniqArray(_part)) AS parts FROM member_days WHERE ${inScope(other)}`,
    );
  const before = await parts();
  expect(await compactRollUps(engine, scope, { worthIt: 1 })).toBeGreaterThan(0);
  expect(await parts()).toEqual(before);
});
