import { Unavailable } from '#kernel/errors.ts';

/** Lets few pieces of work run at once, some wait, and refuses more, so that a burst of questions cannot swamp the engine. */
export class FewAtOnce {
  readonly #atOnce: number;
  readonly #waitingMost: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: { atOnce: number; waiting: number }) {
    this.#atOnce = limits.atOnce;
    this.#waitingMost = limits.waiting;
  }

  /** Runs `work` when it is its turn. Throws Unavailable when too many wait. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingMost) throw new Unavailable('too many analyses are being worked out', 5);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
