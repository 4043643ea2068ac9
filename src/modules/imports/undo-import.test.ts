import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { setTags } from '#modules/members/index.ts';
import { communitySpace, listStaleDays } from '#modules/events/index.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import type { Import } from './contract.ts';
import { workOnImports, workOnUndo } from './index.ts';

let database: Database;
let engine: EventEngine;
let jobs: Jobs;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let communityId: string;
const changed: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  const parts = {
    ...app.services,
    onCommunityChanged: (one: { communityId: string }) => changed.push(one.communityId),
  };
  await workOnImports(parts);
  await workOnUndo(parts);
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  const made = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'C' }));
  communityId = made.id;
});
afterAll(async () => {
  await jobs.stop();
  await app.close();
  await database.close();
});

const ask = (method: 'GET' | 'POST', path: string, payload?: object) =>
  app.inject({
    method,
    url: `/api/v1/communities/${communityId}/imports/${path}`,
    headers,
    ...(payload && { payload }),
  });

async function until(id: string, busy: Import['status']): Promise<Import> {
  for (;;) {
    const found = (await ask('GET', id)).json<Import>();
    if (found.status !== busy) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function importLines(lines: object[]): Promise<Import> {
  const body = lines.map((line) =>
    JSON.stringify({ group: 'g1', kind: 'message', at: '2026-01-05T08:00:00Z', ...line }),
  );
  const made = await app.inject({
    method: 'POST',
    url: `/api/v1/communities/${communityId}/imports`,
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
    payload: `--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n${body.join('\n')}\n\r\n--b--\r\n`,
  });
  const { id } = made.json<Import>();
  await ask('POST', `${id}/start`, { options: {} });
  return until(id, 'running');
}

/** Members, accounts and groups as PostgreSQL has them, and all of the log. */
async function state(): Promise<unknown> {
  const people = await database.inWorkspace(workspace.id, async (tx) => ({
    accounts: (
      await sql`SELECT id, member_id, platform, external_id, name, bot, first_at FROM accounts
        WHERE community_id = ${communityId} ORDER BY id`.execute(tx)
    ).rows,
    groups: (await sql`SELECT id, name FROM groups WHERE community_id = ${communityId} ORDER BY id`.execute(tx)).rows,
  }));
  return { ...people, ...(await logState(engine, grantScope(workspace.id, communityId))) };
}

it('gives back what was there before, whatever both brought, and says so', async () => {
  const first = await importLines([
    { id: '1', member: 'ann', name: 'Ann', text: 'one', groupName: 'Books' },
    { id: '2', member: 'bob', name: 'Bob', kind: 'reply', replyTo: '1', at: '2026-01-06T08:00:00Z' },
  ]);
  expect(first.status).toBe('done');
  const before = await state();
  const second = await importLines([
    { id: '2', member: 'bob', name: 'Bob', kind: 'reply', replyTo: '1', at: '2026-01-06T08:00:00Z' },
    { id: '1', member: 'ann', text: 'one, edited', version: 2 },
    { id: '3', member: 'cat', name: 'Cat', group: 'g2', at: '2026-01-07T08:00:00Z' },
    { id: '4', member: 'bob', name: 'Bobby', at: '2026-01-04T08:00:00Z' },
    { id: '5', member: 'bob', kind: 'rename', target: 'rob', at: '2026-01-08T08:00:00Z' },
  ]);
  expect(second.summary).toMatchObject({ written: 3, edited: 1, known: 1 });
  expect(await state()).not.toEqual(before);

  expect((await ask('GET', `${second.id}/undo`)).json()).toEqual({ events: 3, kept: 2, restored: 1 });
  changed.length = 0;
  const started = await ask('POST', `${second.id}/undo`);
  expect([started.statusCode, started.json().status]).toEqual([202, 'undoing']);
  const undone = await until(second.id, 'undoing');
  expect(undone).toMatchObject({ status: 'undone', undone: { events: 3, kept: 2, restored: 1 } });
  expect(await state()).toEqual(before);
  expect(await listStaleDays(engine, grantScope(workspace.id, communityId))).toEqual([]);
  expect(changed).toEqual([communityId]);
  expect((await ask('POST', `${second.id}/undo`)).json().code).toBe('import_undone');
  const { rows } = await database.inWorkspace(workspace.id, (tx) =>
    sql<{
      action: string;
    }>`SELECT action FROM audit_entries WHERE subject_id = ${second.id} AND action = 'imports.undo'`.execute(tx),
  );
  expect(rows).toHaveLength(1);

  // Of somebody whom an operator tagged the member stays, without events.
  const ann = communitySpace(communityId).accountId('qunluo', 'ann');
  await database.inWorkspace(workspace.id, (tx) =>
    setTags(tx, { communityId, memberId: ann, tags: ['vip'], source: 'hand' }),
  );
  await ask('POST', `${first.id}/undo`);
  expect((await until(first.id, 'undoing')).status).toBe('undone');
  expect(await state()).toMatchObject({ accounts: [{ id: ann }], groups: [], events: [], texts: [], memberDays: [] });
});
