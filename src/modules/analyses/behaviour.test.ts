import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '#kernel/calendar.ts';
import { latestEvaluation } from '#modules/insights/index.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { activeByDay, distinct, stickiness } from '#testkit/oracle/activity.ts';
import { weightOf } from '#testkit/oracle/history.ts';
import type { Community } from '#testkit/oracle/people.ts';
import type { Interval } from './common.contract.ts';
import { LIFECYCLE_STATES } from './lifecycle.contract.ts';
import { periodOf } from './periods.ts';
import { sharedLab } from '#testkit/analyses/shared-lab.ts';

const lab = sharedLab(
  randomHistory({ seed: 21, events: 2_500, people: 70, days: 160, from: Date.UTC(2024, 1, 1), renames: true }),
);
const report = async () => (await latestEvaluation(lab().services, lab().workspaceId, lab().community.id)).report;

describe('lifecycle', () => {
  const plain = (interval: Interval, period: number) => {
    const found = { new: 0, retained: 0, returning: 0, dormant: 0 };
    for (const { activeDays } of lab().people) {
      const periods = [...activeDays.keys()].map((day) => periodOf(interval, day));
      const first = Math.min(...periods);
      if (periods.length === 0 || first > period) continue;
      const [now, before] = [periods.includes(period), periods.includes(period - 1)];
      if (!now) found.dormant += 1;
      else if (first === period) found.new += 1;
      else if (before) found.retained += 1;
      else found.returning += 1;
    }
    return found;
  };

  for (const interval of ['day', 'week', 'month'] as const)
    it(`by ${interval} is what walking over everybody finds, and opens those people`, async () => {
      const params = { interval, range: { from: formatDay(lab().today - 100), to: formatDay(lab().today - 2) } };
      const { periods } = await lab().run('lifecycle', params);
      for (const row of periods) {
        const { new: n, retained, returning, dormant } = row;
        expect({ new: n, retained, returning, dormant }).toEqual(
          plain(interval, periodOf(interval, parseDay(row.start)!)),
        );
      }
      const row = periods.at(-2)!;
      for (const state of LIFECYCLE_STATES)
        expect([state, await lab().behind('lifecycle', params, { start: row.start, state })]).toEqual([
          state,
          row[state],
        ]);
      const gone = await lab().behind('lifecycle', params, { start: row.start, state: 'newly_dormant' });
      expect(gone).toBe(row.newlyDormant);
    });

  it('agrees with the weekly statuses of the report', async () => {
    const { periods } = await lab().run('lifecycle', { interval: 'week', range: { lastDays: 200 } });
    const { weekly } = (await report()).activity;
    const own = periods.map(({ period, new: n, retained, returning, dormant, complete }) => ({
      week: period,
      new: n,
      retained,
      returning,
      dormant,
      complete,
    }));
    expect(own.slice(-weekly.length)).toEqual(weekly);
  });

  it('refuses a period outside of the range', async () => {
    const point = { start: '2020-01-06', state: 'new' as const };
    await expect(lab().behind('lifecycle', {}, point)).rejects.toMatchObject({ faults: [{ where: '/point/start' }] });
  });
});

describe('stickiness', () => {
  it('is what looking at each window finds, and the report’s', async () => {
    const { today, people } = lab();
    const { days, distribution, meanDays } = await lab().run('stickiness', { range: { lastDays: 100 } });
    const byDay = activeByDay({ people } as Community);
    for (const row of days) {
      const day = parseDay(row.day)!;
      expect(row).toMatchObject({
        dau: distinct(byDay, day, day),
        wau: distinct(byDay, day - 6, day),
        mau: distinct(byDay, day - 27, day),
      });
      expect(row.stickiness).toBeCloseTo(stickiness(byDay, day)!, 12);
    }
    const { daily } = (await report()).activity;
    expect(days.slice(-50).map(({ dau, mau }) => ({ dau, mau }))).toEqual(
      daily.slice(-50).map(({ dau, mau }) => ({ dau, mau })),
    );
    const spread = people.map(({ activeDays }) => [...activeDays.keys()].filter((day) => day > today - 28).length);
    for (const { days: n, people: there } of distribution) expect(there).toBe(spread.filter((own) => own === n).length);
    const active = spread.filter((n) => n > 0);
    expect(meanDays).toBeCloseTo(active.reduce((sum, n) => sum + n, 0) / active.length, 12);
  });

  it('opens the people of a day, a window and a number of days', async () => {
    const { days, distribution } = await lab().run('stickiness', { range: { lastDays: 60 } });
    const row = days[20]!;
    expect(await lab().behind('stickiness', {}, { day: row.day, window: 1 })).toBe(row.dau);
    expect(await lab().behind('stickiness', {}, { day: row.day, window: 28 })).toBe(row.mau);
    const some = distribution.find(({ people }) => people > 0)!;
    expect(await lab().behind('stickiness', {}, { activeDays: some.days })).toBe(some.people);
  });
});

