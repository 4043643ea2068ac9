import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId, NIL_ID } from '#kernel/ids.ts';
import { testEngine } from '#testkit/engine.ts';
import {
  grantScope,
  inScope,
  p,
  recordQueries,
  scopeColumns,
  sql,
  type EventEngine,
  type Scope,
  yieldingEngine,
} from './index.ts';

const freshScope = (): Scope => grantScope(newId(), newId());

const TEXTS = [
  '',
  "it's \\ '' \"",
  'tab\t line\n nul\0 end',
  '群落 😀',
  'x'.repeat(42),
  'x'.repeat(43),
  '群'.repeat(42),
  '群'.repeat(43),
  '群'.repeat(70_000),
];

/** A row of `events` that uses every type of the table. */
const eventRow = (index: number) => ({
  day: 19_000 + (index % 700),
  account_id: newId(),
  event_id: newId(),
  version: index * 1_000_000_007,
  at: Date.UTC(2022, 0, 8) + index * 86_399_999,
  position: index,
  kind: ['message', 'reply', '自定义'][index % 3]!,
  group_id: index % 2 ? newId() : NIL_ID,
  thread: TEXTS[index % TEXTS.length]!,
  mentions: Array.from({ length: index % 4 }, () => newId()),
  has_mentions: index % 2,
  platform: 'telegram',
  value: index / 3,
  properties: '{"键":"值"}',
});

const read = (engine: EventEngine, scope: Scope) =>
  engine.columns(
    scope,
    'test.read_events',
    sql`SELECT day, account_id, event_id, version, at, position, kind, group_id, thread, mentions, has_mentions, platform, value, properties, reply_to
        FROM events WHERE ${inScope(scope)} ORDER BY position`,
  );

const asRows = (columns: Awaited<ReturnType<typeof read>>) =>
  Array.from({ length: columns.rows }, (_, row) =>
    Object.fromEntries(columns.names.map((name) => [name, columns.column(name)[row]])),
  );

const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => eventRow(index));

test('rows come back as they were inserted, over many blocks', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const rows = rowsOf(20_000).map((row, index) => (index % 1000 ? { ...row, thread: row.thread.slice(0, 50) } : row));
  await engine.insert(scope, 'events', rows);
  const found = asRows(await read(engine, scope));
  expect(found).toEqual(rows.map((row) => ({ ...row, reply_to: NIL_ID })));
});

test('days and instants may be texts, and a row may name its own scope', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const row = eventRow(5);
  await engine.insert(scope, 'events', [
    {
      ...row,
      day: new Date(row.day * 86_400_000).toISOString().slice(0, 10),
      at: new Date(row.at).toISOString().replace('T', ' ').slice(0, 23),
      workspace_id: scope.workspaceId,
      community_id: scope.communityId,
    },
  ]);
  expect(asRows(await read(engine, scope))).toEqual([{ ...row, reply_to: NIL_ID }]);
});

test('rows may come from a stream, and none at all is no insert', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const rows = rowsOf(3000).map((row) => ({ ...row, thread: '' }));
  await engine.insert(
    scope,
    'events',
    (async function* () {
      for (const row of rows) {
        if (row.position % 1000 === 0) await sleep(1);
        yield row;
      }
    })(),
  );
  await engine.insert(scope, 'events', []);
  expect((await read(engine, scope)).rows).toBe(3000);
});

test('columns go in as they are, ids as bytes or as text', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const rows = rowsOf(1000).map((row) => ({ ...row, thread: '' }));
  const list = <K extends keyof (typeof rows)[0]>(name: K) => rows.map((row) => row[name]);
  const bytes = Buffer.from(list('account_id').join('').replaceAll('-', ''), 'hex');
  await engine.insertColumns(scope, 'events', [
    {
      ...Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, list(name as 'day')])),
      account_id: new Uint8Array(bytes),
      day: Uint16Array.from(list('day')),
      at: Float64Array.from(list('at')),
      value: Float64Array.from(list('value')),
      has_mentions: Uint8Array.from(list('has_mentions')),
    },
  ]);
  const columns = await read(engine, scope);
  expect(asRows(columns)).toEqual(rows.map((row) => ({ ...row, reply_to: NIL_ID })));
  expect(Buffer.from(columns.rawUuids('account_id')).equals(bytes)).toBe(true);
  expect(columns.numbers('day')).toBeInstanceOf(Uint16Array);
});

