import { expect, test } from 'vitest';
import { newId, NIL_ID } from '#kernel/ids.ts';
import { grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import type { NeutralEvent } from './contract.ts';
import { communitySpace, currentDays, personaMap, rollUp, writeEvents } from './index.ts';

const zone = 'Asia/Shanghai';
const event = (fields: Partial<NeutralEvent> & { id: string }): NeutralEvent => ({
  group: 'g',
  member: 'ann',
  kind: 'message',
  at: '2024-03-01T10:00:00Z',
  ...fields,
});

test('a first load is written, rolled up and merged when it comes again', async () => {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const events = [
    event({ id: '1', text: 'hello', name: 'Ann' }),
    event({ id: '2', member: 'bob', kind: 'reply', replyTo: '1', at: '2024-03-01T17:00:00Z' }),
    event({ id: '3', member: 'cat', kind: 'rename', target: 'dan', at: '2024-03-02T10:00:00Z' }),
    event({ id: '4', member: 'dan', kind: 'reaction', replyTo: '1', at: '2024-03-02T10:00:01Z' }),
    event({ id: '5', member: 'cat', kind: 'dance', at: '2024-03-03T10:00:00Z', strange: { a: 1 } }),
  ];
  const first = await writeEvents(engine, scope, { zone }, events);
  expect(first).toMatchObject({ read: 5, written: 5, edited: 0, merged: 0, unknownKinds: 1 });
  await rollUp(engine, scope, first.changed);
  const space = communitySpace(scope.communityId);
  const gains = await engine.query(
    scope,
    'events.test_gains',
    sql`SELECT giver, receiver, gain, kind FROM tie_gains WHERE ${inScope(scope)} AND ${currentDays(scope)} ORDER BY kind`,
  );
  expect(gains).toEqual([
    { giver: space.accountId('qunluo', 'dan'), receiver: space.accountId('qunluo', 'ann'), gain: 1, kind: 'reaction' },
    { giver: space.accountId('qunluo', 'bob'), receiver: space.accountId('qunluo', 'ann'), gain: 3, kind: 'reply' },
  ]);
  const days = await engine.query(
    scope,
    'events.test_days',
    sql`SELECT persona_id, toString(day) AS day, contributions, weight FROM member_days WHERE ${inScope(scope)} AND ${currentDays(scope)} ORDER BY day, contributions DESC, weight`,
  );
  expect(days).toMatchObject(
    [
      { persona_id: space.accountId('qunluo', 'ann'), day: '2024-03-01', weight: 2 },
      { persona_id: space.accountId('qunluo', 'dan'), day: '2024-03-02', weight: 1 },
      { persona_id: space.accountId('qunluo', 'bob'), day: '2024-03-02', weight: 3 },
      { persona_id: space.accountId('qunluo', 'cat'), day: '2024-03-02', weight: 0 },
      { persona_id: space.eventId('qunluo', '3'), day: '2024-03-03', weight: 0 },
    ]
      .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
      .map((x) => expect.objectContaining({ day: x.day })),
  );
  const map = await personaMap(engine, scope, { T: Date.UTC(2025, 0) });
  expect(map.labels.get(space.eventId('qunluo', '3'))).toMatchObject({ externalId: 'cat' });
  const again = await writeEvents(engine, scope, { zone }, events);
  expect(again).toMatchObject({ read: 5, written: 0, edited: 0, merged: 5 });
  expect(again.changed.size).toBe(0);
  const edit = await writeEvents(engine, scope, { zone }, [
    event({ id: '1', version: 1, removed: true, at: '2024-05-01T00:00:00Z' }),
  ]);
  expect(edit).toMatchObject({ written: 0, edited: 1 });
  await rollUp(engine, scope, edit.changed);
  const none = await engine.query(
    scope,
    'events.test_gains',
    sql`SELECT giver, receiver, gain, kind FROM tie_gains WHERE ${inScope(scope)} AND ${currentDays(scope)} ORDER BY kind`,
  );
  expect(none).toEqual([]);
  expect(NIL_ID).toBeDefined();
});
