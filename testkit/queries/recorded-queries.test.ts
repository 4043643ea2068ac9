import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { grantScope, recordQueries } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { simulateCommunity } from '#testkit/simulated-community/index.ts';

const NOW = Date.UTC(2026, 5, 30, 12);
const REVIEWED = new URL('queries.sql', import.meta.url).pathname;

let database: Database;
let app: TestApp;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** A life in short: history, an edit and a rename that come late, and every page that reads. */
async function live(): Promise<void> {
  const engine = await testEngine();
  const workspace = await app.workspace();
  const headers = await workspace.operator('owner');
  const story = simulateCommunity({ now: NOW, members: 60 });
  const { id, zone } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, story.community),
  );
  const scope = grantScope(workspace.id, id);
  const events = [...story.events()];
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone }, events)).changed);
  const said = events.findLast(({ kind }) => kind === 'message')!;
  const late = [
    { ...said, text: 'edited', version: 5 },
    { ...said, id: 'late-rename', kind: 'rename', target: 'somebody-new', text: undefined },
  ];
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone }, late)).changed);
  const read = async (path: string): Promise<Record<string, unknown>> => {
    const response = await app.inject({ method: 'GET', url: `/api/v1/communities/${id}${path}`, headers });
    expect(response.statusCode, `${path}: ${response.body.slice(0, 300)}`).toBe(200);
    return response.json();
  };
  await read('/overview');
  await read('/overview?asOf=2026-04-01');
  const { rows } = (await read('/members?tier=active')) as { rows: { memberId: string }[] };
  await read('/members?q=a&sort=influence');
  await read(`/members/${rows[0]!.memberId}`);
  await read(`/members/${rows[0]!.memberId}/timeline?kind=message`);
}

it(
  'prints every query of the event log to a file under review, each with the sharding key',
  { timeout: 60_000 },
  async () => {
    const queries = await recordQueries(live);
    const statements = queries.split(/^(?=-- [a-z])/m).filter((text) => text.trim() !== '');
    expect(statements.length).toBeGreaterThan(30);
    for (const statement of statements)
      expect(statement, statement.split('\n')[0]).toMatch(/workspace_id[\s\S]*community_id/);
    await expect(queries).toMatchFileSnapshot(REVIEWED);
  },
);
