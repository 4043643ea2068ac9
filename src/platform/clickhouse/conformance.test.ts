/** ClickHouse's HTTP interface as we use it: the same test for our engine process and, with CLICKHOUSE_URL, for a server. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import '#testkit/engine-setup.ts';
import { createEngineClient, databaseOf } from './engine-client.ts';

const AWKWARD = [
  '',
  "it's",
  '\\',
  "\\'; DROP TABLE events; --",
  '"`$tag$ {p0:String} {{',
  'tab\tnewline\nreturn\r',
  'nul\0inside',
  '\b\f\v\u001F\u007F',
  '😀 群落 ﷽ é e\u0301 \u200F',
  '\\N',
  'NULL',
  '%00%27&param_a=b',
  'a'.repeat(3000),
];

let client: ClickHouseClient;
let table: string;
const address = () => inject('engineAddress');
const embedded = () => 'socketPath' in address();

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** A bare request, without the client. */
async function bare(options: {
  method?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Buffer;
}): Promise<Answer> {
  const target = address();
  const url = new URL('url' in target ? target.url : 'http://engine');
  const database = databaseOf(target);
  const path = `/?${new URLSearchParams({ database, ...options.query })}`;
  const auth = url.username ? { 'X-ClickHouse-User': url.username, 'X-ClickHouse-Key': url.password } : {};
  return await new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        ...('socketPath' in target ? { socketPath: target.socketPath } : { host: url.hostname, port: url.port }),
        path,
        method: options.method ?? 'POST',
        headers: { ...auth, ...options.headers },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces) }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

const one = async <T>(query: string, query_params: Record<string, unknown> = {}): Promise<T> => {
  const result = await client.query({ query, query_params, format: 'JSONEachRow' });
  return (await result.json<T>())[0]!;
};

const count = async (): Promise<number> =>
  Number((await one<{ n: number }>(`SELECT toUInt32(count()) AS n FROM ${table}`)).n);

beforeAll(async () => {
  client = createEngineClient(address());
  table = `conformance_${newId().replaceAll('-', '')}`;
  await client.command({
    query: `CREATE TABLE ${table} (n UInt64, s String) ENGINE = MergeTree ORDER BY n
      SETTINGS non_replicated_deduplication_window = 1000`,
  });
});

afterAll(async () => {
  await client.command({ query: `DROP TABLE ${table}` });
  await client.close();
});

describe('parameters', () => {
  test.each(AWKWARD)('text %j', async (text) => {
    const row = await one<{ v: string; bytes: number; list: string[]; nested: string[][] }>(
      'SELECT {v:String} AS v, toUInt32(length({v:String})) AS bytes, {list:Array(String)} AS list, {nested:Array(Array(String))} AS nested',
      { v: text, list: [text, 'x', text], nested: [[text], []] },
    );
    expect(row).toEqual({ v: text, bytes: Buffer.byteLength(text), list: [text, 'x', text], nested: [[text], []] });
  });

  test.each([
    ['UInt8', 255, '255'],
    ['Int64', -9007199254740991, '-9007199254740991'],
    ['UInt64', '18446744073709551615', '18446744073709551615'],
    ['Float64', -1.5e-300, '-1.5e-300'],
    ['Bool', true, 'true'],
    ['Date', '2026-11-23', '2026-11-23'],
    ["DateTime64(3, 'UTC')", '2026-11-23 01:02:03.456', '2026-11-23 01:02:03.456'],
    ["DateTime64(3, 'UTC')", '1970-01-01 00:00:00.001', '1970-01-01 00:00:00.001'],
    ['UUID', '0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', '0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa'],
    ['Array(UUID)', ['0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa'], "['0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa']"],
    ['Array(Date)', ['2026-11-23', '1970-01-02'], "['2026-11-23','1970-01-02']"],
    ['Array(Int64)', [1, -2, 3], '[1,-2,3]'],
    ['Array(String)', [], '[]'],
    ['Nullable(String)', null, null],
  ])('%s', async (type, value, text) => {
    expect(await one(`SELECT toString({v:${type}}) AS v`, { v: value })).toEqual({ v: text });
  });

  test('names', async () => {
    await client.insert({ table, values: [{ n: 900, s: 'named' }], format: 'JSONEachRow' });
    expect(await one('SELECT {c:Identifier} AS v FROM {t:Identifier} WHERE n = 900', { c: 's', t: table })).toEqual({
      v: 'named',
    });
  });

  test('one that is missing is an error, also right after a query that had it', async () => {
    await one('SELECT {a:String} AS v', { a: 'x' });
    await expect(one('SELECT {a:String} AS v')).rejects.toMatchObject({ code: '456' });
  });

  test('queries at the same time keep their own', async () => {
    const values = Array.from({ length: 40 }, (_, index) => `value ${index}`);
    const rows = await Promise.all(
      values.map((v) =>
        one<{ v: string }>('SELECT {v:String} AS v, sum(number) FROM numbers(100000) GROUP BY v', { v }),
      ),
    );
    expect(rows.map((row) => row.v)).toEqual(values);
  });

  test('more of them than fit into a URL', async () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect(
      await one('SELECT toUInt32(length({ids:Array(UUID)})) AS n, toString({ids:Array(UUID)}[20000]) AS last', { ids }),
    ).toEqual({
      n: 20_000,
      last: ids.at(-1),
    });
  });
});

