import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { analysisLab, type AnalysisLab } from '#testkit/analyses/analysis-lab.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2025, 2, 1, 4);

/** Two periods of 28 days: first everybody speaks of 摄影比赛 and the lottery, then of 马拉松 and sourdough bread. */
function history(): NeutralEvent[] {
  const events: NeutralEvent[] = [];
  const say = (day: number, member: string, text: string, group = 'g0'): void => {
    const id = `e${events.length}`;
    const at = new Date(START + day * DAY_MS + events.length * 1000).toISOString();
    events.push({ id, at, member, group, kind: 'message', text });
  };
  for (let day = 0; day < 56; day++) {
    for (let k = 0; k < 6; k++) say(day, `m${k}`, ['今天天气不错，一起喝咖啡', 'coffee in the morning'][k % 2]!);
    const late = day >= 28;
    if (day % 2 === 0) {
      say(day, `m${day % 5}`, late ? '周末马拉松报名开始' : '摄影比赛投票开始', 'g1');
      say(day, `m${(day + 1) % 5}`, late ? 'my sourdough bread failed again' : 'who won the lottery', 'g1');
      say(day, `m${(day + 2) % 5}`, late ? 'Nightowl won' : 'hello', 'g1');
    }
  }
  return events;
}

let database: Database;
let lab: AnalysisLab;
let bare: AnalysisLab;

beforeAll(async () => {
  database = await testDatabase();
  const named = history().map((event) => (event.member === 'm5' ? { ...event, name: 'Nightowl' } : event));
  lab = await analysisLab(database, named);
  bare = await analysisLab(
    database,
    history()
      .slice(0, 40)
      .map((event) => ({ ...event, text: undefined })),
  );
});
afterAll(() => database.close());

describe('topic trends', () => {
  it('rise and fall in Chinese and English, with messages to read and the people behind', async () => {
    const found = await lab.run('topics');
    const terms = (list: readonly { term: string }[]): string[] => list.map(({ term }) => term);
    expect(terms(found.rising)).toContain('sourdough bread');
    expect(terms(found.rising).join(' ')).toContain('马拉松');
    expect(terms(found.rising).join(' ')).not.toMatch(/nightowl/i);
    expect(terms(found.falling)).toEqual(expect.arrayContaining(['lottery']));
    expect(terms(found.falling).join(' ')).toContain('摄影');
    const topic = found.rising.find(({ term }) => term === 'sourdough bread')!;
    expect(topic.now).toMatchObject({ texts: 14, people: 5 });
    expect(topic.before).toMatchObject({ texts: 0, people: 0 });
    expect(topic.examples).toHaveLength(3);
    const [hit] = topic.examples;
    expect(hit!.text.slice(hit!.marks[0]!.from, hit!.marks[0]!.to)).toBe('sourdough bread');
    expect(hit!.name).toMatch(/^m\d$/);
    expect(Date.parse(hit!.at)).toBeGreaterThan(Date.parse(topic.examples[2]!.at));
    for (const { term, now } of [...found.rising, ...found.steady]) {
      expect(await lab.behind('topics', {}, { term, period: 'now' }), term).toBe(now.people);
    }
    expect(await lab.behind('topics', {}, { term: 'no such word', period: 'now' })).toBe(0);
    expect(found.sample.now).toEqual({ read: 210, texts: 210 });
    expect(found.warnings).toEqual([{ code: 'few_people', facts: { people: 6, atLeast: 30 } }]);
  });

  it('of one group, or of a segment, are of its texts alone', async () => {
    const found = await lab.run('topics', { groupId: lab.groupId('g1') });
    expect(found.sample.now.texts).toBe(42);
    const segmentId = await lab.segment(['m0']);
    const own = await lab.run('topics', { segmentId });
    expect(own.sample.now.texts).toBeLessThan(42);
    expect([...own.rising, ...own.falling]).toEqual([]);
  });

  it('say when nothing was written before, and when texts are not kept', async () => {
    const first = await lab.run('topics', { range: { lastDays: 56 } });
    expect(first.rising).toEqual([]);
    expect(first.steady.length).toBeGreaterThan(0);
    expect(first.warnings.map(({ code }) => code)).toContain('nothing_before');
    const none = await bare.run('topics');
    expect(none.warnings).toEqual([{ code: 'no_texts', facts: { writings: 40 } }]);
    expect([...none.rising, ...none.falling, ...none.steady]).toEqual([]);
    const empty = await lab.run('topics', { range: { from: '2030-01-01', to: '2030-01-02' } });
    expect(empty.sample.now).toEqual({ read: 0, texts: 0 });
  });
});
