import type { ImportProgress } from './contract.ts';

const AGAIN_AFTER = 400;

/** Writes down progress now and then: the latest word wins, one write at a time, and a failing one is no matter. */
export class ProgressNote {
  readonly #write: (progress: ImportProgress) => Promise<void>;
  #latest: ImportProgress | undefined;
  #writing: Promise<void> | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(write: (progress: ImportProgress) => Promise<void>) {
    this.#write = write;
  }

  tell(progress: ImportProgress): void {
    this.#latest = progress;
    if (this.#writing || performance.now() - this.#last < AGAIN_AFTER) return;
    this.#flush();
  }

  /** Resolves when nothing is being written any more. */
  async end(): Promise<void> {
    await this.#writing;
  }

  #flush(): void {
    const progress = this.#latest!;
    this.#last = performance.now();
    this.#writing = this.#write(progress)
      .catch(() => undefined)
      .finally(() => (this.#writing = undefined));
  }
}