describe('requests', () => {
  test('a statement in the URL, in the body, or in both', async () => {
    expect((await bare({ method: 'GET', query: { query: 'SELECT 1' } })).body.toString()).toBe('1\n');
    expect((await bare({ body: 'SELECT 2 -- the end' })).body.toString()).toBe('2\n');
    expect((await bare({ query: { query: 'SELECT' }, body: '3;' })).body.toString()).toBe('3\n');
  });

  test('rows after the statement in one body', async () => {
    const before = await count();
    const answer = await bare({ body: `INSERT INTO ${table} FORMAT JSONEachRow\n{"n":1,"s":"in the body"}\n` });
    expect(answer.status).toBe(200);
    await bare({ body: `INSERT INTO ${table} VALUES (2, 'FORMAT JSON'), (3, ';')` });
    expect(await count()).toBe(before + 3);
  });

  test('the answer says whose it is', async () => {
    const answer = await bare({ query: { query_id: 'my-query' }, body: 'SELECT 1 FORMAT JSONEachRow' });
    expect(answer.headers).toMatchObject({ 'x-clickhouse-query-id': 'my-query', 'x-clickhouse-format': 'JSONEachRow' });
  });

  test('ping', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });
});

describe('formats', () => {
  const many = 'SELECT number AS n, toString(number) AS s FROM numbers(200000) ORDER BY n';

  test.each([
    ['TabSeparated', 200_000],
    ['TabSeparatedWithNames', 200_001],
    ['CSV', 200_000],
    ['CSVWithNames', 200_001],
    ['JSONEachRow', 200_000],
    ['JSONCompactEachRow', 200_000],
    ['JSONCompactEachRowWithNamesAndTypes', 200_002],
  ])('%s over several blocks has its heading once', async (format, lines) => {
    const named = await bare({ body: `${many} FORMAT ${format}` });
    const asked = await bare({ query: { default_format: format }, body: many });
    expect(named.body.toString().trimEnd().split('\n')).toHaveLength(lines);
    expect(asked.body.equals(named.body)).toBe(true);
  });

  test('documents of one piece', async () => {
    const answer = await bare({ body: `${many} FORMAT JSON` });
    const document = JSON.parse(answer.body.toString()) as { rows: number; data: unknown[] };
    expect([document.rows, document.data.length]).toEqual([200_000, 200_000]);
    expect((await bare({ body: `${many} FORMAT Parquet` })).body.subarray(0, 4).toString()).toBe('PAR1');
  });

  test('binary rows', async () => {
    const answer = await bare({ body: 'SELECT number FROM numbers(200000) ORDER BY number FORMAT RowBinary' });
    const numbers = new BigUint64Array(
      answer.body.buffer.slice(answer.body.byteOffset, answer.body.byteOffset + answer.body.length),
    );
    expect([numbers.length, numbers[199_999]]).toEqual([200_000, 199_999n]);
  });

  test('no rows', async () => {
    expect((await bare({ body: 'SELECT 1 WHERE 0 FORMAT JSONEachRow' })).body.toString()).toBe('');
    expect(JSON.parse((await bare({ body: 'SELECT 1 WHERE 0 FORMAT JSON' })).body.toString())).toMatchObject({
      rows: 0,
    });
  });

  test('what is no SELECT', async () => {
    expect((await bare({ body: `EXISTS TABLE ${table}` })).body.toString()).toBe('1\n');
    expect((await bare({ body: `DESCRIBE TABLE ${table} FORMAT JSONEachRow` })).body.toString()).toContain(
      '"name":"n"',
    );
    expect((await bare({ body: `SHOW TABLES LIKE '${table}'` })).body.toString()).toBe(`${table}\n`);
    expect((await bare({ body: 'EXPLAIN SELECT 1' })).body.length).toBeGreaterThan(0);
    expect((await bare({ body: 'WITH 1 AS a SELECT a' })).body.toString()).toBe('1\n');
    expect((await bare({ body: '(SELECT 1) UNION ALL (SELECT 1)' })).body.toString()).toBe('1\n1\n');
  });
});

