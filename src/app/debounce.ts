/**
 * Calls `run` for a key when it was quiet for `quietMs`, and at the latest `maxMs` after it was first touched, so that a
 * steady stream neither starves nor floods what follows; but not before `notBefore` allows. Milliseconds.
 */
export class Debounce {
  readonly #run: (key: string) => void;
  readonly #quietMs: number;
  readonly #maxMs: number;
  readonly #notBefore: (key: string) => number;
  readonly #pending = new Map<string, { timer: NodeJS.Timeout; due: number }>();

  constructor(options: {
    run: (key: string) => void;
    quietMs: number;
    maxMs: number;
    /** On the clock of `performance.now()`. */
    notBefore?: (key: string) => number;
  }) {
    this.#run = options.run;
    this.#quietMs = options.quietMs;
    this.#maxMs = options.maxMs;
    this.#notBefore = options.notBefore ?? (() => 0);
  }

  touch(key: string, now: number = performance.now()): void {
    const pending = this.#pending.get(key);
    if (pending) clearTimeout(pending.timer);
    const due = pending?.due ?? now + this.#maxMs;
    const wait = Math.max(0, Math.min(this.#quietMs, due - now), this.#notBefore(key) - now);
    this.#pending.set(key, { due, timer: setTimeout(() => this.#fire(key), wait) });
  }

  /** Calls `run` now for every key that waits. */
  flush(): void {
    for (const key of this.#pending.keys()) this.#fire(key);
  }

  #fire(key: string): void {
    const pending = this.#pending.get(key);
    if (!pending) return;
    clearTimeout(pending.timer);
    this.#pending.delete(key);
    this.#run(key);
  }
}
