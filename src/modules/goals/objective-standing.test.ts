import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, forecast, FORECAST_NEEDS, type Known } from '#kernel/forecast.ts';
import { objectiveStanding, type Aim } from './objective-standing.ts';
import { objectiveStandingSchema } from './objectives.contract.ts';

const FREE = { least: -Infinity, most: Infinity };
const COUNT = boundsOf('people', false);

/** Figures a week apart that end on a day. */
const weekly = (values: readonly number[], last: number): Known[] =>
  values.map((value, at) => ({ day: last - 7 * (values.length - 1 - at), value }));

describe('a forecast', () => {
  it('goes on as before where every week brought the same', () => {
    const found = forecast(weekly([10, 12, 14, 16, 18, 20], 100), 100 + 28, FREE)!;
    expect(found).toEqual({ low: 28, middle: 28, high: 28, perWeek: 2, weeks: 5, far: false });
  });

  it('has the range of a random walk with drift, worked out by hand', () => {
    // Changes 2, 0, 2, 0: mean 1, s² = 4/3; two weeks ahead: √(4/3 × 2 × (1 + 2/4)) × t(3 df) = 2 × 1.638.
    const found = forecast(weekly([0, 2, 2, 4, 4], 50), 64, FREE)!;
    expect(found.middle).toBeCloseTo(6, 10);
    expect(found.high - found.middle).toBeCloseTo(2 * 1.638, 10);
    expect(found.middle - found.low).toBeCloseTo(2 * 1.638, 10);
  });

  it.each([0, 1, 2, 3, 4])('is not made out of %i weekly figures', (count) => {
    expect(
      forecast(
        weekly(
          Array.from({ length: count }, (_, at) => at),
          30,
        ),
        60,
        FREE,
      ),
    ).toBeUndefined();
  });

  it('does not take the days of one week for five weeks, nor a weekday for a change', () => {
    const days = Array.from({ length: 7 }, (_, at) => ({ day: 100 + at, value: at * 10 }));
    expect(forecast(days, 120, FREE)).toBeUndefined();
    const saturdays = Array.from({ length: 70 }, (_, at) => ({ day: at, value: at % 7 === 6 ? 100 : 10 }));
    expect(forecast(saturdays, 69 + 14, FREE)).toMatchObject({ low: 100, middle: 100, high: 100 });
  });

  it('stays within what the figure can be, holds its middle, and widens with the time ahead', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: FORECAST_NEEDS, maxLength: 30 }),
        fc.integer({ min: 1, max: 300 }),
        (values, ahead) => {
          const series = weekly(values, 1000);
          const share = forecast(series, 1000 + ahead, boundsOf('share', false))!;
          expect(share.low).toBeGreaterThanOrEqual(0);
          expect(share.high).toBeLessThanOrEqual(1);
          expect(share.low).toBeLessThanOrEqual(share.middle);
          expect(share.middle).toBeLessThanOrEqual(share.high);
          const [near, later] = [forecast(series, 1000 + ahead, FREE)!, forecast(series, 1007 + ahead, FREE)!];
          expect(later.high - later.low).toBeGreaterThanOrEqual(near.high - near.low);
        },
      ),
    );
  });

  it('holds what comes about 4 times of 5, for walks with any drift', () => {
    let state = 42;
    const roll = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
    let held = 0;
    const times = 4000;
    for (let time = 0; time < times; time++) {
      const drift = normal() * 3;
      const walk = [100];
      for (let week = 0; week < 17; week++) walk.push(walk.at(-1)! + drift + 5 * normal());
      const { low, high } = forecast(weekly(walk.slice(0, 13), 84), 84 + 35, FREE)!;
      if (walk[17]! >= low && walk[17]! <= high) held += 1;
    }
    expect(held / times).toBeGreaterThan(0.77);
    expect(held / times).toBeLessThan(0.83);
  });
});

const AIM: Aim = { startDay: 1000, startValue: 100, target: 200, dueDay: 1100 };

