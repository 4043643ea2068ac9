import { describe, expect, it } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { createCoalescer } from './coalescer.ts';

/** A coalescer whose runs end when told, with the batches that it ran. */
function held(options: Partial<Parameters<typeof createCoalescer<number, string>>[0]> = {}) {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const call = createCoalescer<number, string>({
    maxBatch: 4,
    run: async (batch) => {
      batches.push(batch);
      await new Promise<void>((resolve) => ends.push(resolve));
      return batch.map((input) => (input < 0 ? new Error(`no ${input}`) : `done ${input}`));
    },
    ...options,
  });
  const tick = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { batches, call, tick, end: async () => (await tick(), ends.shift()!(), tick()) };
}

describe('a coalescer', () => {
  it('runs what is called at once together, and what comes meanwhile in the next run, in order', async () => {
    const { batches, call, end } = held();
    const first = [call(1), call(2)];
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = [3, 4, 5, 6, 7].map(call);
    await end();
    await end();
    await end();
    expect(await Promise.all([...first, ...second])).toEqual([1, 2, 3, 4, 5, 6, 7].map((input) => `done ${input}`));
    expect(batches).toEqual([[1, 2], [3, 4, 5, 6], [7]]);
  });

  it('gives an error to the caller it belongs to and to nobody else', async () => {
    const { call, end } = held();
    const results = Promise.allSettled([call(1), call(-2), call(3)]);
    await end();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails a whole run that throws or answers too few, and goes on with the next', async () => {
    let runs = 0;
    const call = createCoalescer<number, number>({
      maxBatch: 2,
      run: async (batch) => {
        runs++;
        if (runs === 1) throw new Error('lost');
        return runs === 2 ? [] : batch;
      },
    });
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(call));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message))).toEqual([
      'lost',
      'lost',
      'a run of 2 inputs gave 0 answers',
      'a run of 2 inputs gave 0 answers',
      5,
    ]);
  });

  it('measures batches by size, and runs an input alone that is larger than a batch', async () => {
    const batches: string[][] = [];
    const call = createCoalescer<string, string>({
      maxBatch: 4,
      size: (text) => text.length,
      run: async (batch) => (batches.push(batch), batch),
    });
    await Promise.all(['ab', 'cd', 'e', 'fghijk', 'l'].map(call));
    expect(batches).toEqual([['ab', 'cd'], ['e'], ['fghijk'], ['l']]);
  });

  it('refuses what would wait past the limit, and takes calls again when the queue is shorter', async () => {
    const { call, end, tick } = held({ maxPending: 3 });
    const taken = [call(1)];
    await tick();
    taken.push(call(2), call(3), call(4));
    await expect(call(5)).rejects.toBeInstanceOf(Unavailable);
    await end();
    await end();
    expect(await Promise.all(taken)).toHaveLength(4);
    const later = call(6);
    await end();
    expect(await later).toBe('done 6');
  });

  it('waits for company as long as it may, and not when a batch is full', async () => {
    const batches: number[][] = [];
    const call = createCoalescer<number, number>({
      maxBatch: 3,
      maxWaitMs: 40,
      run: async (batch) => (batches.push(batch), batch),
    });
    const one = call(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all([one, call(2)]);
    const started = performance.now();
    await Promise.all([3, 4, 5].map(call));
    expect(performance.now() - started).toBeLessThan(35);
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('runs two at a time where told, and no more', async () => {
    const { batches, call, end, tick } = held({ concurrency: 2 });
    const calls = [call(1)];
    await tick();
    calls.push(call(2), call(3));
    await tick();
    calls.push(call(4));
    await tick();
    expect(batches).toEqual([[1], [2, 3]]);
    await end();
    expect(batches).toEqual([[1], [2, 3], [4]]);
    await end();
    await end();
    expect(await Promise.all(calls)).toEqual([1, 2, 3, 4].map((input) => `done ${input}`));
  });

  it('divides what waits among the runs that are free, unless it is little', async () => {
    const { batches, call, end, tick } = held({ concurrency: 2, maxBatch: 500 });
    const sizes = () => batches.map(({ length }) => length);
    const calls = Array.from({ length: 128 }, (_, index) => call(index));
    await tick();
    expect(sizes()).toEqual([64, 64]);
    await end();
    await end();
    calls.push(...Array.from({ length: 20 }, (_, index) => call(index)));
    await tick();
    expect(sizes()).toEqual([64, 64, 16, 4]);
    await end();
    await end();
    expect(await Promise.all(calls)).toHaveLength(148);
  });

  it('answers ten thousand callers with few runs', async () => {
    let runs = 0;
    const call = createCoalescer<number, number>({
      maxBatch: 1000,
      run: async (batch) => (runs++, batch.map((input) => input * 2)),
    });
    const inputs = Array.from({ length: 10_000 }, (_, index) => index);
    expect(await Promise.all(inputs.map(call))).toEqual(inputs.map((input) => input * 2));
    expect(runs).toBe(10);
  });
});