test('any text, id, number and instant survives the way in and out', async () => {
  const engine = await testEngine();
  const rowArbitrary = fc.record({
    account_id: fc.uuid(),
    thread: fc.string({ unit: 'binary', maxLength: 60 }),
    kind: fc.string({ unit: 'grapheme', maxLength: 12 }),
    value: fc.double({ noNaN: true }),
    version: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    at: fc.integer({ min: -2_208_988_800_000, max: 4_000_000_000_000 }),
    mentions: fc.array(fc.uuid(), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(rowArbitrary, { minLength: 1, maxLength: 50 }), async (rows) => {
      const scope = freshScope();
      await engine.insert(
        scope,
        'events',
        rows.map((row, position) => ({ ...row, day: 1, event_id: newId(), position })),
      );
      const back = await engine.columns(
        scope,
        'test.any_value',
        sql`SELECT account_id, thread, kind, value, version, at, mentions FROM events WHERE ${inScope(scope)} ORDER BY position`,
      );
      expect(asRows(back)).toEqual(rows);
    }),
    { numRuns: 15 },
  );
});

test('a bad value is refused, with its column, and nothing is written', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const good = rowsOf(10);
  for (const [bad, said] of [
    [{ account_id: 'not an id' }, /column account_id: "not an id" is not a UUID/],
    [{ account_id: `${newId().slice(0, 35)}g` }, /is not a UUID/],
    [{ day: '2026-02-30' }, /column day: "2026-02-30" is not a day/],
    [{ day: 70_000 }, /column day: 70000 is not a day/],
    [{ at: 'yesterday' }, /column at: "yesterday" is not an instant/],
    [{ has_mentions: 256 }, /column has_mentions: 256 is not a whole number/],
    [{ version: -1 }, /column version: -1 is not an exact whole number/],
    [{ version: 2 ** 53 }, /column version/],
    [{ thread: 5 }, /column thread: 5 is not a text/],
    [{ mentions: 'x' }, /column mentions: "x" is not a list/],
    [{ surprise: 1 }, /column surprise, which the first row/],
    [{ community_id: newId() }, /belongs to another scope/],
  ] as const) {
    await expect(engine.insert(scope, 'events', [...good, { ...good[0], ...bad }])).rejects.toThrow(said);
  }
  await expect(engine.insert(scope, 'events', [{ nope: 1 }])).rejects.toThrow('table events has no column nope');
  await expect(engine.insert(scope, 'no_such_table', good)).rejects.toThrow('no_such_table');
  await expect(engine.insert(scope, 'events; DROP TABLE events', good)).rejects.toThrow('not a table');
  await expect(engine.insertColumns(scope, 'events', [{ day: [1, 2], position: [1] }])).rejects.toThrow(
    'differ in length: day 2, position 1',
  );
  await sleep(200);
  expect((await read(engine, scope)).rows).toBe(0);
});

test('a source that breaks gives its own error', async () => {
  const engine = await testEngine();
  const broken = (async function* () {
    yield* rowsOf(10_000);
    throw new Error('the disk was pulled out');
  })();
  await expect(engine.insert(freshScope(), 'events', broken)).rejects.toThrow('the disk was pulled out');
});

test('the same token with the same rows adds nothing; the same rows without it do', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const rows = rowsOf(9000).map((row) => ({ ...row, thread: '' }));
  const count = async () =>
    (
      await engine.query<{ n: number }>(
        scope,
        'test.count',
        sql`SELECT count() AS n FROM event_texts WHERE ${inScope(scope)}`,
      )
    )[0]!.n;
  const texts = rows.map(({ day, account_id, event_id, group_id }) => ({
    day,
    account_id,
    event_id,
    group_id,
    text: 'x',
  }));
  const deduplicationToken = newId();
  await engine.insert(scope, 'event_texts', texts, { deduplicationToken });
  await engine.insert(scope, 'event_texts', texts, { deduplicationToken });
  expect(await count()).toBe(9000);
  await engine.insert(scope, 'event_texts', texts.slice(0, 10), { deduplicationToken: newId() });
  await engine.insert(scope, 'event_texts', texts.slice(0, 10));
  expect(await count()).toBe(9020);
});

test('numbers of 64 bits are numbers where exact, else bigints', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const statement = sql`SELECT 9007199254740991::UInt64 AS exact, 18446744073709551615::UInt64 AS huge, -5::Int64 AS less,
    '1234567890123456789' AS text, (SELECT count() FROM events WHERE ${inScope(scope)}) AS none`;
  const expected = {
    exact: 9_007_199_254_740_991,
    huge: 18_446_744_073_709_551_615n,
    less: -5,
    text: '1234567890123456789',
    none: 0,
  };
  expect(await engine.query(scope, 'test.wide', statement)).toEqual([expected]);
  const streamed = [];
  for await (const rows of engine.stream(scope, 'test.wide', statement)) streamed.push(...rows);
  expect(streamed).toEqual([expected]);
  const columns = await engine.columns(scope, 'test.wide', statement);
  expect(columns.numbers('exact')).toEqual(Float64Array.of(9_007_199_254_740_991));
  expect(() => columns.numbers('huge')).toThrow('18446744073709551615 is not exact');
});

