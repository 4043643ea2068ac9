import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import type {
  AskReply,
  AttemptDetail,
  AttemptsReply,
  EntryReply,
  MemberAttempt,
  MemberExams,
} from './attempt.contract.ts';
import type { Paper, PapersReply, PaperStatistics } from './paper.contract.ts';
import type { DraftReply, ImportQuestionsReply, Question, QuestionsReply } from './question.contract.ts';

type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const HOUR = 3_600_000;

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let communityId: string;
let [moderator, analyst]: [Headers, Headers] = [{}, {}];

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
  [moderator, analyst] = [await workspace.operator('moderator'), await workspace.operator('analyst')];
  communityId = await database.inWorkspace(
    workspace.id,
    async (tx) => (await createCommunity(tx, workspace.id, { name: 'C' })).id,
  );
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function ask<T>(
  method: Method,
  path: string,
  payload?: object,
  headers = moderator,
): Promise<{ status: number; body: T & { code: string } }> {
  const url = path.startsWith('/m/') ? `/api${path}` : `/api/v1/communities/${communityId}${path}`;
  const { statusCode, body } = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: statusCode, body: body.startsWith('{') ? JSON.parse(body) : body };
}
async function must<T>(method: Method, path: string, payload?: object, headers = moderator): Promise<T> {
  const { status, body } = await ask<T>(method, path, payload, headers);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}
async function newMember(name: string): Promise<{ id: string; headers: Headers }> {
  const id = newId();
  const account = { id, platform: 'qq', externalId: id.slice(-8), name, bot: false, firstAt: app.clock.now() - HOUR };
  await database.inWorkspace(workspace.id, (tx) => ensureAccounts(tx, communityId, [account]));
  return { id, headers: await workspace.member(communityId, id) };
}
const QUESTION = {
  kind: 'single',
  text: '群里可以发广告吗？',
  options: ['可以', '不可以', '问管理员'],
  solution: [1],
  explanation: '群规第一条',
  tags: ['入群'],
  state: 'active',
};

