import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, mondayOf } from '#kernel/calendar.ts';
import { occurrencesBetween } from './occurrences.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const held = (
  schedule: { every: 'week' | 'month'; day: number; time: string },
  zone: string,
  [from, to]: [string, string],
) => occurrencesBetween(schedule, zone, { from: at(from), to: at(to) }).map((one) => new Date(one.at).toISOString());

describe('rituals are held', () => {
  it('on their weekday at their time in the zone of the community', () => {
    const monday = { every: 'week', day: 1, time: '08:00' } as const;
    expect(held(monday, 'Asia/Shanghai', ['2026-03-01T00:00:00Z', '2026-03-10T00:00:00Z'])).toEqual([
      '2026-03-02T00:00:00.000Z',
      '2026-03-09T00:00:00.000Z',
    ]);
    expect(held(monday, 'America/New_York', ['2026-03-02T12:59:00Z', '2026-03-02T13:00:00Z'])).toHaveLength(1);
    expect(held(monday, 'America/New_York', ['2026-03-02T13:00:00Z', '2026-03-02T14:00:00Z'])).toEqual([]);
  });

  it('on their day of the month, on the last where there is none', () => {
    const last = { every: 'month', day: 31, time: '20:30' } as const;
    expect(held(last, 'UTC', ['2026-01-01T00:00:00Z', '2026-05-01T00:00:00Z'])).toEqual([
      '2026-01-31T20:30:00.000Z',
      '2026-02-28T20:30:00.000Z',
      '2026-03-31T20:30:00.000Z',
      '2026-04-30T20:30:00.000Z',
    ]);
  });

  it('once where the clock skips the time, and once where it comes twice', () => {
    const sunday = { every: 'week', day: 7, time: '02:30' } as const;
    // Berlin: 02:30 is skipped on 29 March, and comes twice on 25 October.
    expect(held(sunday, 'Europe/Berlin', ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'])).toEqual([
      '2026-03-29T01:30:00.000Z',
    ]);
    expect(held(sunday, 'Europe/Berlin', ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'])).toEqual([
      '2026-10-25T00:30:00.000Z',
    ]);
  });

  it('each once, however the time is cut into looks', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
    const schedule = fc.record({
      every: fc.constant('week' as const),
      day: fc.integer({ min: 1, max: 7 }),
      time: fc.constantFrom('00:00', '02:15', '12:00', '23:59'),
    });
    fc.assert(
      fc.property(
        zones,
        schedule,
        fc.integer({ min: 0, max: 365 }),
        fc.integer({ min: 1, max: 30 }),
        (zone, one, start, hours) => {
          const [from, to] = [
            at('2026-01-01T00:00:00Z') + start * 24 * HOUR,
            at('2026-01-29T00:00:00Z') + start * 24 * HOUR,
          ];
          const whole = occurrencesBetween(one, zone, { from, to });
          const cut = [];
          for (let begin = from; begin < to; begin += hours * HOUR)
            cut.push(...occurrencesBetween(one, zone, { from: begin, to: Math.min(to, begin + hours * HOUR) }));
          expect(cut).toEqual(whole);
          expect(new Set(whole.map(({ day }) => formatDay(day))).size).toBe(whole.length);
          for (const { day, at: instant } of whole) {
            expect(day - mondayOf(day) + 1).toBe(one.day);
            expect(dayOf(instant, zone)).toBe(day);
          }
          expect([3, 4, 5]).toContain(whole.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
