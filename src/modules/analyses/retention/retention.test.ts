import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { latestEvaluation } from '#modules/insights/index.ts';
import type { Interval } from '../common.contract.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { weightOf, type Row } from '#testkit/oracle/history.ts';
import type { Person } from '#testkit/oracle/people.ts';
import { periodEnd, periodLabel, periodOf } from '../periods.ts';
import { analysisLab, type AnalysisLab } from '#testkit/analyses/analysis-lab.ts';

let database: Database;
let lab: AnalysisLab;

beforeAll(async () => {
  database = await testDatabase();
  const from = Date.UTC(2024, 1, 1);
  lab = await analysisLab(
    database,
    randomHistory({ seed: 11, events: 2_500, people: 60, days: 150, from, renames: true }),
  );
});
afterAll(() => database.close());

type Is = (row: Row) => boolean;
type Asked = { interval: Interval; from: number; to: number; ages: number; start: Is; returning: Is };

/** Cohorts by walking over everybody's own list of events. */
function plainCohorts(people: readonly Person[], today: number, asked: Asked) {
  const { interval, from, to, ages, start, returning } = asked;
  const period = (day: number): number => periodOf(interval, day);
  const cohorts = new Map<number, { size: number; retained: number[]; unbounded: number[] }>();
  for (const person of people) {
    const begun = person.events.filter(start).map(({ day }) => period(day));
    if (begun.length === 0) continue;
    const cohort = Math.min(...begun);
    if (cohort < period(from) || cohort > period(to)) continue;
    const last = Math.min(ages, period(today) - cohort);
    const blank = () => new Array<number>(last + 1).fill(0);
    const found = cohorts.get(cohort) ?? { size: 0, retained: blank(), unbounded: blank() };
    found.size += 1;
    const returns = person.events.filter(returning).map(({ day }) => period(day) - cohort);
    for (let k = 0; k <= last; k++) {
      if (returns.includes(k)) found.retained[k]! += 1;
      if (returns.some((age) => age >= k)) found.unbounded[k]! += 1;
    }
    cohorts.set(cohort, found);
  }
  return [...cohorts]
    .sort(([a], [b]) => a - b)
    .map(([index, row]) => ({ cohort: periodLabel(interval, index), ...row }));
}

const contribution: Is = (row) => weightOf(row) > 0;

describe('retention', () => {
  for (const interval of ['day', 'week', 'month'] as const)
    it(`by ${interval} is what walking over everybody finds`, async () => {
      const from = lab.today - 100;
      const range = { from: formatDay(from), to: formatDay(lab.today - 3) };
      const [all] = (await lab.run('retention', { interval, range, ages: 9 })).parts;
      const plain = plainCohorts(lab.people, lab.today, {
        interval,
        from,
        to: lab.today - 3,
        ages: 9,
        start: contribution,
        returning: contribution,
      });
      expect(
        all!.cohorts.map(({ cohort, size, retained, unbounded }) => ({ cohort, size, retained, unbounded })),
      ).toEqual(plain);
      expect(plain.length).toBeGreaterThan(1);
    });

  it('of other events that begin and come back, by word of their kind and group', async () => {
    const range = { lastDays: 150 };
    const params = {
      range,
      interval: 'week',
      start: { kinds: ['join'] },
      returning: { kinds: ['reply', 'vote'], groups: [lab.groupId('g1')] },
      ages: 60,
    };
    const [all] = (await lab.run('retention', params)).parts;
    const plain = plainCohorts(lab.people, lab.today, {
      interval: 'week',
      from: lab.today - 149,
      to: lab.today,
      ages: 60,
      start: (row) => row.kind === 'join',
      returning: (row) => ['reply', 'vote'].includes(row.kind) && row.group === 'g1',
    });
    expect(
      all!.cohorts.map(({ cohort, size, retained, unbounded }) => ({ cohort, size, retained, unbounded })),
    ).toEqual(plain);
    expect(plain.some(({ retained }) => retained.some((n) => n > 0))).toBe(true);
  });

  it('agrees with the report where both say it', async () => {
    const { parts } = await lab.run('retention', { range: { lastDays: 800 } });
    const { report } = await latestEvaluation(lab.services, lab.workspaceId, lab.community.id);
    const own = parts[0]!.cohorts.map(({ cohort, size, retained, unbounded, unfinished }) => ({
      cohort,
      size,
      retained,
      unbounded,
      unfinished,
    }));
    expect(own).toEqual(report.retention.weekly);
  });

  it('opens the people behind each cell', async () => {
    const params = { interval: 'week', range: { lastDays: 90 }, ages: 6 };
    const [all] = (await lab.run('retention', params)).parts;
    const row = all!.cohorts.find(({ retained }) => retained.length > 3 && retained[2]! > 0)!;
    const point = { part: null, cohort: row.start, age: 2, unbounded: false, stayed: true };
    expect(await lab.behind('retention', params, point)).toBe(row.retained[2]);
    expect(await lab.behind('retention', params, { ...point, unbounded: true })).toBe(row.unbounded[2]);
    expect(await lab.behind('retention', params, { ...point, stayed: false })).toBe(row.size - row.retained[2]!);
    expect(await lab.behind('retention', params, { ...point, age: null })).toBe(row.size);
    expect(await lab.behind('retention', params, { ...point, cohort: null })).toBe(all!.curve[2]!.retained);
  });

  it('by tier, platform and group adds up, and a segment narrows it', async () => {
    const range = { lastDays: 150 };
    const all = (await lab.run('retention', { range })).parts[0]!;
    const byTier = await lab.run('retention', { range, breakdown: { by: 'tier' } });
    const sum = (parts: (typeof byTier)['parts'], k: number) =>
      parts.reduce((n, { curve }) => n + curve[k]!.retained, 0);
    expect(sum(byTier.parts, 3)).toBe(all.curve[3]!.retained);
    const byGroup = await lab.run('retention', { range, breakdown: { by: 'group' } });
    expect(byGroup.parts.map(({ key }) => key)).toContain(lab.groupId('g1'));
    const labels = lab.people.slice(0, 5).map(({ label }) => label);
    const segmentId = await lab.segment(labels);
    const some = await lab.run('retention', { range, segmentId });
    const plain = lab.people.filter(({ label, activeDays }) => labels.includes(label) && activeDays.size > 0);
    expect(some.parts[0]!.curve[0]!.people).toBeLessThanOrEqual(plain.length);
    expect(some.warnings.map(({ code }) => code)).toContain('few_people');
    const bySegment = await lab.run('retention', { range, breakdown: { by: 'segment', segments: [segmentId] } });
    expect(bySegment.parts[0]!.cohorts).toEqual(some.parts[0]!.cohorts);
  });

  it('refuses more cohorts than can be shown, and says nothing of an empty range', async () => {
    await expect(lab.run('retention', { interval: 'day', range: { lastDays: 400 } })).rejects.toThrow(/120/);
    await expect(lab.run('retention', { range: { from: '2024-03-02', to: '2024-03-01' } })).rejects.toThrow(/params/);
    const empty = await lab.run('retention', { range: { from: '2030-01-01', to: '2030-02-01' } });
    expect(empty.parts.flatMap(({ cohorts }) => cohorts)).toEqual([]);
    expect(empty.warnings).toEqual([{ code: 'nobody', facts: {} }]);
    expect(periodEnd('week', periodOf('week', lab.today))).toBeGreaterThanOrEqual(lab.today);
  });
});
