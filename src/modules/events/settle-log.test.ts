import { expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { settleLog, writeEvents } from './index.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';

it('merges a log that was mostly just written, says the same after it, and leaves others alone', async () => {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const random = seeded(9);
  const history = randomHistory(random, 60);
  for (const part of [history.slice(30), history.slice(0, 30), history])
    await writeEvents(engine, scope, { zone: 'Asia/Shanghai' }, part);
  const before = await logState(engine, scope);
  expect(await settleLog(engine, scope, 1_000)).toBe(false);
  expect(await settleLog(engine, scope, 2, { worthIt: 1 })).toBe(false);
  expect(await settleLog(engine, scope, history.length, { worthIt: 1 })).toBe(true);
  expect(await logState(engine, scope)).toEqual(before);
});