describe('the bank', () => {
  it('takes what can be asked, says what is wrong with the rest, and keeps who reads from who writes', async () => {
    const made = await must<Question>('POST', '/exam-questions', QUESTION);
    expect(made).toMatchObject({ revision: 1, drafted: false, figures: { answered: 0, difficulty: null }, hints: [] });
    const wrong = await ask<{ faults: { where: string }[] }>('POST', '/exam-questions', {
      ...QUESTION,
      solution: [1, 2],
    });
    expect([wrong.status, wrong.body.faults[0]!.where]).toEqual([400, '/body/solution']);
    expect((await ask('POST', '/exam-questions', QUESTION, analyst)).status).toBe(403);
    expect((await ask('GET', '/exam-questions.csv', undefined, analyst)).status).toBe(403);
    const changed = await must<Question>('PATCH', `/exam-questions/${made.id}`, { solution: [0] });
    expect(changed).toMatchObject({ revision: 2, solution: [0], text: QUESTION.text });
    expect(await must<Question>('PATCH', `/exam-questions/${made.id}`, { tags: ['新人'] })).toMatchObject({
      revision: 2,
    });
    const found = await must<QuestionsReply>(
      'GET',
      `/exam-questions?tag=${encodeURIComponent('新人')}`,
      undefined,
      analyst,
    );
    expect(found).toMatchObject({ total: 1, tags: [{ tag: '新人', active: 1, all: 1 }], states: { active: 1 } });
    expect((await ask('DELETE', `/exam-questions/${made.id}`)).status).toBe(204);
  });

  it('is drafted from the rules, once, and anew where a rule changed', async () => {
    await must('POST', '/rules/prefill', {});
    const racing = await Promise.all([1, 2, 3].map(() => must<DraftReply>('POST', '/exam-questions/draft', {})));
    const first = racing.toSorted((a, b) => b.added - a.added)[0]!;
    expect(racing.reduce((sum, { added }) => sum + added, 0)).toBe(first.added);
    expect(first.added).toBeGreaterThan(14);
    expect(await must('POST', '/exam-questions/draft', {})).toEqual({ added: 0, renewed: 0, unchanged: first.added });
    const { rules } = await must<{ rules: { id: string; title: string; cost: number }[] }>('GET', '/rules');
    await must('PATCH', `/rules/${rules[0]!.id}`, { cost: rules[0]!.cost === 12 ? 6 : 12 });
    const outdated = await must<QuestionsReply>('GET', '/exam-questions?hint=rule_changed');
    expect(outdated.questions.map(({ text }) => text).some((text) => text.includes(rules[0]!.title))).toBe(true);
    const again = await must<DraftReply>('POST', '/exam-questions/draft', {});
    expect(again.renewed).toBe(outdated.total);
    expect((await must<QuestionsReply>('GET', '/exam-questions?hint=rule_changed')).total).toBe(0);
    const retired = outdated.questions[0]!.id;
    await must('PATCH', `/exam-questions/${retired}`, { state: 'retired' });
    await must('PATCH', `/rules/${rules[0]!.id}`, { cost: rules[0]!.cost });
    const meanwhile = await must<QuestionsReply>('GET', '/exam-questions?hint=rule_changed');
    expect(meanwhile.questions.map(({ id }) => id)).not.toContain(retired);
    expect((await must<DraftReply>('POST', '/exam-questions/draft', {})).renewed).toBe(meanwhile.total);
    expect(await must<Question>('GET', `/exam-questions/${retired}`)).toMatchObject({ state: 'retired' });
    await must('DELETE', `/exam-questions/${retired}`);
    for (const { id } of (await must<QuestionsReply>('GET', '/exam-questions')).questions)
      await must('DELETE', `/exam-questions/${id}`);
  });

  it('goes out as CSV without formulas and comes in with its reasons, after a look that changes nothing', async () => {
    await must('POST', '/exam-questions', { ...QUESTION, text: '=1+1 等于几？', options: ['2', '3'] });
    const csv = await must<string>('GET', '/exam-questions.csv');
    expect(csv).toContain(`'=1+1`);
    const more = `${csv}single,新的题,甲,乙,,,,,,,B,,入群,active\r\nessay,写一篇,,,,,,,,,A,,,\r\n`;
    expect((await ask('POST', '/exam-questions', { ...QUESTION, tags: ['a; b'] })).status).toBe(400);
    const look = await must<ImportQuestionsReply>('POST', '/exam-questions/import', { csv: more });
    expect(look).toMatchObject({ rows: 3, taken: 1, refusedTotal: 2 });
    expect(look.refused.map(({ line, what }) => [line, what])).toEqual([
      [2, 'known'],
      [4, 'kind'],
    ]);
    const { total } = await must<QuestionsReply>('GET', '/exam-questions');
    await must('POST', '/exam-questions/import', { csv: more, dryRun: false });
    expect((await must<QuestionsReply>('GET', '/exam-questions')).total).toBe(total + 1);
    expect((await ask('POST', '/exam-questions/import', { csv: 'a,b\n1,2' })).status).toBe(400);
  });
});