describe('an objective', () => {
  const at = (today: number, series: readonly Known[], aim: Aim = AIM) =>
    objectiveStanding(aim, series, { today, bounds: COUNT });
  const codes = (...args: Parameters<typeof at>) => {
    const { status, why } = at(...args);
    return [status, ...why.map(({ code }) => code)];
  };
  const line = (perWeek: number, last: number, value: number) =>
    weekly(
      Array.from({ length: 13 }, (_, k) => value - perWeek * (12 - k)),
      last,
    );

  it.each<[string, Parameters<typeof at>, string[]]>([
    ['no figure at all', [1050, []], ['unknown', 'no_figure']],
    ['figures only after the day', [1050, [{ day: 1051, value: 150 }]], ['unknown', 'no_figure']],
    ['at the target', [1050, [{ day: 1050, value: 200 }]], ['reached', 'at_target']],
    ['over and short', [1101, [{ day: 1100, value: 199 }]], ['missed', 'short_of_target']],
    ['short on the day itself', [1100, [{ day: 1100, value: 199 }]], ['missed', 'short_of_target']],
    [
      'reached after the day',
      [
        1120,
        [
          { day: 1100, value: 150 },
          { day: 1110, value: 250 },
        ],
      ],
      ['missed', 'short_of_target'],
    ],
    ['fast enough', [1049, line(9, 1049, 150)], ['on_track', 'forecast_meets_surely', 'ahead_of_pace', 'pace']],
    ['far too slow', [1049, line(1, 1049, 120)], ['off_track', 'forecast_misses', 'behind_pace', 'pace']],
    [
      'the first days, nothing done',
      [1005, [{ day: 1005, value: 100 }]],
      ['unknown', 'too_early', 'behind_pace', 'pace_needed', 'no_forecast'],
    ],
    [
      'half the time, a third of the way',
      [1050, [{ day: 1050, value: 133 }]],
      ['off_track', 'behind_pace', 'pace', 'no_forecast'],
    ],
    [
      'half the time, nearly half',
      [1050, [{ day: 1050, value: 140 }]],
      ['at_risk', 'behind_pace', 'pace', 'no_forecast'],
    ],
    [
      'half the time, half the way',
      [1050, [{ day: 1050, value: 150 }]],
      ['on_track', 'ahead_of_pace', 'pace', 'no_forecast'],
    ],
  ])('%s', (_, args, expected) => {
    expect(codes(...args)).toEqual(expected);
  });

  it('is at risk when only the better end of the forecast reaches it', () => {
    const bumpy = weekly([100, 130, 110, 140, 120, 150], 1050);
    const { status, forecast: ahead, why } = at(1050, bumpy, { ...AIM, target: 230 });
    expect([status, why[0]!.code]).toEqual(['at_risk', 'forecast_may_meet']);
    expect(ahead!.middle).toBeLessThan(230);
    expect(ahead!.high).toBeGreaterThanOrEqual(230);
  });

  it('says what pace it had and needs', () => {
    const { progress, elapsed, expected, perWeek, neededPerWeek, daysLeft } = at(1070, [{ day: 1070, value: 140 }]);
    expect({ progress, elapsed, expected, daysLeft }).toEqual({
      progress: 0.4,
      elapsed: 0.7,
      expected: 170,
      daysLeft: 30,
    });
    expect(perWeek).toBeCloseTo(4, 10);
    expect(neededPerWeek).toBeCloseTo(14, 10);
  });

  it('knows when the target was first reached, though the figure fell again', () => {
    const series = [
      { day: 1020, value: 205 },
      { day: 1050, value: 150 },
    ];
    expect(at(1050, series)).toMatchObject({ status: 'on_track', reachedOn: '1972-10-17' });
  });

  it('warns where the day lies further ahead than the figures reach back', () => {
    const short = weekly([100, 110, 120, 130, 140], 1050);
    expect(codes(1050, short, { ...AIM, dueDay: 1200 })).toContain('forecast_far');
  });

  it('has done nothing yet of a way down where the figure still is what it was', () => {
    const aim = { ...AIM, startValue: 200, target: 100 };
    const standing = objectiveStanding(aim, [{ day: AIM.startDay, value: 200 }], { today: AIM.startDay, bounds: FREE });
    expect(standing.progress).toBe(0);
  });

  it('is judged the same upside down: a figure that is to fall', () => {
    const series = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 40 });
    fc.assert(
      fc.property(series, fc.integer({ min: 990, max: 1130 }), (values, today) => {
        const up = values.map((value, k) => ({ day: 1130 - values.length + k - 3 * (values.length - k), value }));
        const down = up.map(({ day, value }) => ({ day, value: -value }));
        const free = { today, bounds: FREE };
        const one = objectiveStanding(AIM, up, free);
        const other = objectiveStanding({ ...AIM, startValue: -100, target: -200 }, down, free);
        expect(other.status).toBe(one.status);
        expect(other.progress).toBe(one.progress);
        expect(other.why.map(({ code }) => code)).toEqual(one.why.map(({ code }) => code));
      }),
    );
  });

  it('always says why, in numbers that the contract takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 20 }),
        fc.integer({ min: 900, max: 1200 }),
        fc.integer({ min: 1, max: 400 }),
        (values, today, span) => {
          const aim = { ...AIM, dueDay: AIM.startDay + span };
          const standing = objectiveStanding(aim, weekly(values, today), { today, bounds: COUNT });
          expect(standing.why.length).toBeGreaterThan(0);
          expect(objectiveStandingSchema.safeParse(standing).error).toBeUndefined();
          if (standing.status === 'missed') expect(today).toBeGreaterThanOrEqual(aim.dueDay);
        },
      ),
    );
  });
});