test('columns of every kind of type', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const columns = await engine.columns(
    scope,
    'test.types',
    sql`SELECT toInt8(-1) AS i8, toInt32(-7) AS i32, toFloat32(0.5) AS f32, toDateTime('2026-11-23 01:02:03', 'UTC') AS dt,
      toDateTime64('2026-11-23 01:02:03.123456', 6, 'UTC') AS dt6, toNullable(number) AS maybe, if(number = 1, NULL, 'x') AS maybe_text,
      toLowCardinality(if(number = 1, 'b', 'a')) AS low, CAST(toNullable('z'), 'LowCardinality(Nullable(String))') AS low_maybe,
      [[number, 1], []] AS nested, CAST('b', 'Enum8(''a'' = 1, ''b'' = 2)') AS label, toFixedString('ab', 2) AS two, true AS yes,
      if(number = 2, NULL, 1.5) AS maybe_float, toDate32('1950-01-01') AS old, [toLowCardinality('q')] AS low_list
      FROM numbers(3) WHERE (SELECT count() FROM events WHERE ${inScope(scope)}) = 0`,
  );
  const at = (row: number) => Object.fromEntries(columns.names.map((name) => [name, columns.column(name)[row]]));
  const same = {
    i8: -1,
    i32: -7,
    f32: 0.5,
    dt: Date.UTC(2026, 10, 23, 1, 2, 3),
    label: 'b',
    two: 'ab',
    yes: 1,
    old: -7305,
    low_maybe: 'z',
    low_list: ['q'],
  };
  expect(at(0)).toMatchObject({
    ...same,
    maybe: 0,
    maybe_text: 'x',
    low: 'a',
    nested: [[0, 1], []].map((list) => Float64Array.from(list)),
    maybe_float: 1.5,
  });
  expect(at(1)).toMatchObject({ ...same, maybe: 1, maybe_text: null, low: 'b' });
  expect(at(2)).toMatchObject({ ...same, maybe: 2, maybe_float: Number.NaN });
  expect(columns.numbers('dt6')[0]).toBeCloseTo(Date.UTC(2026, 10, 23, 1, 2, 3, 123) + 0.456, 3);
  expect(() => columns.numbers('low')).toThrow('is not numeric');
  expect(() => columns.column('other')).toThrow('the result has no column other');
});

test('a stream gives a large result in pieces', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const statement = sql`SELECT number AS n FROM numbers(300000) WHERE n >= (SELECT count() FROM events WHERE ${inScope(scope)})`;
  let pieces = 0;
  let sum = 0;
  for await (const rows of engine.stream<{ n: number }>(scope, 'test.stream', statement)) {
    pieces++;
    for (const { n } of rows) sum += n;
  }
  expect(sum).toBe((300_000 * 299_999) / 2);
  expect(pieces).toBeGreaterThan(10);
  for await (const rows of engine.stream(scope, 'test.stream', statement)) {
    expect(rows.length).toBeGreaterThan(0);
    break;
  }
});

test('INSERT … SELECT and ALTER … DELETE', async () => {
  const engine = await testEngine();
  const [scope, other] = [freshScope(), freshScope()];
  for (const one of [scope, other]) {
    await engine.command(
      one,
      'test.fill',
      sql`INSERT INTO day_revisions (workspace_id, community_id, day, revision) SELECT ${scopeColumns(one)}, day, revision FROM (
        SELECT toDate(number) AS day, 1 AS revision FROM numbers(10) WHERE (SELECT count() FROM day_revisions WHERE ${inScope(one)}) = 0)`,
    );
  }
  const days = (one: Scope) =>
    engine.query(one, 'test.days', sql`SELECT count() AS n FROM day_revisions WHERE ${inScope(one)}`);
  expect(await days(scope)).toEqual([{ n: 10 }]);
  await engine.command(
    scope,
    'test.delete',
    sql`ALTER TABLE day_revisions DELETE WHERE ${inScope(scope)} AND day < ${p.day(4)} SETTINGS mutations_sync = 1`,
  );
  expect([await days(scope), await days(other)]).toEqual([[{ n: 6 }], [{ n: 10 }]]);
});

