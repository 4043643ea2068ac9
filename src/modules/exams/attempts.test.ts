import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import { ensureAccounts, mergeMembers } from '#modules/members/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { answerQuestion } from './answer-question.ts';
import { listAttemptsOf, listItems, lockPerson } from './attempt-store.ts';
import { changePaper, createPaper } from './change-paper.ts';
import { changeQuestion, createQuestion } from './change-question.ts';
import { placesOf } from './check-question.ts';
import { showAttempt } from './exams-of-member.ts';
import { settleOverdue } from './jobs.ts';
import { passedEntry } from './passed-entry.ts';
import { createPaperBody, type NewPaper } from './paper.contract.ts';
import type { ExamPorts, PassedExam } from './ports.ts';
import { createQuestionBody } from './question.contract.ts';
import { readItemSums } from './question-store.ts';
import { settleOwn } from './settle-attempt.ts';
import { startAttempt } from './start-attempt.ts';

let database: Database;
let workspaceId: string;
let communityId: string;
const HOUR = 3_600_000;
const NOW = new Date('2026-03-01T08:00:00Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
const log = createLogger({ logLevel: 'silent' });

/** What was told of passing, as a row of the transaction that tells it: what is rolled back was not told. */
const told = async (): Promise<string[]> => {
  const { rows } = await inside((tx) =>
    sql<{ id: string }>`SELECT subject_id AS id FROM audit_entries WHERE action = 'test.passed' ORDER BY at`.execute(
      tx,
    ),
  );
  return rows.map(({ id }) => id);
};
let failing = 0;
const ports: Pick<ExamPorts, 'onPassed' | 'needsLicence'> = {
  async onPassed(tx, { attemptId }: PassedExam) {
    await sql`
      INSERT INTO audit_entries (workspace_id, id, actor_kind, action, subject_kind, subject_id)
      VALUES (qunluo_workspace(), ${newId()}, 'system', 'test.passed', 'attempt', ${attemptId})
    `.execute(tx);
    if (failing-- > 0) throw new Error('killed');
  },
  needsLicence: async () => true,
};

beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());
beforeEach(async () => {
  failing = 0;
  communityId = (await inside((tx) => createCommunity(tx, workspaceId, { name: 'C' }))).id;
});

const actor = () => systemCaller(workspaceId);
const newMember = async (name = '小明'): Promise<string> => {
  const id = newId();
  const account = { id, platform: 'qq', externalId: id.slice(-8), name, bot: false, firstAt: NOW.getTime() };
  await inside((tx) => ensureAccounts(tx, communityId, [account]));
  return id;
};
const addQuestions = (count: number, tags: string[] = []) =>
  inside(async (tx) => {
    const ids = [];
    for (let at = 0; at < count; at += 1) {
      const body = createQuestionBody.parse({
        kind: (['single', 'multiple', 'truth', 'order'] as const)[at % 4],
        text: `question ${at} ${tags.join(' ')}`,
        options: at % 4 === 2 ? [] : ['a', 'b', 'c'],
        solution: [[1], [0, 2], [1], [2, 0, 1]][at % 4],
        explanation: 'because',
        tags,
        state: 'active',
      });
      ids.push(await createQuestion(tx, { actor: actor(), communityId, body }));
    }
    return ids;
  });
const addPaper = (over: Partial<NewPaper> = {}) =>
  inside((tx) =>
    createPaper(tx, {
      actor: actor(),
      communityId,
      body: createPaperBody.parse({
        purpose: 'licence',
        name: 'exam',
        draw: [{ tag: null, count: 4 }],
        state: 'open',
        ...over,
      }),
    }),
  );

const starting = (memberId: string, now: Date) => ({ ports, communityId, memberId, now });
const start = (memberId: string, paperId: string, now = NOW, seed = 7) =>
  inside((tx) => startAttempt(tx, starting(memberId, now), { paperId, seed }));
const finish = (memberId: string, id: string, now = after(60_000)) =>
  inside((tx) => settleOwn(tx, starting(memberId, now), { id, memberId, handedIn: true }));
