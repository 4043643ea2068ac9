import { expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import type { NeutralEvent } from './contract.ts';
import { communitySpace, currentDays, listStaleDays, personaMap, rollUp, standingTexts, writeEvents } from './index.ts';

const zone = 'Asia/Shanghai';
const event = (fields: Partial<NeutralEvent> & { id: string }): NeutralEvent => ({
  group: 'g',
  member: 'ann',
  kind: 'message',
  at: '2024-03-01T10:00:00Z',
  ...fields,
});

async function community() {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const gains = () =>
    engine.query(
      scope,
      'events.test_gains',
      sql`SELECT giver, receiver, gain, kind FROM tie_gains WHERE ${inScope(scope)} AND ${currentDays(scope)} ORDER BY kind`,
    );
  return { engine, scope, gains, space: communitySpace(scope.communityId) };
}

test('a first load is written and rolled up, with local days, personas and unknown kinds', async () => {
  const { engine, scope, gains, space } = await community();
  const written = await writeEvents(engine, scope, { zone }, [
    event({ id: '1', text: 'hello', name: 'Ann' }),
    event({ id: '2', member: 'bob', kind: 'reply', replyTo: '1', at: '2024-03-01T17:00:00Z' }),
    event({ id: '3', member: 'cat', kind: 'rename', target: 'dan', at: '2024-03-02T10:00:00Z' }),
    event({ id: '4', member: 'dan', kind: 'reaction', replyTo: '1', at: '2024-03-02T10:00:01Z' }),
    event({ id: '5', member: 'cat', kind: 'dance', at: '2024-03-03T10:00:00Z', strange: { a: 1 } }),
  ]);
  expect(written).toMatchObject({
    read: 5,
    written: 5,
    edited: 0,
    merged: 0,
    unknownKinds: 1,
    byKind: { message: 1, dance: 1 },
    first: Date.UTC(2024, 2, 1, 10),
    last: Date.UTC(2024, 2, 3, 10),
  });
  expect(await listStaleDays(engine, scope)).toEqual([...written.changed].toSorted());
  await rollUp(engine, scope, written.changed);
  expect(await listStaleDays(engine, scope)).toEqual([]);
  const account = (name: string): string => space.accountId('qunluo', name);
  expect(await gains()).toEqual([
    { giver: account('dan'), receiver: account('ann'), gain: 1, kind: 'reaction' },
    { giver: account('bob'), receiver: account('ann'), gain: 3, kind: 'reply' },
  ]);
  const days = await engine.query<{ persona_id: string; on_day: string; weight: number }>(
    scope,
    'events.test_days',
    sql`SELECT persona_id, toString(day) AS on_day, weight FROM member_days
        WHERE ${inScope(scope)} AND ${currentDays(scope)} ORDER BY on_day, weight DESC`,
  );
  expect(days.map(({ persona_id: persona, on_day: day, weight }) => [persona, day, weight])).toEqual([
    [account('ann'), '2024-03-01', 2],
    [account('bob'), '2024-03-02', 3],
    [account('dan'), '2024-03-02', 1],
    [account('cat'), '2024-03-02', 0],
    [space.eventId('qunluo', '3'), '2024-03-03', 0],
  ]);
  const map = await personaMap(engine, scope, { T: Date.UTC(2025, 0) });
  expect(map.labels.get(space.eventId('qunluo', '3'))).toMatchObject({ externalId: 'cat' });
  expect((await personaMap(engine, scope, { T: Date.UTC(2025, 0) })).mapId).toBe(map.mapId);
  expect((await personaMap(engine, scope, { T: Date.UTC(2024, 0) })).mapId).not.toBe(map.mapId);
});

test('what comes again changes nothing', async () => {
  const { engine, scope } = await community();
  const events = [event({ id: '1' }), event({ id: '2', at: '2024-03-05T00:00:00Z' })];
  await writeEvents(engine, scope, { zone }, events);
  const again = await writeEvents(engine, scope, { zone }, [...events, ...events]);
  expect(again).toMatchObject({ read: 4, written: 0, edited: 0, merged: 4 });
  expect(again.changed.size).toBe(0);
});

test('a removal voids what answers gained, and never moves the event', async () => {
  const { engine, scope, gains } = await community();
  const load = [
    event({ id: '1', text: 'ad' }),
    event({ id: '2', member: 'bob', kind: 'reply', replyTo: '1', at: '2024-03-09T00:00:00Z' }),
  ];
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone }, load)).changed);
  expect(await gains()).toHaveLength(1);
  const removal = event({ id: '1', version: 1, removed: true, member: 'mod', at: '2024-05-01T00:00:00Z' });
  const edit = await writeEvents(engine, scope, { zone }, [removal]);
  expect(edit).toMatchObject({ written: 0, edited: 1 });
  await rollUp(engine, scope, edit.changed);
  expect(await gains()).toEqual([]);
  const rows = await engine.query(
    scope,
    'events.test_rows',
    sql`SELECT toString(day) AS on_day, removed FROM events FINAL WHERE ${inScope(scope)} ORDER BY on_day`,
  );
  expect(rows).toEqual([
    { on_day: '2024-03-01', removed: 'removed' },
    { on_day: '2024-03-09', removed: '' },
  ]);
  expect(await engine.query(scope, 'events.test_texts', sql`SELECT text FROM ${standingTexts(scope)}`)).toEqual([]);
});

test('a file of one id a hundred thousand times is one event', { timeout: 180_000 }, async () => {
  const { engine, scope } = await community();
  const same = function* () {
    for (let at = 0; at < 120_000; at++) yield event({ id: String(at % 3) });
  };
  expect(await writeEvents(engine, scope, { zone }, same())).toMatchObject({
    read: 120_000,
    written: 3,
    merged: 119_997,
  });
});