describe('heatmap', () => {
  it('is the report’s, and opens the people of a cell', async () => {
    const { events, people, busiest, total } = await lab().run('heatmap', { range: { lastDays: 91 } });
    const { activity } = await report();
    expect(events).toEqual(activity.heatmap);
    expect(total).toBe(events.flat().reduce((sum, n) => sum + n, 0));
    const { weekday, hour } = busiest!;
    expect(events[weekday]![hour]).toBe(Math.max(...events.flat()));
    expect(await lab().behind('heatmap', {}, { weekday, hour })).toBe(people[weekday]![hour]);
  });

  it('counts one kind of event in one group', async () => {
    const activity = { kinds: ['purchase'], groups: [lab().groupId('g0')] };
    const { total } = await lab().run('heatmap', { range: { lastDays: 300 }, activity });
    const plain = lab().people.flatMap(({ events }) =>
      events.filter((row) => row.kind === 'purchase' && row.group === 'g0'),
    );
    expect(total).toBe(plain.length);
    expect(plain.every((row) => weightOf(row) === 0)).toBe(true);
  });
});

describe('member value', () => {
  it('has the cells of the report, and its grid adds up to them', async () => {
    const { cells, people, notPlaced, grid, basis } = await lab().run('member-value');
    const { members } = await report();
    expect(basis).toBe('purchases');
    expect(Object.fromEntries(cells.map(({ cell, people: n }) => [cell, n]))).toEqual(members.value.cells);
    expect(people + notPlaced).toBe(members.total);
    expect(grid.reduce((sum, { people: n }) => sum + n, 0)).toBe(people);
    const place = grid.find(({ people: n }) => n > 0)!;
    const { recency, frequency } = place;
    expect(await lab().behind('member-value', {}, { recency, frequency })).toBe(place.people);
    expect(await lab().behind('member-value', {}, { cell: 'champions' })).toBe(members.value.cells.champions);
  });
});

describe('tier migration', () => {
  it('has the tiers of both days at its edges, and opens a cell', async () => {
    const params = { range: { lastDays: 29 } };
    const { before, after, matrix, up, down, same, joined, left } = await lab().run('tier-migration', params);
    const { members } = await report();
    for (const [tier, people] of Object.entries(members.tiers)) expect(after).toContainEqual({ tier, people });
    const members28 = before.filter(({ tier }) => tier !== 'outside').reduce((sum, { people }) => sum + people, 0);
    expect(up + down + same + left).toBe(members28);
    expect(up + down + same + joined).toBe(members.total);
    for (const { from, to, people } of matrix)
      expect(await lab().behind('tier-migration', params, { from, to })).toBe(people);
  });

  it('of the other schemes, and from a time when nobody was there', async () => {
    const { members } = await report();
    for (const scheme of ['activity', 'value'] as const) {
      const { after, tiers } = await lab().run('tier-migration', { scheme, range: { lastDays: 500 } });
      const expected = scheme === 'activity' ? members.activity : members.value.cells;
      for (const [tier, people] of Object.entries(expected)) expect(after).toContainEqual({ tier, people });
      expect(tiers.length).toBe(Object.keys(expected).length + 2);
    }
    const { joined } = await lab().run('tier-migration', { range: { lastDays: 500 } });
    expect(joined).toBe(members.total);
  });
});