test('a statement without its scope is refused before it is sent', async () => {
  const engine = await testEngine();
  const [scope, other] = [freshScope(), freshScope()];
  await expect(engine.query(scope, 'test.none', sql`SELECT count() FROM events`)).rejects.toThrow(
    'test.none is not limited to a community',
  );
  await expect(
    engine.query(scope, 'test.other', sql`SELECT count() FROM events WHERE ${inScope(other)}`),
  ).rejects.toThrow('another scope');
  await expect(
    engine.query(
      scope,
      'test.join',
      sql`SELECT count() FROM events AS e JOIN event_texts AS t USING (event_id) WHERE ${inScope(scope, 'e')}`,
    ),
  ).rejects.toThrow('test.join reads events, event_texts and limits 1 of these 2');
  await expect(engine.command(scope, 'test.drop', sql`TRUNCATE TABLE events`)).rejects.toThrow('is not limited');
  await expect(engine.columns(scope, 'test.none', sql`SELECT 1`)).rejects.toThrow('is not limited');
  const unread = engine.stream(scope, 'test.none', sql`SELECT 1`);
  await expect(Array.fromAsync(unread)).rejects.toThrow('is not limited');
  await expect(engine.query(scope, 'no name', sql`SELECT 1 WHERE ${inScope(scope)}`)).rejects.toThrow(
    'a query is named',
  );
  // @ts-expect-error A plain text is no parameter.
  expect(() => sql`SELECT ${'text'}`).toThrow('must be a parameter');
  expect(() => grantScope('x', newId())).toThrow('a scope needs');
});

test('equal parameters share a placeholder, fragments are spliced in', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const either = sql`kind = ${p.string('a')} OR kind = ${p.string('b')} OR thread = ${p.string('a')}`;
  const printed = await recordQueries(async () => {
    await engine.query(
      scope,
      'test.printed',
      sql`SELECT count() AS n FROM events WHERE ${inScope(scope)} AND (${either})`,
    );
  });
  expect(printed).toBe(
    '-- test.printed\nSELECT count() AS n FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND (kind = {p2:String} OR kind = {p3:String} OR thread = {p2:String});\n',
  );
});

test('failures say what they are', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const none = sql`(SELECT count() FROM events WHERE ${inScope(scope)}) = 0`;
  const slow = sql`SELECT max(sipHash64(number)) FROM numbers(100000000000) WHERE ${none}`;
  await expect(engine.query(scope, 'test.bad', sql`SELECT nope WHERE ${none}`)).rejects.toMatchObject({
    code: 'engine_failure',
    engineCode: 47,
  });
  await expect(engine.query(scope, 'test.slow', slow, { maxSeconds: 1 })).rejects.toMatchObject({
    code: 'query_too_slow',
    status: 504,
  });
  const large = sql`SELECT length(groupArray(number)) AS n FROM numbers(400000000) WHERE ${none} SETTINGS max_memory_usage = 200000000`;
  await expect(engine.columns(scope, 'test.large', large)).rejects.toMatchObject({
    code: 'query_too_large',
    status: 422,
  });
  const late = sql`SELECT throwIf(number = 5000000) AS n FROM numbers(6000000) WHERE ${none} SETTINGS max_block_size = 65536, max_threads = 1`;
  await expect(engine.query(scope, 'test.late', late)).rejects.toMatchObject({ engineCode: 395 });
  await expect(engine.columns(scope, 'test.late', late)).rejects.toMatchObject({ engineCode: 395 });
  const drain = async () => {
    for await (const rows of engine.stream(scope, 'test.late', late)) expect(rows.length).toBeGreaterThan(0);
  };
  await expect(drain()).rejects.toMatchObject({ engineCode: 395 });
  const control = new AbortController();
  const cancelled = engine.query(scope, 'test.cancelled', slow, { signal: control.signal });
  setTimeout(() => control.abort(new Error('enough')), 100);
  await expect(cancelled).rejects.toThrow('enough');
  expect(await engine.ping()).toBe(true);
});

test('reads of long work stand back behind those of a page', async () => {
  const engine = await testEngine();
  const scope = freshScope();
  const priority = async (of: EventEngine): Promise<unknown> =>
    (
      await of.query(
        scope,
        'test.priority',
        sql`SELECT toUInt32(getSetting('priority')) AS of_read, count() FROM day_marks WHERE ${inScope(scope)}`,
      )
    )[0]!['of_read'];
  expect(await priority(engine)).toBe(1);
  expect(await priority(yieldingEngine(engine))).toBe(8);
});
