import { sql as pgSql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SKIP_REASONS } from '#connectors/contract.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { workOnImports } from '#modules/imports/index.ts';
import type { Import, ImportChoices } from '#modules/imports/contract.ts';
import { type EventEngine, grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { BAD_FILES, gb18030, IMPOSSIBLE_DATES, line, MIXED_LINES, MIXED_SKIPPED } from './bad-files.ts';

let database: Database;
let engine: EventEngine;
let jobs: Jobs;
let app: TestApp;
let workspace: TestWorkspace;
let manager: Record<string, string>;
let communityId: string;

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  await workOnImports({ ...app.services, onCommunityChanged: () => undefined });
  workspace = await app.workspace();
  manager = await workspace.token(['imports.manage', 'imports.read']);
  const made = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Books' }));
  communityId = made.id;
});
afterAll(async () => {
  await jobs.stop();
  await app.close();
  await database.close();
});

const base = (): string => `/api/v1/communities/${communityId}/imports`;

function upload(name: string, content: string | Buffer, headers = manager) {
  const boundary = 'a-boundary-of-the-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  return app.inject({
    method: 'POST',
    url: base(),
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

const start = (id: string, choices: Partial<ImportChoices> = {}) =>
  app.inject({ method: 'POST', url: `${base()}/${id}/start`, headers: manager, payload: choices });

async function ended(id: string): Promise<Import> {
  let found: Import | undefined;
  await expect
    .poll(
      async () => {
        found = (await app.inject({ url: `${base()}/${id}`, headers: manager })).json();
        return found!.status;
      },
      { timeout: 60_000, interval: 50 },
    )
    .not.toBe('running');
  return found!;
}

/** Everything that an import could leave behind. */
async function everything() {
  const scope = grantScope(workspace.id, communityId);
  const [log] = await engine.query<{ n: number }>(
    scope,
    'test.bad_input_events',
    sql`SELECT count() AS n FROM events WHERE ${inScope(scope)}`,
  );
  const { rows } = await database.inWorkspace(workspace.id, (tx) =>
    pgSql<{ members: number }>`SELECT count(*)::int AS members FROM members`.execute(tx),
  );
  const listed = (await app.inject({ url: base(), headers: manager })).json<{ imports: Import[] }>().imports;
  return {
    events: log!.n,
    members: rows[0]!.members,
    imports: listed.length,
    files: (await app.services.files.list()).length,
  };
}

describe('an upload that nobody can take', { timeout: 180_000 }, () => {
  it.for(BAD_FILES.filter(({ late }) => !late))('$name: refused at once, nothing left', async ({ name, ...bad }) => {
    const before = await everything();
    const answer = await upload(name, bad.content());
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
    const problem = answer.json();
    expect(problem).toMatchObject({ status: 400, code: bad.code, type: `urn:qunluo:problem:${bad.code}` });
    expect(problem.detail).toMatch(bad.says);
    expect(problem.faults.length).toBeGreaterThan(0);
    expect(await everything()).toEqual(before);
  });

  it.for(BAD_FILES.filter(({ late }) => late))(
    '$name: broken after its preview, the import fails whole and can be tried again',
    async ({ name, ...bad }) => {
      const before = await everything();
      const uploaded = (await upload(name, bad.content())).json<Import>();
      expect(uploaded).toMatchObject({ status: 'ready', preview: { complete: false } });
      for (const _ of ['first', 'again']) {
        expect((await start(uploaded.id)).statusCode).toBe(202);
        const failed = await ended(uploaded.id);
        expect(failed).toMatchObject({ status: 'failed', summary: null, error: { code: bad.code } });
        expect(failed.error!.message).toMatch(bad.says);
        const { events, members } = await everything();
        expect({ events, members }).toEqual({ events: before.events, members: before.members });
      }
      expect(
        (await app.inject({ method: 'DELETE', url: `${base()}/${uploaded.id}`, headers: manager })).statusCode,
      ).toBe(204);
      expect(await everything()).toEqual({ ...before, imports: before.imports + 1 });
    },
  );

  it('only events that cannot be: fails and names the reasons with their lines', async () => {
    const before = await everything();
    const uploaded = (await upload('dates.jsonl', IMPOSSIBLE_DATES)).json<Import>();
    await start(uploaded.id);
    expect(await ended(uploaded.id)).toMatchObject({
      status: 'failed',
      error: {
        code: 'nothing_to_import',
        faults: [
          { where: '1', what: `${SKIP_REASONS.date_in_future.en} (1)` },
          { where: '2', what: `${SKIP_REASONS.date_before_1990.en} (1)` },
        ],
      },
    });
    expect((await everything()).events).toBe(before.events);
  });

  it('an empty file, no file, another body', async () => {
    const before = await everything();
    const empty = await upload('empty.jsonl', '');
    expect([empty.statusCode, empty.json().code]).toEqual([400, 'empty_file']);
    const none = await app.inject({ method: 'POST', url: base(), headers: manager, payload: { file: 1 } });
    expect([none.statusCode, none.json().code]).toEqual([415, 'unsupported_media_type']);
    expect(await everything()).toEqual(before);
  });

  it('a token without the right, or one that is wrong, before a byte is read', async () => {
    const before = await everything();
    const reader = await workspace.token(['imports.read']);
    for (const [headers, status, code] of [
      [reader, 403, 'forbidden'],
      [{ authorization: 'Bearer ql_wrong' }, 401, 'unauthenticated'],
    ] as const) {
      const answer = await upload('good.jsonl', line({}), headers);
      expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
      expect(answer.json().detail).not.toBe('');
    }
    expect(await everything()).toEqual(before);
  });
});

describe('an upload with faults in it', () => {
  it('takes what is good and names what is not by line and reason', async () => {
    const before = await everything();
    const uploaded = (await upload('mixed.jsonl', MIXED_LINES)).json<Import>();
    await start(uploaded.id);
    const { summary } = await ended(uploaded.id);
    expect(summary).toMatchObject({ read: 3, written: 3, unknownKinds: 1, byKind: { message: 2, gift: 1 } });
    expect(summary!.skipped.map(({ reason, where }) => [reason, where]).toSorted()).toEqual(
      MIXED_SKIPPED.map(([reason, where]) => [reason, [...where]]).toSorted(),
    );
    const scope = grantScope(workspace.id, communityId);
    const kept = await engine.query<{ kind: string; weight: number; properties: string }>(
      scope,
      'test.bad_input_kept',
      sql`SELECT kind, weight, properties FROM events WHERE ${inScope(scope)} ORDER BY kind, properties`,
    );
    expect(kept).toEqual([
      { kind: 'gift', weight: 0, properties: '' },
      { kind: 'message', weight: 2, properties: '' },
      { kind: 'message', weight: 2, properties: '{"textCut":1000000}' },
    ]);
    expect((await everything()).events).toBe(before.events + 3);
  });

  it('reads GB18030 without being told', async () => {
    const uploaded = (await upload('gb.jsonl', gb18030())).json<Import>();
    expect(uploaded.detection).toMatchObject({ encoding: 'gb18030' });
    expect(uploaded.preview!.events.map(({ name }) => name)).toEqual(['张三', '李四']);
    await start(uploaded.id, { options: { platform: 'gb' } });
    expect(await ended(uploaded.id)).toMatchObject({ status: 'done', summary: { written: 2, skipped: [] } });
  });
});
