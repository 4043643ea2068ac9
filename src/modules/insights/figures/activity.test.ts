import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, isoWeek, mondayOf, parseDay, type Day } from '#kernel/calendar.ts';
import { bitsOfPeople } from '../testing/bits-of-people.ts';
import { addActiveDays, activeWeeks13, bitCount } from './activity-bits.ts';
import { activePeople, dailySeries, highestMau, ownStickiness, SERIES_DAYS, stickinessAt } from './daily-series.ts';
import { inSlices } from './in-slices.ts';
import { pooledWeek4, weeklyActive, weeklyCohorts, weeklyCounts, weeklyStatuses } from './weekly-figures.ts';

const TODAY = parseDay('2021-01-06')!; // a Wednesday in 2021-W01, the week after 2020-W53

const activeDays = fc.array(
  fc.oneof(fc.integer({ min: TODAY - 60, max: TODAY }), fc.integer({ min: TODAY - 900, max: TODAY })),
  { maxLength: 25 },
);
const community = fc.array(activeDays, { minLength: 1, maxLength: 8 });

/** Distinct people active on any of the days from … to. */
const active = (people: readonly (readonly Day[])[], from: Day, to: Day): number =>
  people.filter((days) => days.some((day) => day >= from && day <= to)).length;

describe('active days and weeks', () => {
  it('are counted from bits', () => {
    expect([bitCount(0), bitCount(1), bitCount(0xffffffff), bitCount(0x80000001)]).toEqual([0, 1, 32, 2]);
    fc.assert(
      fc.property(activeDays, fc.integer({ min: 1, max: 448 }), (days, window) => {
        const { days: bits } = bitsOfPeople([days], TODAY);
        const counts = new Uint16Array(1);
        addActiveDays(counts, bits, window);
        expect(counts[0]).toBe(new Set(days.filter((day) => day > TODAY - window)).size);
      }),
    );
  });

  it('count the current week as one of the 13, whatever day it is', () => {
    fc.assert(
      fc.property(activeDays, fc.integer({ min: 0, max: 6 }), (days, weekday) => {
        const today = mondayOf(TODAY) + weekday;
        const { days: bits } = bitsOfPeople([days], today);
        const from = mondayOf(today) - 12 * 7;
        const weeks = new Set(days.filter((day) => day <= today && day >= from).map(mondayOf));
        expect(activeWeeks13(bits, 0, weekday)).toBe(weeks.size);
      }),
    );
  });
});

describe('the daily series', () => {
  it('has DAU and rolling WAU and MAU as they are defined', () => {
    fc.assert(
      fc.property(community, (people) => {
        const bits = bitsOfPeople(people, TODAY);
        const { dau, wau, mau } = dailySeries(bits);
        for (let age = 0; age < SERIES_DAYS; age++) {
          expect(dau[age]).toBe(active(people, TODAY - age, TODAY - age));
          expect(wau[age]).toBe(active(people, TODAY - age - 6, TODAY - age));
          expect(mau[age]).toBe(active(people, TODAY - age - 27, TODAY - age));
        }
        expect(activePeople(bits, 7)).toBe(active(people, TODAY - 6, TODAY));
      }),
      { numRuns: 60 },
    );
  });

  it('gives stickiness, and none where nobody was active', () => {
    const series = dailySeries(bitsOfPeople([[TODAY, TODAY - 1], [TODAY]], TODAY));
    expect(stickinessAt(series, 0)).toBeCloseTo(3 / 28 / 2, 12);
    expect(stickinessAt(series, 28)).toBeNull();
  });

  it('takes the own median over the ends of 26 complete weeks, and needs 8 of them', () => {
    const sunday = mondayOf(TODAY) - 1;
    const ends = (count: number): Day[] => Array.from({ length: count }, (_, week) => sunday - 7 * week);
    // Somebody active once each Sunday: in every window of 28 days 4 days of one person.
    expect(ownStickiness(dailySeries(bitsOfPeople([ends(40)], TODAY)), TODAY)).toEqual({ median: 4 / 28, weeks: 26 });
    expect(ownStickiness(dailySeries(bitsOfPeople([ends(5)], TODAY)), TODAY)).toMatchObject({ weeks: 5, median: null });
    expect(ownStickiness(dailySeries(bitsOfPeople([ends(8)], TODAY)), TODAY).weeks).toBe(8);
  });

  it('counts a week that ends today as complete', () => {
    const sunday = mondayOf(TODAY) - 1;
    expect(ownStickiness(dailySeries(bitsOfPeople([[sunday]], sunday)), sunday).weeks).toBe(1);
    expect(ownStickiness(dailySeries(bitsOfPeople([[sunday - 1]], sunday - 1)), sunday - 1).weeks).toBe(0);
  });

  it('finds the highest MAU of 364 days and the day that first had it', () => {
    const day = TODAY - 363;
    const series = dailySeries(bitsOfPeople([[day], [day]], TODAY));
    expect(highestMau(series, TODAY)).toEqual({ mau: 2, day: formatDay(day) });
    expect(highestMau(dailySeries(bitsOfPeople([[day - 28]], TODAY)), TODAY)).toEqual({ mau: 0, day: null });
  });
});

