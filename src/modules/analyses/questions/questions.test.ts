import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { latestEvaluation } from '#modules/insights/index.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { analysisLab, type AnalysisLab } from '#testkit/analyses/analysis-lab.ts';

const MINUTE = 60_000;
const DAY = 1440;
const START = Date.UTC(2025, 4, 1, 0); // 08:00 in Shanghai

type Line = [minute: number, member: string, text: string, more?: Partial<NeutralEvent>];

const LINES: Line[] = [
  [0, 'ann', '周末的课几点开始'],
  [9, 'bob', '八点'],
  [10, 'cai', '八点，记得带书'],
  [DAY, 'ann', 'good morning'],
  [DAY + 120, 'bob', 'how do I join the club?'],
  [2 * DAY, 'cai', '有人知道怎么退款吗', { thread: 't', id: 'q3' }],
  [2 * DAY + 400, 'ann', 'ask the desk', { thread: 't', kind: 'reply', replyTo: 'q3' }],
  [2 * DAY + 500, 'bob', 'done', { thread: 't' }],
  [3 * DAY, 'dan', 'where is it?', { group: 'g1' }],
  [3 * DAY + 5, 'dan', 'found it', { group: 'g1' }],
  [6 * DAY, 'ann', 'bye'],
  [7 * DAY, 'ann', 'is anyone here?'],
];

const events = (lines: readonly Line[]): NeutralEvent[] =>
  lines.map(([minute, member, text, more], k) => ({
    id: `e${k}`,
    at: new Date(START + minute * MINUTE).toISOString(),
    member,
    group: 'g0',
    kind: 'message',
    text,
    ...more,
  }));

let database: Database;
let lab: AnalysisLab;
beforeAll(async () => {
  database = await testDatabase();
  lab = await analysisLab(database, events(LINES));
});
afterAll(() => database.close());

describe('questions and answers', () => {
  it('are the starts that ask, who answered, how fast, and who best', async () => {
    const found = await lab.run('questions');
    expect(found.questions).toBe(4);
    expect(found.starts).toBe(7);
    expect(found).toMatchObject({ askers: 4, answered: 2, answeredShare: 0.5, slow: 1 });
    expect(found.medianMinutes).toBe((9 + 400) / 2);
    expect(found.unanswered.map(({ text, name }) => [text, name])).toEqual([
      ['where is it?', 'dan'],
      ['how do I join the club?', 'bob'],
    ]);
    expect(found.slowest.map(({ text, minutes, answeredBy }) => [text, minutes, answeredBy?.name])).toEqual([
      ['有人知道怎么退款吗', 400, 'ann'],
    ]);
    expect(found.answerers).toMatchObject([
      { name: expect.stringMatching(/ann|bob/), first: 1, firstShare: 0.5 },
      { name: expect.stringMatching(/ann|bob/), first: 1, firstShare: 0.5 },
    ]);
    expect(Object.fromEntries(found.answerers.map(({ name, answers }) => [name, answers]))).toEqual({ ann: 1, bob: 2 });
    expect(found.hours[8]).toMatchObject({ questions: 3, answered: 2 });
    expect(found.hours[10]).toMatchObject({ questions: 1, answered: 0, medianMinutes: null });
    expect(found.groups.map(({ questions, answered }) => [questions, answered])).toEqual([
      [3, 2],
      [1, 0],
    ]);
    expect(found.warnings.map(({ code }) => code)).toEqual(['last_day_left_out', 'few_people']);
  });

  it('open the people behind, of one hour, group or segment', async () => {
    expect(await lab.behind('questions', {}, { who: 'askers' })).toBe(4);
    expect(await lab.behind('questions', {}, { who: 'unanswered' })).toBe(2);
    expect(await lab.behind('questions', {}, { who: 'slow' })).toBe(1);
    expect(await lab.behind('questions', {}, { who: 'answerers' })).toBe(2);
    expect(await lab.behind('questions', {}, { who: 'askers', hour: 10 })).toBe(1);
    expect(await lab.behind('questions', {}, { who: 'askers', groupId: lab.groupId('g1') })).toBe(1);
    expect(await lab.run('questions', { groupId: lab.groupId('g1') })).toMatchObject({ questions: 1, starts: 1 });
    const segmentId = await lab.segment(['ann']);
    expect(await lab.run('questions', { segmentId })).toMatchObject({ questions: 1, answered: 1 });
    expect(await lab.run('questions', { slowMinutes: 500 })).toMatchObject({ slow: 0 });
  });

  it('say where nothing was asked or no text is kept', async () => {
    const none = await lab.run('questions', { range: { from: '2030-01-01', to: '2030-01-02' } });
    expect(none).toMatchObject({ questions: 0, answeredShare: null, medianMinutes: null, p90Minutes: null });
    const bare = await analysisLab(
      database,
      events(LINES).map((event) => ({ ...event, text: undefined })),
    );
    expect((await bare.run('questions')).warnings[0]).toMatchObject({ code: 'no_texts', facts: { writings: 7 } });
  });

  it('where every message asks, are as the report counts conversation starts', async () => {
    const from = Date.UTC(2025, 0, 1);
    const history = randomHistory({ seed: 5, events: 1500, people: 25, days: 60, from, renames: true }).map((event) =>
      event.kind === 'message' ? { ...event, text: 'why?' } : event,
    );
    const random = await analysisLab(database, history);
    const found = await random.run('questions');
    const { report } = await latestEvaluation(random.services, random.workspaceId, random.community.id);
    expect(found.questions).toBe(report.responsiveness.starts);
    expect(found.answeredShare).toBeCloseTo(report.responsiveness.answered24h!, 12);
    expect(found.medianMinutes).toBeCloseTo(report.responsiveness.medianMinutes!, 9);
    expect(found.answerers.reduce((sum, { first }) => sum + first, 0)).toBe(found.answered);
    expect(found.hours.reduce((sum, { questions }) => sum + questions, 0)).toBe(found.questions);
  });
});