const show = (memberId: string, id: string, now: Date) =>
  inside(async (tx) => {
    const asked = starting(memberId, now);
    return showAttempt(tx, asked, await settleOwn(tx, asked, { id, memberId, handedIn: false }));
  });
const answer = (memberId: string, id: string, position: number, choice: number[], now = after(1_000)) =>
  inside((tx) => answerQuestion(tx, { communityId, memberId, now }, { id, position, choice }));
const itemsOf = (id: string) => inside((tx) => listItems(tx, id));
const answerRight = async (memberId: string, id: string, howMany = 100, now = after(1_000)) => {
  for (const { position, kind, shown, solution } of (await itemsOf(id)).slice(0, howMany))
    await answer(memberId, id, position, placesOf(kind, shown, solution), now);
};
const attemptsOf = (memberId: string) => inside((tx) => listAttemptsOf(tx, communityId, [memberId]));
const settled = (work: Promise<unknown>[]) => Promise.allSettled(work);
const codes = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []));

describe('an exam', () => {
  it('is begun once, however many tabs ask, and goes on where it was', async () => {
    await addQuestions(8);
    const paper = await addPaper();
    const member = await newMember();
    const results = await Promise.all(Array.from({ length: 20 }, (_, seed) => start(member, paper, NOW, seed)));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(results.filter(({ begun }) => begun)).toHaveLength(1);
    const { id } = results[0]!;
    await answerRight(member, id, 1);
    const before = await show(member, id, after(60_000));
    expect(await start(member, paper, after(60_000))).toEqual({ id, begun: false });
    expect(await show(member, id, after(60_000))).toEqual(before);
  });

  it('shows nothing of what is right before its end, and everything afterwards', async () => {
    await addQuestions(8);
    const paper = await addPaper();
    const member = await newMember();
    const { id } = await start(member, paper);
    const open = await show(member, id, after(1));
    expect(Object.keys(open.questions[0]!).toSorted()).toEqual(['choice', 'kind', 'options', 'position', 'text']);
    expect(JSON.stringify(open)).not.toMatch(/because|solution|correct|explanation|seed|questionId/);
    await answerRight(member, id, 3);
    expect(await finish(member, id)).toMatchObject({ correct: 3, total: 4, passed: false, endedBy: 'member' });
    const over = await show(member, id, after(90_000));
    expect(over).toMatchObject({ state: 'failed', again: { at: after(60_000 + 24 * HOUR).toISOString(), left: null } });
    if (over.state === 'open') throw new Error('it is over');
    expect(over.questions.map(({ correct }) => correct)).toEqual([true, true, true, false]);
    expect(over.questions[0]).toMatchObject({ explanation: 'because', choice: over.questions[0]!.solution });
  });

  it('takes no answer that is another’s, names what is not there, or comes too late', async () => {
    await addQuestions(8);
    const paper = await addPaper();
    const [member, thief] = [await newMember(), await newMember()];
    const { id } = await start(member, paper);
    const refused = async (work: Promise<unknown>) => codes(await settled([work]))[0];
    expect(await refused(answer(thief, id, 1, [0]))).toBe('not_found');
    expect(await refused(finish(thief, id))).toBe('not_found');
    expect(await refused(show(thief, id, NOW))).toBe('not_found');
    expect(await refused(answer(member, id, 5, [0]))).toBe('not_found');
    expect(await refused(answer(member, id, 1, [7]))).toBe('bad_answer');
    await answerRight(member, id, 1);
    expect(await answer(member, id, 1, [])).toMatchObject({ answered: 0 });
    expect(await refused(answer(member, newId(), 1, [0]))).toBe('not_found');
    expect(await refused(answer(member, id, 1, [0], after(HOUR / 2)))).toBe('time_over');
    expect((await itemsOf(id)).every(({ choice }) => choice === null)).toBe(true);
    await finish(member, id);
    expect(await refused(answer(member, id, 1, [0]))).toBe('exam_over');
  });

  it('ends once and is told of once, whoever hands it in how often and whatever is killed on the way', async () => {
    await addQuestions(8);
    const paper = await addPaper();
    const member = await newMember();
    const { id } = await start(member, paper);
    await answerRight(member, id);
    failing = 1;
    await expect(finish(member, id)).rejects.toThrow('killed');
    expect((await attemptsOf(member))[0]).toMatchObject({ finishedAt: null, passed: null });
    expect(await told()).not.toContain(id);
    failing = 0;
    const [first, ...rest] = await Promise.all(Array.from({ length: 20 }, () => finish(member, id)));
    expect(first).toMatchObject({ passed: true, correct: 4 });
    expect(rest).toEqual(rest.map(() => first));
    await Promise.all([
      settleOverdue({ database, clock: { now: () => after(HOUR).getTime() }, log, ports }, workspaceId),
      finish(member, id),
    ]);
    expect((await told()).filter((one) => one === id)).toHaveLength(1);
  });

  it('is ended by the clock with what was answered by then, by the task or by whoever comes first', async () => {
    await addQuestions(8);
    const paper = await addPaper();
    const [member, late] = [await newMember(), await newMember()];
    const { id } = await start(member, paper);
    await answerRight(member, id);
    const { id: other } = await start(late, paper);
    const clock = { now: () => after(HOUR).getTime() };
    failing = 1;
    expect(await settleOverdue({ database, clock, log, ports }, workspaceId)).toBe(1);
    expect(await settleOverdue({ database, clock, log, ports }, workspaceId)).toBe(1);
    expect(await settleOverdue({ database, clock, log, ports }, workspaceId)).toBe(0);
    expect((await attemptsOf(member))[0]).toMatchObject({ passed: true, endedBy: 'time', finishedAt: after(HOUR / 2) });
    expect((await attemptsOf(late))[0]).toMatchObject({ id: other, passed: false, correct: 0 });
    expect((await told()).filter((one) => one === id)).toHaveLength(1);
    const refusals = await settled([start(late, paper, after(HOUR)), start(member, paper, after(HOUR))]);
    expect(codes(refusals)).toEqual(['cooling_down']);
  });

  it('keeps an answer that races its end out or in, and marks what it kept', async () => {
    await addQuestions(8);
    const paper = await addPaper();
    for (let round = 0; round < 5; round += 1) {
      const member = await newMember();
      const { id } = await start(member, paper, NOW, round);
      await answerRight(member, id, 3);
      const [, last] = [0, (await itemsOf(id))[3]!];
      await settled([finish(member, id), answer(member, id, 4, placesOf(last.kind, last.shown, last.solution))]);
      const items = await itemsOf(id);
      const [attempt] = await attemptsOf(member);
      expect(attempt!.correct).toBe(items.filter(({ choice }) => choice !== null).length);
      expect(items.filter(({ correct }) => correct)).toHaveLength(attempt!.correct!);
    }
  });

  it('asks tries and cool-down of the whole person, also when many ask at once', async () => {
    await addQuestions(8);
    const paper = await addPaper({ mostAttempts: 2 });
    const [member, second] = [await newMember(), await newMember()];
    const { id } = await start(member, paper);
    const racing = await settled([
      finish(member, id),
      ...Array.from({ length: 8 }, () => start(member, paper, after(61_000))),
    ]);
    expect(codes(racing).every((code) => code === 'cooling_down')).toBe(true);
    expect(await attemptsOf(member)).toHaveLength(1);
    await inside((tx) => mergeMembers(tx, { communityId, intoId: second, memberId: member }));
    expect(codes(await settled([start(second, paper, after(2 * HOUR))]))).toEqual(['cooling_down']);
    const { id: again } = await start(second, paper, after(26 * HOUR));
    await finish(second, again, after(26 * HOUR + 1));
    const all = await settled(Array.from({ length: 5 }, () => start(second, paper, after(100 * HOUR))));
    expect(codes(all)).toEqual(Array.from({ length: 5 }, () => 'no_attempts_left'));
  });

  it('keeps another exam waiting, and is begun only where it is needed', async () => {
    await addQuestions(8);
    const [paper, quiz] = [await addPaper(), await addPaper({ purpose: 'quiz' })];
    const member = await newMember();
    await start(member, quiz);
    expect(codes(await settled([start(member, paper)]))).toEqual(['other_attempt_open']);
    const calm = { ...starting(await newMember(), NOW), ports: { ...ports, needsLicence: async () => false } };
    expect(codes(await settled([inside((tx) => startAttempt(tx, calm, { paperId: paper, seed: 1 }))]))).toEqual([
      'not_needed',
    ]);
  });

  it('is looked at without waiting for whoever changes something of its member', async () => {
    await addQuestions(4);
    const paper = await addPaper();
    const member = await newMember();
    const { id } = await start(member, paper);
    await inside(async (tx) => {
      await lockPerson(tx, communityId, member);
      expect(await show(member, id, after(1))).toMatchObject({ state: 'open' });
    });
    await finish(member, id);
    await inside(async (tx) => {
      await lockPerson(tx, communityId, member);
      expect(await show(member, id, after(HOUR))).toMatchObject({ state: 'failed' });
    });
  });

  it('goes on with the questions it began with, whatever happens to the bank', async () => {
    const ids = await addQuestions(4);
    const paper = await addPaper({ passPercent: 100 });
    const member = await newMember();
    const { id } = await start(member, paper);
    const shown = await show(member, id, NOW);
    await inside(async (tx) => {
      for (const one of ids)
        await changeQuestion(tx, {
          actor: actor(),
          communityId,
          id: one,
          body: { text: 'other', kind: 'truth', options: [], solution: [0], state: 'retired' },
        });
      await changePaper(tx, { actor: actor(), communityId, id: paper, body: { state: 'closed', passPercent: 1 } });
    });
    expect(await show(member, id, NOW)).toEqual(shown);
    await answerRight(member, id);
    expect(await finish(member, id)).toMatchObject({ correct: 4, passed: true });
  });

  it('opens only when the bank can fill it, and one of a purpose at a time', async () => {
    await addQuestions(3, ['rules']);
    const short = settled([
      addPaper({ draw: [{ tag: 'rules', count: 4 }] }),
      addPaper({
        draw: [
          { tag: 'rules', count: 2 },
          { tag: null, count: 2 },
        ],
      }),
    ]);
    expect(codes(await short)).toEqual(['bank_short', 'bank_short']);
    const three = { draw: [{ tag: 'rules', count: 3 }] };
    const racing = await settled([addPaper(three), addPaper(three), addPaper({ ...three, purpose: 'entry' })]);
    expect(codes(racing)).toEqual(['purpose_taken']);
  });
});

