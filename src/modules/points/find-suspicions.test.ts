import { describe, expect, it } from 'vitest';
import { mutualLikers } from './find-suspicions.ts';

const pair = (from: string, to: string, count: number) => ({ from, to, count });

describe('people who like each other for points', () => {
  it('are found each, when most of what either gets is from the other', () => {
    const found = mutualLikers([pair('a', 'b', 12), pair('b', 'a', 15), pair('c', 'a', 5)]);
    expect(found).toEqual([
      {
        kind: 'mutual_liking',
        memberId: 'b',
        otherId: 'a',
        evidence: { received: 12, given: 15, share: 100, days: 7 },
      },
      { kind: 'mutual_liking', memberId: 'a', otherId: 'b', evidence: { received: 15, given: 12, share: 75, days: 7 } },
    ]);
  });

  it('are not who like many, give only one way, seldom, or themselves', () => {
    expect(mutualLikers([pair('a', 'b', 12), pair('b', 'a', 12), pair('c', 'a', 12)])).toEqual([]);
    expect(mutualLikers([pair('a', 'b', 40)])).toEqual([]);
    expect(mutualLikers([pair('a', 'b', 9), pair('b', 'a', 9)])).toEqual([]);
    expect(mutualLikers([pair('a', 'a', 40)])).toEqual([]);
  });

  it('count over all accounts of a person', () => {
    expect(mutualLikers([pair('a', 'b', 6), pair('a', 'b', 6), pair('b', 'a', 12)])).toHaveLength(2);
  });
});
