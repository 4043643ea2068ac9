import { join } from 'node:path';
import { newId } from '#kernel/ids.ts';
import { createPaper, createQuestion } from '#modules/exams/index.ts';
import { createPaperBody } from '#modules/exams/paper.contract.ts';
import { createQuestionBody } from '#modules/exams/question.contract.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { openSession, sessionCookie } from '#modules/member-access/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { type Bench, percentile } from './bench.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';

const QUESTIONS = 2_000;
const TAGS = 20;
const STARTS = 300;
const AT_ONCE = 16;

/** From a member’s tap to the first question: an exam of 20 questions of 4 tags out of a bank of 2,000, over HTTP. */
export const examStart: Bench = {
  name: 'exam-start',
  async run({ directory, scale, say }) {
    const server = await startBenchServer(join(directory, 'data'));
    try {
      const starts = Math.max(40, Math.round(STARTS * scale));
      const questions = Math.max(200, Math.round(QUESTIONS * scale));
      say(`a bank of ${questions} questions, ${2 * starts} members`);
      const paperId = await fillBank(server, questions);
      const cookies = await signInMany(server, 2 * starts);
      const alone: number[] = [];
      for (const cookie of cookies.slice(0, starts)) alone.push(await start(server, paperId, cookie));
      const crowded: number[] = [];
      const waiting = cookies.slice(starts);
      const callers = Array.from({ length: AT_ONCE }, async () => {
        for (let cookie = waiting.pop(); cookie; cookie = waiting.pop())
          crowded.push(await start(server, paperId, cookie));
      });
      await Promise.all(callers);
      const note = `20 of ${questions} questions`;
      return [
        { name: 'exam start, one at a time, p50', value: percentile(alone, 0.5), unit: 'ms', note },
        { name: 'exam start, one at a time, p99', value: percentile(alone, 0.99), unit: 'ms', goal: { atMost: 50 } },
        { name: `exam start, ${AT_ONCE} at once, p50`, value: percentile(crowded, 0.5), unit: 'ms' },
      ];
    } finally {
      await server.stop();
    }
  },
};

async function start({ port }: BenchServer, paperId: string, cookie: string): Promise<number> {
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const response = await fetch(`${origin}/api/m/v1/exams/${paperId}/attempts`, {
    method: 'POST',
    headers: { cookie, origin },
  });
  const { questions } = (await response.json()) as { questions?: unknown[] };
  const took = performance.now() - began;
  if (questions?.length !== 20) throw new Error(`an exam was not begun: ${response.status}`);
  return took;
}

async function fillBank({ app, scope }: BenchServer, questions: number): Promise<string> {
  const { workspaceId, communityId } = scope;
  const who = { actor: systemCaller(workspaceId), communityId };
  return app.services.database.inWorkspace(workspaceId, async (tx) => {
    for (let at = 0; at < questions; at += 1) {
      const options = ['first', 'second', 'third', 'fourth'];
      const tags = [`tag ${at % TAGS}`, `also ${at % 7}`];
      const body = { kind: 'single', text: `question ${at}`, options, solution: [at % 4], tags, state: 'active' };
      await createQuestion(tx, { ...who, body: createQuestionBody.parse(body) });
    }
    const draw = [0, 1, 2, 3].map((tag) => ({ tag: `tag ${tag}`, count: 5 }));
    const paper = { purpose: 'quiz', name: 'bench', draw, state: 'open' };
    return createPaper(tx, { ...who, body: createPaperBody.parse(paper) });
  });
}

async function signInMany({ app, scope }: BenchServer, count: number): Promise<string[]> {
  const { workspaceId, communityId } = scope;
  const accounts = Array.from({ length: count }, (_, at) => {
    const id = newId();
    return { id, platform: 'bench', externalId: `m${at}`, name: `m${at}`, bot: false, firstAt: Date.now() };
  });
  return app.services.database.inWorkspace(workspaceId, async (tx) => {
    await ensureAccounts(tx, communityId, accounts);
    const cookies: string[] = [];
    for (const { id: memberId } of accounts) {
      const session = { workspaceId, communityId, memberId, way: 'link', device: 'bench', now: new Date() } as const;
      const { words } = await openSession(tx, session);
      cookies.push(sessionCookie(words, { maxAge: 3_600, secure: false }).split(';')[0]!);
    }
    return cookies;
  });
}