describe('weeks', () => {
  it('have the statuses as they are defined, across the turn of a year with 53 weeks', () => {
    fc.assert(
      fc.property(community, (people) => {
        fc.pre(people.some((days) => days.length > 0));
        const counts = weeklyCounts(bitsOfPeople(people, TODAY));
        const firstEvent = Math.min(...people.flat());
        const statuses = weeklyStatuses(counts, TODAY, firstEvent);
        const from = mondayOf(Math.max(firstEvent, TODAY - 364));
        expect(statuses.map((each) => each.week)).toEqual(
          Array.from({ length: (mondayOf(TODAY) - from) / 7 + 1 }, (_, k) => isoWeek(from + 7 * k)),
        );
        const weeks = people.map((days) => new Set(days.map(mondayOf)));
        statuses.forEach((status, k) => {
          const week = from + 7 * k;
          const before = (set: Set<Day>): boolean => [...set].some((each) => each < week);
          const count = (test: (set: Set<Day>) => boolean): number => weeks.filter(test).length;
          expect(status).toEqual({
            week: isoWeek(week),
            new: count((set) => set.has(week) && !before(set)),
            retained: count((set) => set.has(week) && set.has(week - 7)),
            returning: count((set) => set.has(week) && before(set) && !set.has(week - 7)),
            dormant: count((set) => !set.has(week) && before(set)),
            complete: week + 6 <= TODAY,
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  it('retain cohorts as they are defined', () => {
    fc.assert(
      fc.property(community, (people) => {
        const counts = weeklyCounts(bitsOfPeople(people, TODAY));
        const weeks = people
          .filter((days) => days.length > 0)
          .map((days) => [...new Set(days.map(mondayOf))].sort((a, b) => a - b));
        const cohorts = weeklyCohorts(counts, TODAY);
        expect(cohorts.map(({ cohort }) => cohort)).toEqual(
          [...new Set(weeks.map((own) => own[0]!))].sort((a, b) => a - b).map(isoWeek),
        );
        for (const { cohort, size, retained, unbounded, unfinished } of cohorts) {
          const own = weeks.filter(([first]) => isoWeek(first!) === cohort);
          const start = own[0]![0]!;
          const age = (mondayOf(TODAY) - start) / 7;
          expect(size).toBe(own.length);
          expect(retained).toEqual(
            Array.from(
              { length: Math.min(12, age) + 1 },
              (_, k) => own.filter((set) => set.includes(start + 7 * k)).length,
            ),
          );
          expect(unbounded).toEqual(retained.map((_, k) => own.filter((set) => set.at(-1)! >= start + 7 * k).length));
          expect(unfinished).toBe(age <= 12); // today is a Wednesday
        }
      }),
      { numRuns: 60 },
    );
  });

  it('pool week 4 over the 8 latest cohorts whose week 4 is over', () => {
    const monday = mondayOf(TODAY);
    const person = (weeksAgo: number, stays: boolean): Day[] => [
      monday - 7 * weeksAgo,
      ...(stays ? [monday - 7 * (weeksAgo - 4)] : []),
    ];
    const people = [
      person(4, true),
      person(5, true),
      person(6, false),
      ...Array.from({ length: 8 }, (_, k) => person(10 + k, true)),
    ];
    // Week 4 of those who began 4 weeks ago is this week, which is not over; the oldest two cohorts fall out of the 8.
    expect(pooledWeek4(weeklyCounts(bitsOfPeople(people, TODAY)), TODAY)).toEqual({
      rate: 7 / 8,
      retained: 7,
      size: 8,
      cohorts: 8,
    });
    expect(pooledWeek4(weeklyCounts(bitsOfPeople([[TODAY]], TODAY)), TODAY)).toMatchObject({ rate: null, cohorts: 0 });
  });

  it('give the last 12 complete weeks, not those before the first event', () => {
    const monday = mondayOf(TODAY);
    const bits = bitsOfPeople(
      [
        [monday - 7, monday - 21],
        [TODAY, monday - 7],
      ],
      TODAY,
    );
    expect(weeklyActive(weeklyCounts(bits), TODAY, monday - 21)).toEqual([1, 0, 2]);
    const long = bitsOfPeople([Array.from({ length: 50 }, (_, k) => monday - 7 * k)], TODAY);
    expect(weeklyActive(weeklyCounts(long), TODAY, monday - 7 * 49)).toHaveLength(12);
    expect(weeklyActive(weeklyCounts(bitsOfPeople([[TODAY]], TODAY)), TODAY, TODAY)).toEqual([]);
  });
});

it('adds up what is counted of some people at a time', async () => {
  await fc.assert(
    fc.asyncProperty(community, fc.integer({ min: 1, max: 9 }), async (people, peopleATurn) => {
      const bits = bitsOfPeople(people, TODAY);
      expect(await inSlices(bits, dailySeries, peopleATurn)).toEqual(dailySeries(bits));
      expect(await inSlices(bits, weeklyCounts, peopleATurn)).toEqual(weeklyCounts(bits));
    }),
    { numRuns: 60 },
  );
});
