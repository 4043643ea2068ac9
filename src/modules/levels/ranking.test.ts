import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { asWords, IdIndex } from '#modules/insights/index.ts';
import { daysOfPeriod } from './period.ts';
import { type Ranking, rankTeams, Standings } from './ranking.ts';

type Row = { id: string; score: number; reached: number };

const rows: fc.Arbitrary<Row[]> = fc
  .array(fc.record({ score: fc.integer({ min: 1, max: 4 }), reached: fc.integer({ min: 0, max: 3 }) }), {
    maxLength: 30,
  })
  .map((some) =>
    some
      .map((row) => ({ ...row, id: newId() }))
      .toSorted((a, b) => b.score - a.score || a.reached - b.reached || (a.id < b.id ? -1 : 1)),
  );

function rankingOf(some: readonly Row[]): Ranking {
  const ids = new IdIndex();
  const bytes = new Uint8Array(some.length * 16);
  some.forEach(({ id }, at) => bytes.set(Buffer.from(id.replaceAll('-', ''), 'hex'), at * 16));
  const words = asWords(bytes);
  for (let at = 0; at < some.length; at++) ids.add(words, at);
  return {
    ids,
    score: Float64Array.from(some, ({ score }) => score),
    reached: Float64Array.from(some, ({ reached }) => reached),
  };
}

describe('places', () => {
  it('are those of whoever is seen: 1 and how many are strictly ahead, equals together', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat({ max: 29 })), (some, hidden) => {
        const leftOut = hidden.flatMap((at) => some[at]?.id ?? []);
        const standings = new Standings(rankingOf(some), leftOut);
        const seen = some.filter(({ id }) => !leftOut.includes(id));
        const ahead = ({ score, reached }: Row) =>
          seen.filter((one) => one.score > score || (one.score === score && one.reached < reached)).length;
        const expected = seen.map((row) => ({ rank: ahead(row) + 1, memberId: row.id, score: row.score }));
        expect(standings.page(0, 100)).toEqual(expected);
        for (const [place, row] of expected.entries())
          expect(standings.placeOf(row.memberId)).toEqual({ place, ...row });
        for (const id of leftOut) expect(standings.placeOf(id)).toBeUndefined();
      }),
    );
  });

  it('of teams are a head, so that size alone is no lead', () => {
    const some = [9, 6, 3].map((score, at) => ({ id: newId(), score, reached: at }));
    const [a, b, c] = some.map(({ id }) => id);
    const teams = new Map([
      ['large', [a!, c!]],
      ['small', [b!]],
      ['empty', []],
    ]);
    expect(rankTeams(rankingOf(some), teams, new Set()).map(({ rank, team }) => [rank, team])).toEqual([
      [1, 'large'],
      [1, 'small'],
    ]);
    expect(rankTeams(rankingOf(some), teams, new Set([a!])).map(({ team }) => team)).toEqual(['small', 'large']);
  });
});

it('periods are the calendar’s, whole ones before the present', () => {
  const span = (period: Parameters<typeof daysOfPeriod>[0], back: number) => {
    const { from, to } = daysOfPeriod(period, parseDay('2027-01-06')!, back);
    return [from === undefined ? null : formatDay(from), formatDay(to)];
  };
  expect(span('week', 0)).toEqual(['2027-01-04', '2027-01-06']);
  expect(span('week', 1)).toEqual(['2026-12-28', '2027-01-03']);
  expect(span('month', 1)).toEqual(['2026-12-01', '2026-12-31']);
  expect(span('quarter', 1)).toEqual(['2026-10-01', '2026-12-31']);
  expect(span('quarter', 2)).toEqual(['2026-07-01', '2026-09-30']);
  expect(span('year', 0)).toEqual(['2027-01-01', '2027-01-06']);
  expect(span('day', 6)).toEqual(['2026-12-31', '2026-12-31']);
  expect(span('ever', 3)).toEqual([null, '2027-01-06']);
});
