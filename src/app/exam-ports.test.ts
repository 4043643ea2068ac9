import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';

type Question = { position: number; solution: number[] };

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let moderator: Record<string, string>;
let communityId: string;
const memberId = newId();

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  moderator = await workspace.operator('moderator');
  communityId = await database.inWorkspace(workspace.id, async (tx) => {
    const { id } = await createCommunity(tx, workspace.id, { name: 'C' });
    await ensureAccounts(tx, id, [
      { id: memberId, platform: 'qq', externalId: 'm', name: 'Ann', bot: false, firstAt: Date.now() },
    ]);
    return id;
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Reply = { id: string; code: string; state: string; rules: { id: string; cost: number }[]; questions: Question[] };
async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  payload?: object,
): Promise<{ status: number; body: Reply & { licence: { credit: number } } }> {
  const own = path.startsWith('/m/');
  const headers = own ? await workspace.member(communityId, memberId) : moderator;
  const url = own ? `/api${path}` : `/api/v1/communities/${communityId}${path}`;
  const { statusCode, body } = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: statusCode, body: body === '' ? undefined : JSON.parse(body) };
}

async function take(paperId: string): Promise<Reply> {
  const { body } = await ask('POST', `/m/v1/exams/${paperId}/attempts`);
  const { questions } = (await ask('GET', `/exam-attempts/${body.id}`)).body;
  for (const { position, solution } of questions)
    await ask('PUT', `/m/v1/exams/attempts/${body.id}/answers/${position}`, { choice: solution });
  const finished = await Promise.all([1, 2, 3].map(() => ask('POST', `/m/v1/exams/attempts/${body.id}/finish`)));
  return finished[0]!.body;
}

it('gives credit back once when the licence exam is passed, which is there only for who is suspended', async () => {
  await ask('POST', '/rules/prefill', {});
  expect((await ask('POST', '/exam-questions/draft', {})).status).toBe(200);
  const { questions } = (await ask('GET', '/exam-questions')).body as unknown as { questions: { id: string }[] };
  for (const { id } of questions) await ask('PATCH', `/exam-questions/${id}`, { state: 'active' });
  const draw = [{ tag: '群规', count: 10 }];
  const paper = (await ask('POST', '/exam-papers', { purpose: 'licence', name: '信用考试', draw, state: 'open' })).body;
  expect((await ask('POST', `/m/v1/exams/${paper.id}/attempts`)).body.code).toBe('not_needed');

  const { rules } = (await ask('GET', '/rules')).body;
  const evidence = { text: 'seen', happenedAt: new Date(app.clock.now() - 1000).toISOString() };
  const gravest = rules.find(({ cost }) => cost === 12)!.id;
  expect((await ask('POST', '/violations', { memberId, ruleId: gravest, evidence, key: newId() })).status).toBe(201);
  expect((await ask('GET', `/members/${memberId}/credit`)).body.licence.credit).toBe(0);

  expect(await take(paper.id)).toMatchObject({ state: 'passed' });
  expect((await ask('GET', `/members/${memberId}/credit`)).body.licence.credit).toBe(6);
  expect((await ask('POST', `/m/v1/exams/${paper.id}/attempts`)).body.code).toBe('not_needed');
});

it('counts a quiz that is passed among the standards of levels', async () => {
  const draw = [{ tag: '群规', count: 1 }];
  const paper = (await ask('POST', '/exam-papers', { purpose: 'quiz', name: 'quiz', draw, state: 'open' })).body;
  expect(await take(paper.id)).toMatchObject({ state: 'passed' });
  const { rows } = await database.inWorkspace(workspace.id, (tx) =>
    sql<{ paper: string; member: string }>`SELECT paper_id AS paper, member_id AS member FROM level_quizzes`.execute(
      tx,
    ),
  );
  expect(rows).toEqual([{ paper: paper.id, member: memberId }]);
});
