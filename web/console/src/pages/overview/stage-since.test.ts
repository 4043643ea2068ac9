import { expect, it } from 'vitest';
import { stageSince } from './stage-since.ts';

const of = (...stages: ('development' | 'maturity' | 'decline')[]) =>
  stages.map((stage, index) => ({ asOf: `2026-01-0${index + 1}`, stage }));

it('finds the beginning of the latest run, and says when it may have begun earlier', () => {
  expect(stageSince(of('development', 'maturity', 'development', 'maturity', 'maturity'), 'maturity')).toEqual({
    day: '2026-01-04',
    exact: true,
  });
  expect(stageSince(of('decline', 'decline'), 'decline')).toEqual({ day: '2026-01-01', exact: false });
});

it('knows nothing without an evaluation of that stage at the end', () => {
  expect(stageSince([], 'decline')).toBeUndefined();
  expect(stageSince(of('decline', 'maturity'), 'decline')).toBeUndefined();
});
