import { sql as pg } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf } from '#kernel/calendar.ts';
import { askZoneChange, createCommunity } from '#modules/communities/index.ts';
import { zoneReply, type ZoneReply } from '#modules/communities/zone.contract.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { grantScope, inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { runZoneChange, workOnZoneChanges } from './zone-change.ts';

let database: Database;
let engine: EventEngine;
let jobs: Jobs;
let app: TestApp;
let headers: Record<string, string>;
let workspaceId: string;

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  const workspace = await app.workspace();
  workspaceId = workspace.id;
  headers = await workspace.operator('owner');
});
afterAll(async () => {
  await jobs?.stop();
  await app?.close();
});

const FROM = Date.UTC(2025, 2, 1);

async function community(): Promise<{ id: string; scope: Scope }> {
  const { id } = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'Zones', zone: 'Asia/Shanghai' }),
  );
  const scope = grantScope(workspaceId, id);
  const events = randomHistory({ seed: 5, events: 400, people: 12, days: 20, from: FROM });
  const { changed } = await writeEvents(engine, scope, { zone: 'Asia/Shanghai' }, events);
  await rollUp(engine, scope, changed);
  return { id, scope };
}

/** Events whose day is not the one of the zone. */
async function astray(scope: Scope, zone: string): Promise<number> {
  const rows = await engine.query<{ day_number: number; at_ms: number }>(
    scope,
    'test.days_of_events',
    sql`SELECT toUInt16(day) AS day_number, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms FROM events FINAL WHERE ${inScope(scope)}`,
  );
  expect(rows.length).toBe(400);
  return rows.filter((row) => Number(row.day_number) !== dayOf(Number(row.at_ms), zone)).length;
}

const read = async (id: string): Promise<ZoneReply> =>
  zoneReply.parse((await app.inject({ method: 'GET', url: `/api/v1/communities/${id}/zone`, headers })).json());
const put = (id: string, zone: string) =>
  app.inject({ method: 'PUT', url: `/api/v1/communities/${id}/zone`, headers, payload: { zone } });

it('moves every event, says how far it is, and takes one change at a time', async () => {
  const { id, scope } = await community();
  expect((await put(id, 'Mars/Olympus')).statusCode).toBe(400);
  expect((await put(id, 'America/New_York')).statusCode).toBe(202);
  expect(await read(id)).toMatchObject({ zone: 'America/New_York', change: { status: 'waiting' } });
  const second = await put(id, 'UTC');
  expect([second.statusCode, second.json().code]).toEqual([409, 'zone_change_under_way']);
  expect(await astray(scope, 'America/New_York')).toBeGreaterThan(100);
  const changed: string[] = [];
  await workOnZoneChanges({ ...app.services, onCommunityChanged: ({ communityId }) => changed.push(communityId) });
  await expect.poll(async () => (await read(id)).change?.status).toBe('done');
  expect(await astray(scope, 'America/New_York')).toBe(0);
  expect(changed).toEqual([id]);
  const same = await put(id, 'America/New_York');
  expect([same.statusCode, same.json().change.status]).toEqual([202, 'done']);
});

it('goes on after it failed in the middle, and waits for an import that began before', async () => {
  const { id, scope } = await community();
  const changeId = await database.inWorkspace(workspaceId, (tx) => askZoneChange(tx, id, 'UTC'));
  const broken: EventEngine = {
    ...engine,
    command: (asked, name, statement, options) =>
      name === 'rewrite.fill_event_texts'
        ? Promise.reject(new Error('pulled the plug'))
        : engine.command(asked, name, statement, options),
  };
  const parts = { ...app.services, onCommunityChanged: () => {} };
  const order = { workspaceId, changeId: changeId! };
  await expect(runZoneChange({ ...parts, engine: broken }, order)).rejects.toThrow('pulled the plug');
  expect((await read(id)).change?.status).toBe('failed');
  await database.inWorkspace(workspaceId, async (tx) => {
    await pg`
      INSERT INTO imports (id, workspace_id, community_id, file_name, bytes, status, detection, preview, format)
      VALUES (${id}, ${workspaceId}, ${id}, 'a.csv', 1, 'running', '{}', '{}', 'csv')
    `.execute(tx);
  });
  expect(await runZoneChange(parts, order)).toBe(false);
  await database.inWorkspace(workspaceId, async (tx) => {
    await pg`DELETE FROM imports WHERE id = ${id}`.execute(tx);
  });
  expect(await runZoneChange(parts, order)).toBe(true);
  expect((await read(id)).change?.status).toBe('done');
  expect(await astray(scope, 'UTC')).toBe(0);
});