describe('what exams come to', () => {
  it('is, by item, the share right and the point-biserial correlation with the rest, as by hand', async () => {
    const [hard] = await addQuestions(1, ['hard']);
    await addQuestions(4, ['easy']);
    const paper = await addPaper({
      purpose: 'quiz',
      draw: [
        { tag: 'hard', count: 1 },
        { tag: 'easy', count: 4 },
      ],
    });
    const pairs: [number, number][] = [];
    for (let at = 0; at < 6; at += 1) {
      const member = await newMember();
      const { id } = await start(member, paper, NOW, at);
      const items = await itemsOf(id);
      const right = new Set(
        items
          .filter(({ questionId }, place) => (questionId === hard ? at >= 3 : place <= at))
          .map(({ position }) => position),
      );
      for (const { position, kind, shown, solution } of items)
        if (right.has(position)) await answer(member, id, position, placesOf(kind, shown, solution));
      await finish(member, id);
      const ownRight = items.some(({ questionId, position }) => questionId === hard && right.has(position));
      pairs.push([Number(ownRight), (right.size - Number(ownRight)) / 4]);
    }
    const mean = (of: number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
    const [x, y] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, one]) => one))];
    const sum = (of: (pair: [number, number]) => number) => pairs.reduce((all, pair) => all + of(pair), 0);
    const r = sum(([a, b]) => (a - x) * (b - y)) / Math.sqrt(sum(([a]) => (a - x) ** 2) * sum(([, b]) => (b - y) ** 2));
    const figures = (await inside((tx) => readItemSums(tx, communityId))).get(hard!)!;
    expect(figures).toMatchObject({ answered: 6, right: 3 });
    expect(figures.correlation).toBeCloseTo(r, 10);
    expect(figures.chosen[1]).toBe(3);
  });

  it('is told to others by person: who has passed an entry exam, whichever of their members took it', async () => {
    await addQuestions(4);
    const [entry, quiz] = [await addPaper({ purpose: 'entry' }), await addPaper({ purpose: 'quiz' })];
    const [member, other, quizzer] = [await newMember(), await newMember(), await newMember()];
    for (const [who, paper] of [
      [member, entry],
      [quizzer, quiz],
    ] as const) {
      const { id } = await start(who, paper);
      await answerRight(who, id, 4);
      await finish(who, id);
    }
    const passed = () => inside((tx) => passedEntry(tx, communityId, [member, other, quizzer]));
    expect(await passed()).toEqual(new Set([member]));
    await inside((tx) => mergeMembers(tx, { communityId, intoId: other, memberId: member }));
    expect(await passed()).toEqual(new Set([member, other]));
    expect(codes(await settled([start(other, entry, after(99 * HOUR))]))).toEqual(['already_passed']);
  });
});

