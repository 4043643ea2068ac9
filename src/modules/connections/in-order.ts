/** Runs work one at a time per key, in the order in which it was asked for; keys run beside each other. */
export class InOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    const clear = (): void => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    };
    mine.then(clear, clear);
    return mine;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}
