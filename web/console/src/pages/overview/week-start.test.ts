import { expect, it } from 'vitest';
import { formatDay, isoWeek, mondayOf } from '../../../../../src/kernel/calendar.ts';
import { weekDays } from './week-start.ts';

it('finds the days of every ISO week of ten years', () => {
  const first = Date.UTC(2019, 11, 30) / 86_400_000;
  for (let day = first; day < first + 3650; day += 1)
    expect(weekDays(isoWeek(day)).from).toBe(formatDay(mondayOf(day)));
  expect(weekDays('2026-W48')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
});