describe('any sequence of what members do', () => {
  it('leaves at most one exam open, tells of each pass once, and keeps cool-downs', async () => {
    await addQuestions(6);
    const paper = await addPaper({ draw: [{ tag: null, count: 2 }], mostAttempts: 3, passPercent: 100 });
    const often = <T>(...weighed: [number, T][]) =>
      fc.oneof(...weighed.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
    const deed = fc.record({
      what: often([3, 'start'], [3, 'right'], [1, 'wrong'], [2, 'finish'], [1, 'settle']),
      wait: often([6, 0], [2, 60_000], [1, 31 * 60_000], [3, 25 * HOUR]),
      twice: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 20 }), async (deeds) => {
        const member = await newMember();
        let now = NOW;
        for (const { what, wait, twice } of deeds) {
          now = new Date(now.getTime() + wait);
          const open = (await attemptsOf(member)).find(({ finishedAt }) => finishedAt === null);
          const once = async (): Promise<unknown> => {
            if (what === 'start') return start(member, paper, now);
            if (what === 'settle')
              return settleOverdue({ database, clock: { now: () => now.getTime() }, log, ports }, workspaceId);
            if (!open) return undefined;
            if (what === 'finish') return finish(member, open.id, now);
            if (what === 'right') return answerRight(member, open.id, 2, now);
            return answer(member, open.id, 1, [0], now);
          };
          await settled(twice ? [once(), once()] : [once()]);
        }
        const all = (await attemptsOf(member)).toReversed();
        expect(all.filter(({ finishedAt }) => finishedAt === null).length).toBeLessThanOrEqual(1);
        const passed = all.filter((one) => one.passed).map(({ id }) => id);
        const heard = await told();
        expect(heard.filter((id) => all.some((one) => one.id === id)).toSorted()).toEqual(passed.toSorted());
        let failures = 0;
        for (const [at, { startedAt, finishedAt, endsAt }] of all.entries()) {
          if (finishedAt) expect(finishedAt <= endsAt).toBe(true);
          const previous = all[at - 1];
          failures = previous?.passed ? 0 : failures + Number(previous !== undefined);
          if (previous && !previous.passed)
            expect(startedAt.getTime() - previous.finishedAt!.getTime()).toBeGreaterThanOrEqual(24 * HOUR);
          expect(failures).toBeLessThan(3);
        }
      }),
      { numRuns: 25 },
    );
  });
});
