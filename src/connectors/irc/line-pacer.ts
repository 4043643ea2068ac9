import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets lines through at the rate that servers bear: `burst` at once, then one each `seconds` (0: as they come). First come,
 * first served. Time is monotonic, so that a jump of the clock neither stops nor floods.
 */
export class LinePacer {
  readonly #burst: number;
  readonly #ms: number;
  readonly #now: () => number;
  /** When the line after the last one may go at the earliest, had each waited its turn. */
  #due = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor({
    burst,
    seconds,
    now = () => performance.now(),
  }: {
    burst: number;
    seconds: number;
    now?: () => number;
  }) {
    this.#burst = burst;
    this.#ms = seconds * 1000;
    this.#now = now;
  }

  /** Resolves when the next line may go; rejects when the signal is aborted before. */
  turn(signal: AbortSignal): Promise<void> {
    if (this.#ms === 0) return Promise.resolve();
    const mine = this.#queue.then(async () => {
      const wait = this.wait();
      if (wait > 0) await sleep(wait, undefined, { signal });
      this.#due = Math.max(this.#due, this.#now()) + this.#ms;
    });
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  /** Milliseconds until a line may go. */
  wait(): number {
    return Math.max(0, this.#due - this.#now() - (this.#burst - 1) * this.#ms);
  }
}