describe('compression', () => {
  test.each(['gzip', 'zstd', 'br'] as const)('%s through the client, both ways', async (codec) => {
    const squeezed = createEngineClient(address(), { compression: { request: { codec }, response: { codec } } });
    const s = `squeezed ${codec} ${'群落'.repeat(1000)}`;
    await squeezed.insert({ table, values: [{ n: 800, s }], format: 'JSONEachRow' });
    const result = await squeezed.query({
      query: `SELECT s FROM ${table} WHERE s = {s:String}`,
      query_params: { s },
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ s }]);
    await expect(squeezed.query({ query: 'SELECT nope' })).rejects.toMatchObject({ code: '47' });
    await squeezed.close();
  });

  test('of a bare body', async () => {
    for (const [encoding, body] of [
      ['gzip', gzipSync('SELECT 5')],
      ['zstd', zstdCompressSync('SELECT 5')],
    ] as const) {
      expect((await bare({ headers: { 'Content-Encoding': encoding }, body })).body.toString()).toBe('5\n');
    }
  });

  test('only where it is asked for', async () => {
    const headers = { 'Accept-Encoding': 'gzip' };
    const query = { enable_http_compression: '1' };
    const squeezed = await bare({ headers, query, body: 'SELECT 6' });
    expect(squeezed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(squeezed.body).toString()).toBe('6\n');
    expect((await bare({ headers, body: 'SELECT 6' })).headers['content-encoding']).toBeUndefined();
    const failed = await bare({ headers, query, body: 'SELECT nope' });
    expect(gunzipSync(failed.body).toString()).toContain('Code: 47');
  });

  test('broken bodies are refused', async () => {
    const before = await count();
    const whole = gzipSync('{"n":1,"s":"x"}\n'.repeat(100_000));
    const insert = { query: `INSERT INTO ${table} FORMAT JSONEachRow` };
    const cut = await bare({
      query: insert,
      headers: { 'Content-Encoding': 'gzip' },
      body: whole.subarray(0, whole.length / 2),
    });
    expect(cut.status).toBeGreaterThanOrEqual(400);
    const noise = await bare({ query: insert, headers: { 'Content-Encoding': 'gzip' }, body: 'not gzip at all' });
    expect(noise.status).toBeGreaterThanOrEqual(400);
    // A server keeps the blocks that were whole; ours takes nothing of it.
    expect(embedded() ? await count() : before).toBe(before);
  });
});

