import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { followEvaluation, proposeIntroductions } from '#modules/introductions/index.ts';
import { searchPairs } from '#modules/matching/search-pairs.ts';
import { ensureAccounts, setTags } from '#modules/members/index.ts';
import { grantScope, recordQueries } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { simulateCommunity } from '#testkit/simulated-community/index.ts';
import { askAnalyses } from './ask-analyses.ts';
import { askCredit } from './ask-credit.ts';
import { askGoals } from './ask-goals.ts';
import { askLevels } from './ask-levels.ts';
import { askPoints } from './ask-points.ts';
import { askSending } from './ask-sending.ts';
import { askSegments } from './ask-segments.ts';
import { sideBySide } from './side-by-side.ts';

const NOW = Date.UTC(2026, 5, 30, 12);
/** Long enough for every window; each month more is a network more to compute. */
const SINCE = '2026-03';
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
  const all = [...story.events()];
  const events = all.filter(({ at }) => at >= SINCE);
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone }, events)).changed);
  const said = events.findLast(({ kind }) => kind === 'message')!;
  const late = [
    { ...said, text: 'edited', version: 5 },
    { ...said, id: 'late-visit', kind: 'attend', text: undefined },
    { ...said, id: 'late-rename', kind: 'rename', target: 'somebody-new', text: undefined },
  ];
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone }, late)).changed);
  // A second community, because some queries take another form in a table that holds more than one.
  const other = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { ...story.community, key: 'other' }),
  );
  const elsewhere = grantScope(workspace.id, other.id);
  await rollUp(engine, elsewhere, (await writeEvents(engine, elsewhere, { zone }, events)).changed);
  await rollUp(engine, elsewhere, (await writeEvents(engine, elsewhere, { zone }, late)).changed);
  const read = async (path: string): Promise<Record<string, unknown>> => {
    const response = await app.inject({ method: 'GET', url: `/api/v1/communities/${id}${path}`, headers });
    expect(response.statusCode, `${path}: ${response.body.slice(0, 300)}`).toBe(200);
    return response.json();
  };
  await read('/overview');
  await read('/overview?asOf=2026-04-01');
  await read('/flows');
  const { rows } = (await read('/members?tier=active')) as { rows: { memberId: string }[] };
  const ids = { workspaceId: workspace.id, communityId: id };
  await followEvaluation(app.services, ids);
  await proposeIntroductions(app.services, ids);
  const pages = [
    '/members?q=a&sort=influence',
    '/groups/activity',
    '/network',
    `/network/members/${rows[0]!.memberId}?steps=2`,
    `/network/members/${rows[0]!.memberId}/path/${rows[1]!.memberId}`,
    '/network/months',
    '/network/months/2026-05-31',
    '/network/risks',
    '/introductions',
    '/members?circle=1&bridge=true&isolated=false',
    '/members?bridge=false&isolated=true',
    `/members/${rows[0]!.memberId}`,
    `/members/${rows[0]!.memberId}/timeline?kind=message`,
  ];
  await sideBySide(pages.map((path) => () => read(path)));
  const space = communitySpace(id);
  const accountOf = (platform: string, externalId: string, name: string) => ({
    id: space.accountId(platform, externalId),
    platform,
    externalId,
    name,
    bot: false,
    firstAt: NOW,
  });
  const people = new Map(
    [...all, { ...said, member: 'somebody-new' }]
      .map(({ platform = '', member, name = '' }) => accountOf(platform, member, name))
      .map((account) => [account.id, account]),
  );
  const [first] = people.values();
  await database.inWorkspace(workspace.id, (tx) =>
    ensureAccounts(tx, id, [...people.values(), accountOf('telegram', 'twin', first!.name)]),
  );
  await searchPairs(app.services, { workspaceId: workspace.id, communityId: id, zone });
  const post = (path: string, payload: object) =>
    app.inject({ method: 'POST', url: `/api/v1/communities/${id}${path}`, headers, payload });
  await askAnalyses(async (path, payload) => {
    const response = await post(path, payload);
    expect(response.statusCode, `${path} ${JSON.stringify(payload)}: ${response.body}`).toBe(200);
  });
  await database.inWorkspace(workspace.id, (tx) =>
    setTags(tx, { communityId: id, memberId: rows[0]!.memberId, tags: ['known'], source: 'hand' }),
  );
  const segments = {
    services: app.services,
    read,
    post: async (path: string, payload: object): Promise<Record<string, unknown>> => {
      const response = await post(path, payload);
      expect(response.statusCode, `${path} ${JSON.stringify(payload)}: ${response.body}`).toBeLessThan(300);
      return response.json();
    },
  };
  await askSegments(segments, { ...ids, memberId: rows[0]!.memberId });
  await askCredit(engine, scope, {
    eventId: space.eventId(said.platform!, said.id),
    accountId: space.accountId(said.platform!, said.member),
  });
  await askPoints(segments, ids, said);
  await askLevels(segments, ids, rows[0]!.memberId);
  await askSending(segments, ids, { ...said, id: 'asked-again' });
  await askGoals(segments, new Date(NOW).toISOString().slice(0, 7));
  const selections = [{ ids: rows.map(({ memberId }) => memberId) }, { filter: { tier: 'active' }, except: [] }];
  for (const selection of selections)
    for (const action of [
      { kind: 'add-tag', tag: 'known' },
      { kind: 'set-attribute', key: 'city', value: 'X' },
      { kind: 'add-standing', standing: 'team' },
    ]) {
      const body = { selection, action };
      for (const path of ['/bulk-actions/preview', '/bulk-actions']) {
        const response = await post(path, body);
        expect(response.statusCode, `${path} ${JSON.stringify(body)}: ${response.body}`).toBeLessThan(300);
      }
    }
}

const statementsOf = (text: string): string[] =>
  text
    .split(/^(?=-- [a-z][\w-]*\.)/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/**
 * The file holds every form of every query that was ever seen; which form runs can depend on what else the table holds.
 * `QUNLUO_UPDATE_QUERIES=1` adds the new ones; start from an empty file to drop what is gone.
 */
it('runs no query of the event log that the file under review does not show', { timeout: 180_000 }, async () => {
  const statements = statementsOf(await recordQueries(live));
  expect(statements.length).toBeGreaterThan(30);
  for (const statement of statements)
    expect(statement, statement.split('\n')[0]).toMatch(/workspace_id[\s\S]*community_id/);
  const reviewed = new Set(statementsOf(await readFile(REVIEWED, 'utf8')));
  if (process.env.QUNLUO_UPDATE_QUERIES === '1') {
    const all = [...new Set([...reviewed, ...statements])].toSorted();
    await writeFile(REVIEWED, all.map((statement) => `${statement}\n`).join('\n'));
    return;
  }
  expect(statements.filter((statement) => !reviewed.has(statement))).toEqual([]);
});
