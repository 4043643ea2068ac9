import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { sql as dbSql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { percentile, type Bench } from './bench.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';

const CLIENT = new URL('load-client.ts', import.meta.url).pathname;
const SECONDS = 8;
const CONNECTIONS = 64;
const BATCH = 100;

type Load = { requests: number; perSecond: number; p50: number; p99: number; refusals: Record<string, number> };

/** Events over HTTP, acknowledged when durable, beside plain inserts of the same rows into the same PostgreSQL. */
export const liveIngest: Bench = {
  name: 'live-ingest',
  async run({ directory, scale, say }) {
    const server = await startBenchServer(`${directory}/data`);
    try {
      const seconds = Math.max(2, SECONDS * scale);
      await load(server, { connections: 8, seconds: 2, batch: 1 });
      say('single events beside row-by-row inserts');
      const before = await plainInserts(server, { seconds: seconds / 2, batch: 1 });
      const single = await load(server, { connections: CONNECTIONS, seconds, batch: 1 });
      const after = await plainInserts(server, { seconds: seconds / 2, batch: 1 });
      await drained(server);
      say('batches beside multi-row inserts');
      const bareBefore = await plainInserts(server, { seconds: seconds / 2, batch: BATCH });
      const batches = await load(server, { connections: 8, seconds, batch: BATCH });
      const bareAfter = await plainInserts(server, { seconds: seconds / 2, batch: BATCH });
      await drained(server);
      say('event to queryable');
      const delays = await delaysUntilQueryable(server, Math.max(10, Math.round(60 * scale)));
      const rowByRow = (before + after) / 2;
      const bare = (bareBefore + bareAfter) / 2;
      return [
        {
          name: `single events, ${CONNECTIONS} connections ÷ row-by-row inserts`,
          value: single.perSecond / rowByRow,
          unit: '×',
          goal: { atLeast: 10 },
        },
        {
          name: `batches of ${BATCH} ÷ bare multi-row INSERT`,
          value: (batches.perSecond * BATCH) / bare,
          unit: '×',
          goal: { atLeast: 0.6 },
        },
        { name: 'event to queryable, p99', value: percentile(delays, 0.99), unit: 'ms', goal: { atMost: 2000 } },
        { name: 'event to queryable, p50', value: percentile(delays, 0.5), unit: 'ms' },
        {
          name: 'single events acknowledged',
          value: single.perSecond,
          unit: 'per s',
          note: `p50 ${single.p50.toFixed(1)} ms, p99 ${single.p99.toFixed(1)} ms${refused(single)}`,
        },
        { name: 'row-by-row inserts, one connection', value: rowByRow, unit: 'per s' },
        {
          name: 'events in batches acknowledged',
          value: batches.perSecond * BATCH,
          unit: 'per s',
          note: `p50 ${batches.p50.toFixed(1)} ms, p99 ${batches.p99.toFixed(1)} ms${refused(batches)}`,
        },
        { name: 'events in bare multi-row INSERTs', value: bare, unit: 'per s' },
      ];
    } finally {
      await server.stop();
    }
  },
};

const refused = ({ refusals }: Load): string =>
  Object.keys(refusals).length > 0 ? `, refused ${JSON.stringify(refusals)}` : '';

async function load(server: BenchServer, size: { connections: number; seconds: number; batch: number }): Promise<Load> {
  const order = {
    ...size,
    port: server.port,
    path: '/api/v1/events?community=bench',
    token: server.token,
    prefix: newId(),
  };
  const child = spawn(process.execPath, [CLIENT, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output) as Load;
}

/** Rows a second that one connection inserts into the inbox, a statement of `batch` rows at a time, each with its own event. */
async function plainInserts(
  { app }: BenchServer,
  { seconds, batch }: { seconds: number; batch: number },
): Promise<number> {
  const { pool } = app.services.database;
  const client = await pool.connect();
  try {
    const until = performance.now() + seconds * 1000;
    const start = performance.now();
    let rows = 0;
    const community = newId();
    await client.query("SELECT set_config('app.workspace', $1, false)", [newId()]);
    while (performance.now() < until) {
      const ids = Array.from({ length: batch }, () => newId());
      const events = ids.map((id) =>
        JSON.stringify({
          id,
          member: 'u1',
          group: 'g1',
          kind: 'message',
          at: new Date().toISOString(),
          platform: 'bench',
          text: '大家早上好，今天一起读第三章。',
        }),
      );
      await client.query(
        `INSERT INTO inbox (workspace_id, community_id, event_id, version, arrival, source, event)
         SELECT qunluo_workspace(), $1, id, 0, 0, 'bench', event
         FROM unnest($2::uuid[], $3::text[]) AS given (id, event) ON CONFLICT DO NOTHING`,
        [community, ids, events],
      );
      rows += batch;
    }
    const rate = rows / ((performance.now() - start) / 1000);
    await client.query('DELETE FROM inbox WHERE community_id = $1', [community]);
    await client.query("SELECT set_config('app.workspace', '', false)");
    return rate;
  } finally {
    client.release();
  }
}

async function drained({ app, scope }: BenchServer): Promise<void> {
  for (;;) {
    const waiting = await app.services.database.inWorkspace(scope.workspaceId, async (tx) => {
      const { rows } = await dbSql<{ n: number }>`SELECT count(*)::int AS n FROM inbox`.execute(tx);
      return rows[0]!.n;
    });
    if (waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Milliseconds from sending one event until the log gives it, while others come at fifty a second. */
async function delaysUntilQueryable({ app, scope, token, port }: BenchServer, samples: number): Promise<number[]> {
  const { engine } = app.services;
  const space = communitySpace(scope.communityId);
  const delays: number[] = [];
  const post = (id: string): Promise<unknown> =>
    fetch(`http://127.0.0.1:${port}/api/v1/events?community=bench`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify([
        { id, member: 'u1', group: 'g1', kind: 'message', at: new Date().toISOString(), platform: 'bench' },
      ]),
    }).then((response) => response.arrayBuffer());
  const others = setInterval(() => void post(newId()), 20);
  for (let sample = 0; sample < samples; sample++) {
    const id = newId();
    const start = performance.now();
    await post(id);
    for (;;) {
      const [row] = await engine.query<{ n: number }>(
        scope,
        'bench.is_there',
        sql`SELECT count() AS n FROM events WHERE ${inScope(scope)} AND event_id = ${p.uuid(space.eventId('bench', id))}`,
      );
      if (Number(row!.n) > 0) break;
    }
    delays.push(performance.now() - start);
  }
  clearInterval(others);
  return delays;
}