describe('errors', () => {
  test.each([
    ['SELECT nope', 47, 404],
    ['SELECT FROM WHERE', 62, 400],
    ['SELECT * FROM there_is_no_such_table', 60, 404],
    ["SELECT toUInt8('x')", 6, 400],
    ['SELECT throwIf(1)', 395, 500],
    ['SELECT 1 SETTINGS there_is_no_such_setting = 1', 115, 404],
    ['', 62, 400],
  ])('%s', async (statement, code, status) => {
    const answer = await bare({ body: statement });
    expect(answer.headers['x-clickhouse-exception-code']).toBe(String(code));
    expect(answer.body.toString()).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: [^]*\\(version `));
    expect(embedded() ? answer.status : status).toBe(status);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  test('rows that do not fit are refused whole, with the reason', async () => {
    const before = await count();
    const rows = Array.from({ length: 1000 }, (_, n) => JSON.stringify({ n, s: 'x' }));
    rows[700] = '{"n":"not a number"}';
    const answer = await bare({ query: { query: `INSERT INTO ${table} FORMAT JSONEachRow` }, body: rows.join('\n') });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.toString()).toMatch(/Code: (27|117|72|53|26|6)\./);
    expect(await count()).toBe(before);
  });

  test('in the middle of a result, the client gets the error and not half a result', async () => {
    const query =
      'SELECT throwIf(number = 5000000) AS n FROM numbers(6000000) SETTINGS max_block_size = 65536, max_threads = 1';
    await expect(client.query({ query, format: 'JSONEachRow' }).then((result) => result.json())).rejects.toMatchObject({
      code: '395',
    });
  });

  test('too slow', async () => {
    const query = 'SELECT max(sipHash64(number)) FROM numbers(100000000000)';
    await expect(client.command({ query, clickhouse_settings: { max_execution_time: 1 } })).rejects.toMatchObject({
      code: '159',
    });
  });

  test('a format that is none', async () => {
    expect((await bare({ body: 'SELECT 1 FORMAT NoSuchFormat' })).headers['x-clickhouse-exception-code']).toBe('73');
  });
});

describe('settings', () => {
  test('count for their own request only', async () => {
    const ask = "SELECT toString(getSetting('max_block_size')) AS v";
    const usual = await one<{ v: string }>(ask);
    const set = await client.query({
      query: ask,
      format: 'JSONEachRow',
      clickhouse_settings: { max_block_size: '1234' },
    });
    expect(await set.json()).toEqual([{ v: '1234' }]);
    const inside = await client.query({ query: `${ask} SETTINGS max_block_size = 4321`, format: 'JSONEachRow' });
    expect(await inside.json()).toEqual([{ v: '4321' }]);
    for (let again = 0; again < 20; again++) expect(await one(ask)).toEqual(usual);
  });

  test('a token of one insert does not swallow the next', async () => {
    const insert = (s: string, settings = {}) =>
      client.insert({ table, values: [{ n: 700, s }], format: 'JSONEachRow', clickhouse_settings: settings });
    const before = await count();
    const token = { insert_deduplication_token: newId() };
    await insert('first', token);
    await insert('first', token);
    expect(await count()).toBe(before + 1);
    await insert('second');
    await insert('third', { insert_deduplication_token: newId() });
    expect(await count()).toBe(before + 3);
  });

  test.runIf(process.env['CLICKHOUSE_URL'] === undefined)(
    'that would outlive a request are refused by our engine',
    async () => {
      const answer = await bare({ query: { session_id: 'mine' }, body: 'SELECT 1' });
      expect([answer.status, answer.headers['x-clickhouse-exception-code']]).toEqual([501, '48']);
      await bare({ body: 'SET max_block_size = 77' });
      expect(await one("SELECT toUInt32(getSetting('max_block_size')) = 77 AS v")).toEqual({ v: 0 });
    },
  );
});

describe('streams', () => {
  test.each(['JSONEachRow', 'TabSeparated', 'CSV', 'Native', 'RowBinary', 'Parquet'])(
    '%s goes out and comes in',
    async (format) => {
      const mark = `${format} ${newId()}`;
      const rows = `SELECT number AS n, '${mark}' AS s FROM numbers(150000)`;
      const out = await client.exec({ query: `${rows} FORMAT ${format}` });
      const back = await client.exec({ query: `INSERT INTO ${table} (n, s) FORMAT ${format}`, values: out.stream });
      back.stream.resume();
      await new Promise((done) => back.stream.once('close', done));
      expect(
        await one(
          `SELECT toUInt32(count()) AS rows, sum(n) = 11249925000 AS whole FROM ${table} WHERE s = {mark:String}`,
          { mark },
        ),
      ).toEqual({
        rows: 150_000,
        whole: 1,
      });
    },
  );

  test('a result is read as it comes', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(100000000000)', format: 'JSONEachRow' });
    let seen = 0;
    for await (const rows of result.stream()) {
      seen += rows.length;
      if (seen > 200_000) break;
    }
    result.close();
    expect(seen).toBeLessThan(2_000_000);
  });

  test('rows that break off are not taken for all', async () => {
    const mark = newId();
    const half = async function* () {
      for (let n = 0; n < 5000; n++) yield `${JSON.stringify({ n, s: mark })}\n`;
      await sleep(50);
      throw new Error('the source broke');
    };
    await expect(
      client.exec({
        query: `INSERT INTO ${table} FORMAT JSONEachRow`,
        values: Readable.from(half(), { objectMode: false }),
      }),
    ).rejects.toThrow('the source broke');
    await sleep(300);
    expect(await one(`SELECT toUInt32(count()) AS n FROM ${table} WHERE s = {mark:String}`, { mark })).toEqual({
      n: 0,
    });
  });

  test('an insert that is refused early says why, though its rows still come', async () => {
    const endless = async function* () {
      for (let n = 0; n < 200_000; n++) yield 'x'.repeat(1000);
    };
    const insert = client.exec({
      query: `INSERT INTO there_is_no_such_table FORMAT JSONEachRow`,
      values: Readable.from(endless(), { objectMode: false }),
    });
    await expect(insert).rejects.toMatchObject({ code: '60' });
  });
});

describe('cancelled requests', () => {
  const running = async (mark: string): Promise<number> =>
    Number(
      (
        await one<{ n: number }>(
          `SELECT toUInt32(count()) AS n FROM system.processes WHERE query LIKE {mark:String} AND query NOT LIKE '%system.processes%'`,
          { mark: `%${mark}%` },
        )
      ).n,
    );

  test.each([
    [
      'a query that computes',
      (mark: string) => `SELECT max(sipHash64(number)) /* ${mark} */ FROM numbers(100000000000) WHERE '${mark}' != ''`,
    ],
    ['a query that sends', (mark: string) => `SELECT number, '${mark}' FROM numbers(100000000000)`],
  ])('%s stops', async (_what, text) => {
    const mark = newId();
    const control = new AbortController();
    const query = client
      .query({
        query: text(mark),
        format: 'JSONEachRow',
        abort_signal: control.signal,
        clickhouse_settings: { cancel_http_readonly_queries_on_client_close: 1 },
      })
      .then((result) => result.text());
    query.catch(() => {});
    await expect.poll(() => running(mark), { timeout: 5000 }).toBe(1);
    control.abort();
    await expect(query).rejects.toThrow(/abort/i);
    await expect.poll(() => running(mark), { timeout: 5000 }).toBe(0);
  });

  test('more of them than run at a time leave the engine free', async () => {
    const control = new AbortController();
    const slow = Array.from({ length: 20 }, (_, index) =>
      client.query({
        query: `SELECT max(sipHash64(number, ${index})) FROM numbers(100000000000)`,
        abort_signal: control.signal,
        clickhouse_settings: { max_threads: 1, cancel_http_readonly_queries_on_client_close: 1 },
      }),
    );
    for (const query of slow) query.catch(() => {});
    await sleep(300);
    control.abort();
    await Promise.allSettled(slow);
    const started = Date.now();
    expect(await one('SELECT 1 AS v')).toEqual({ v: 1 });
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
