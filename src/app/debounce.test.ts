import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Debounce } from './debounce.ts';

describe('debouncing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const make = () => {
    const runs: [string, number][] = [];
    const began = performance.now();
    const debounce = new Debounce({
      quietMs: 2_000,
      maxMs: 30_000,
      run: (key) => runs.push([key, performance.now() - began]),
    });
    return { runs, debounce };
  };

  it('runs once, two seconds after the last touch, each key for itself', () => {
    const { runs, debounce } = make();
    debounce.touch('a');
    vi.advanceTimersByTime(1_500);
    debounce.touch('a');
    debounce.touch('b');
    vi.advanceTimersByTime(1_999);
    expect(runs).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(runs).toEqual([
      ['a', 3_500],
      ['b', 3_500],
    ]);
  });

  it('does not let a steady stream starve what follows: every thirty seconds at the latest', () => {
    const { runs, debounce } = make();
    for (let at = 0; at < 70_000; at += 1_000) {
      debounce.touch('a');
      vi.advanceTimersByTime(1_000);
    }
    vi.advanceTimersByTime(60_000);
    expect(runs.map(([, at]) => at)).toEqual([30_000, 60_000, 71_000]);
  });

  it('waits until a run is allowed again', () => {
    const runs: number[] = [];
    const began = performance.now();
    const debounce = new Debounce({
      quietMs: 2_000,
      maxMs: 30_000,
      notBefore: (key) => (key === 'slow' ? began + 100_000 : 0),
      run: () => runs.push(performance.now() - began),
    });
    for (let at = 0; at < 120_000; at += 1_000) {
      debounce.touch('slow');
      vi.advanceTimersByTime(1_000);
    }
    expect(runs).toEqual([100_000]);
  });

  it('runs what waits when it is told to', () => {
    const { runs, debounce } = make();
    debounce.touch('a');
    debounce.flush();
    vi.advanceTimersByTime(60_000);
    expect(runs).toEqual([['a', 0]]);
  });
});
