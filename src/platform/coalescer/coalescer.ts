import { Unavailable } from '#kernel/errors.ts';

export type CoalescerOptions<In, Out> = {
  /** The most that one run takes, in units of `size`; a single input may be larger and then runs alone. */
  maxBatch: number;
  /** How large an input is; 1 unless told. */
  size?: (input: In) => number;
  /** Milliseconds that a first input waits for company when nothing runs; 0 unless told. */
  maxWaitMs?: number;
  /** The most that may wait, in units of `size`; a call past it fails with Unavailable at once. Unlimited unless told. */
  maxPending?: number;
  /**
   * Runs at the same time, 1 unless told. With more, what waits is divided among those that are free, and calls that
   * overlap may be done in either order.
   */
  concurrency?: number;
  /** Does the work of many callers in one go and answers each, in the order of the inputs: a result or an error. */
  run: (batch: In[]) => Promise<(Out | Error)[]>;
};

type Waiting<In, Out> = { input: In; size: number; resolve: (out: Out) => void; reject: (error: unknown) => void };

/** Less than this is not worth a run of its own, in units of `size`. */
const LEAST_SHARE = 16;

/**
 * Turns many calls at the same time into few runs. While one run is under way the next inputs gather; inputs are taken
 * in the order of the calls; with one run at a time a later call sees what an earlier one did. Each caller gets its
 * own answer; when `run` itself throws, all callers of that run get the error, and nobody else does.
 */
export function createCoalescer<In, Out>(options: CoalescerOptions<In, Out>): (input: In) => Promise<Out> {
  const { maxBatch, size = () => 1, maxWaitMs = 0, maxPending = Infinity, concurrency = 1, run } = options;
  let waiting: Waiting<In, Out>[] = [];
  let pending = 0;
  let running = 0;
  let gathering = false;
  let timer: NodeJS.Timeout | undefined;

  const takeBatch = (): Waiting<In, Out>[] => {
    let taken = 0;
    let units = 0;
    // Callers who are answered together call again together: one run would take them all and leave the others idle.
    const share = Math.min(maxBatch, Math.max(LEAST_SHARE, Math.ceil(pending / (concurrency - running))));
    while (taken < waiting.length && (taken === 0 || units + waiting[taken]!.size <= share)) {
      units += waiting[taken]!.size;
      taken++;
    }
    const batch = waiting.slice(0, taken);
    waiting = waiting.slice(taken);
    pending -= units;
    return batch;
  };

  const answer = async (batch: readonly Waiting<In, Out>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ input }) => input));
      if (results.length !== batch.length)
        throw new Error(`a run of ${batch.length} inputs gave ${results.length} answers`);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index]!;
        if (result instanceof Error) reject(result);
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const start = (): void => {
    while (running < concurrency && waiting.length > 0) {
      const batch = takeBatch();
      running++;
      void answer(batch).then(() => {
        running--;
        start();
      });
    }
  };

  const gather = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (gathering) return;
    gathering = true;
    // Whatever is called in the same turn of the event loop belongs to the first run as well.
    await new Promise<void>((resolve) => setImmediate(resolve));
    gathering = false;
    start();
  };

  return (input) =>
    new Promise<Out>((resolve, reject) => {
      const units = size(input);
      if (pending > 0 && pending + units > maxPending) {
        reject(new Unavailable('too much is waiting to be written; try again shortly', 1));
        return;
      }
      waiting.push({ input, size: units, resolve, reject });
      pending += units;
      if (running >= concurrency) return;
      if (maxWaitMs === 0 || pending >= maxBatch) void gather();
      else timer ??= setTimeout(() => void gather(), maxWaitMs);
    });
}
