import { expect, it } from 'vitest';
import { monthEnds } from './month-ends.ts';

it('gives the ends of months over a leap year and the turn of a year', () => {
  expect(monthEnds('2023-12-15', '2024-03-31')).toEqual(['2023-12-31', '2024-01-31', '2024-02-29']);
  expect(monthEnds('2024-02-29', '2024-03-01')).toEqual(['2024-02-29']);
  expect(monthEnds('2024-02-29', '2024-02-29')).toEqual([]);
});
