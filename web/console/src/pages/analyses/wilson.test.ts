import { describe, expect, it } from 'vitest';
import { wilson } from './wilson.ts';

describe('wilson', () => {
  it('is the interval of the textbook', () => {
    // Newcombe (1998), table 1: 81 of 263 and 0 of 20.
    expect(wilson(81, 263)!.low).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263)!.high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20)!.low).toBe(0);
    expect(wilson(0, 20)!.high).toBeCloseTo(0.1611, 4);
  });

  it('knows nothing of nobody', () => expect(wilson(0, 0)).toBeNull());
});