describe('an exam by HTTP', () => {
  let paper: Paper;
  beforeAll(async () => {
    for (const kind of ['multiple', 'order'])
      for (const at of [1, 2, 3])
        await must('POST', '/exam-questions', {
          ...QUESTION,
          kind,
          text: `${kind} ${at}`,
          solution: kind === 'order' ? [2, 0, 1] : [0, 2],
          tags: ['测'],
        });
    await must('POST', '/exam-questions', {
      ...QUESTION,
      kind: 'truth',
      text: '对吗',
      options: [],
      solution: [1],
      tags: ['测'],
    });
    const body = {
      purpose: 'entry',
      name: '入群考试',
      draw: [{ tag: '测', count: 5 }],
      passPercent: 80,
      mostAttempts: 2,
    };
    paper = await must<Paper>('POST', '/exam-papers', body);
    expect(paper).toMatchObject({ state: 'draft', minutes: 30, coolDownHours: 24, questions: 5, missing: [] });
  });
  const mine = (headers: Headers) => must<MemberExams>('GET', '/m/v1/exams', undefined, headers);
  const begin = (headers: Headers) =>
    must<MemberAttempt>('POST', `/m/v1/exams/${paper.id}/attempts`, undefined, headers);
  const solutions = async (id: string) => (await must<AttemptDetail>('GET', `/exam-attempts/${id}`)).questions;

  it('is no member’s before it opens', async () => {
    const ann = await newMember('Ann');
    expect((await mine(ann.headers)).exams).toEqual([]);
    expect((await ask('POST', `/m/v1/exams/${paper.id}/attempts`, undefined, ann.headers)).status).toBe(404);
    expect(
      (await ask('PATCH', `/exam-papers/${paper.id}`, { state: 'open', draw: [{ tag: '测', count: 99 }] })).body.code,
    ).toBe('bank_short');
    await must('PATCH', `/exam-papers/${paper.id}`, { state: 'open' });
    expect((await mine(ann.headers)).exams).toMatchObject([
      { refusal: null, attemptsLeft: 2, questions: 5, openAttempt: null },
    ]);
  });

  it('is taken in two tabs, answered to the end, marked and explained; nobody else sees or answers it', async () => {
    const [ann, bob] = [await newMember('Ann'), await newMember('Bob')];
    const [one, other] = await Promise.all([begin(ann.headers), begin(ann.headers)]);
    expect(other.id).toBe(one.id);
    expect(JSON.stringify([one, await mine(ann.headers)])).not.toMatch(
      /solution|explanation|群规第一条|seed|questionId|"correct"/,
    );
    const path = `/m/v1/exams/attempts/${one.id}`;
    const answers = await solutions(one.id);
    const put = (position: number, choice: unknown, headers = ann.headers) =>
      ask<{ answered: number }>('PUT', `${path}/answers/${position}`, { choice } as object, headers);
    for (const [position, choice, headers] of [
      [1, answers[0]!.solution, bob.headers],
      [6, [0], ann.headers],
      [0, [0], ann.headers],
    ] as const)
      expect([400, 404]).toContain((await put(position, choice, headers)).status);
    for (const choice of [[9], [-1], [0.5], ['0'], [0, 0], 'x'])
      expect((await put(1, choice)).status, String(choice)).toBe(400);
    expect((await ask('PUT', `${path}/answers/1`, { choice: [0], correct: true }, ann.headers)).status).toBe(400);
    expect((await ask('GET', path, undefined, bob.headers)).status).toBe(404);
    expect((await ask('POST', `${path}/finish`, undefined, bob.headers)).status).toBe(404);
    expect((await ask('GET', path, undefined, moderator)).status).toBe(401);
    for (const { position, solution } of answers) expect((await put(position, solution)).body.answered).toBe(position);
    const finished = await Promise.all(
      [1, 2, 3].map(() => must<MemberAttempt>('POST', `${path}/finish`, undefined, ann.headers)),
    );
    expect(finished[0]).toMatchObject({ state: 'passed', correct: 5, total: 5 });
    expect(new Set(finished.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(finished[0]!.questions[0]).toMatchObject({ explanation: '群规第一条' });
    expect((await put(1, answers[0]!.solution)).body.code).toBe('exam_over');
    expect((await mine(ann.headers)).exams[0]).toMatchObject({ refusal: 'already_passed' });
    expect((await ask('POST', `/m/v1/exams/${paper.id}/attempts`, undefined, ann.headers)).body.code).toBe(
      'already_passed',
    );
  });

  it('is over when the time of the server is, and may be tried again after the cool-down', async () => {
    const cat = await newMember('Cat');
    const { id } = await begin(cat.headers);
    app.clock.advance(31 * 60_000);
    expect((await ask('PUT', `/m/v1/exams/attempts/${id}/answers/1`, { choice: [0] }, cat.headers)).body.code).toMatch(
      /time_over|bad_answer/,
    );
    expect((await mine(cat.headers)).exams[0]).toMatchObject({ refusal: 'cooling_down', openAttempt: null });
    expect(await must('GET', `/m/v1/exams/attempts/${id}`, undefined, cat.headers)).toMatchObject({
      state: 'failed',
      endedBy: 'time',
      correct: 0,
    });
    expect((await mine(cat.headers)).exams[0]).toMatchObject({ refusal: 'cooling_down', attemptsLeft: 1 });
    app.clock.advance(24 * HOUR);
    const again = await newSession(cat.id);
    expect((await begin(again)).id).not.toBe(id);
  });
  const newSession = (memberId: string) => workspace.member(communityId, memberId);

  it('shows operators who took it and how it went, and asks newcomers by a personal link', async () => {
    const [dan, list] = [
      await newMember('Dan'),
      await must<AttemptsReply>('GET', '/exam-attempts?state=passed', undefined, analyst),
    ];
    const beyond = await must<AttemptsReply>('GET', '/exam-attempts?page=9');
    expect(beyond).toMatchObject({ attempts: [], total: 3 });
    expect(list.attempts).toMatchObject([{ member: { name: 'Ann' }, state: 'passed', correct: 5, answered: 5 }]);
    const { papers } = await must<PapersReply>('GET', '/exam-papers');
    expect(papers[0]!.figures).toMatchObject({
      attempts: 3,
      passed: 1,
      failed: 1,
      open: 1,
      people: 2,
      peoplePassed: 1,
      medianShare: 0.5,
    });
    const statistics = await must<PaperStatistics>('GET', `/exam-papers/${paper.id}/statistics`);
    expect([statistics.scores[0], statistics.scores[9]]).toEqual([1, 1]);
    expect(statistics.tags).toEqual([{ tag: '测', answered: 10, right: 5 }]);
    const ann = list.attempts[0]!.member.id;
    const reply = await must<AskReply>('POST', '/entry-exam/ask', { memberIds: [dan.id, ann] });
    expect(reply).toMatchObject({ sent: 0, passed: 1, links: [{ memberId: dan.id, name: 'Dan' }] });
    // Who may not sign in as members hands over the address of the pages.
    expect(reply.links[0]!.url).toMatch(/^http:\/\/.*\/m\/[^/]+\/$/);
    const owned = { ...(await workspace.operator('owner')) };
    const byOwner = await must<AskReply>('POST', '/entry-exam/ask', { memberIds: [dan.id] }, owned);
    expect(byOwner.links[0]!.url).toMatch(/^http:\/\/.*\/m\/[^/]+\/in#token=/);
    const entry = await must<EntryReply>('GET', '/entry-exam');
    const states = Object.fromEntries(entry.people.map(({ memberId, state }) => [memberId, state]));
    expect(states).toMatchObject({ [dan.id]: 'asked', [ann]: 'passed' });
    expect(entry.counts).toMatchObject({ passed: 1, asked: 1, open: 1 });
    const far = await must<EntryReply>('GET', '/entry-exam?page=9&state=passed');
    expect(far).toEqual({ ...entry, people: [], total: 1 });
    expect(entry.total).toBe(entry.people.length);
    expect((await mine(dan.headers)).exams[0]).toMatchObject({ asked: true });
    expect((await ask('POST', '/entry-exam/ask', { memberIds: [dan.id], text: 'no link' })).status).toBe(400);
    expect((await ask('DELETE', `/exam-papers/${paper.id}`)).body.code).toBe('paper_was_taken');
    const { questions } = await must<QuestionsReply>('GET', `/exam-questions?tag=${encodeURIComponent('测')}`);
    const used = questions.find(({ figures }) => figures.answered > 0)!;
    expect((await ask('DELETE', `/exam-questions/${used.id}`)).body.code).toBe('question_was_asked');
  });
});
