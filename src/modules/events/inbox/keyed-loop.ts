export type KeyedLoopOptions<Item> = {
  keyOf(item: Item): string;
  run(item: Item): Promise<void>;
  /** How many keys run at the same time. */
  concurrency: number;
  /** Milliseconds that a key rests after a run of the given length; none unless told. */
  pause?(lastMs: number): number;
  onFailure(error: unknown, item: Item, againMs: number): void;
};

const FIRST_RETRY = 250;
const LAST_RETRY = 10_000;

type State<Item> = {
  item: Item;
  due: boolean;
  running: boolean;
  failures: number;
  notBefore: number;
  timer?: NodeJS.Timeout;
};

/**
 * Runs work by key: a touched key runs as soon as it may, never twice at once, and once more when it was touched while
 * it ran. A run that fails is tried again after 0.25 s, then twice as long each time, up to 10 s.
 */
export class KeyedLoop<Item> {
  readonly #options: KeyedLoopOptions<Item>;
  readonly #states = new Map<string, State<Item>>();
  readonly #queue: State<Item>[] = [];
  readonly #waiters: (() => void)[] = [];
  #running = 0;
  #stopped = false;

  constructor(options: KeyedLoopOptions<Item>) {
    this.#options = options;
  }

  touch(item: Item): void {
    if (this.#stopped) return;
    const key = this.#options.keyOf(item);
    let state = this.#states.get(key);
    if (!state) this.#states.set(key, (state = { item, due: false, running: false, failures: 0, notBefore: 0 }));
    state.item = item;
    if (state.due) return;
    state.due = true;
    if (!state.running) this.#schedule(state);
  }

  /** Resolves when no key runs or is due, other than those that failed last. */
  async settled(): Promise<void> {
    while ([...this.#states.values()].some((state) => state.running || (state.due && state.failures === 0)))
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Starts nothing any more and waits for what runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { timer } of this.#states.values()) clearTimeout(timer);
    while ([...this.#states.values()].some(({ running }) => running))
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #schedule(state: State<Item>): void {
    const wait = state.notBefore - performance.now();
    if (wait > 0) {
      state.timer = setTimeout(() => this.#enqueue(state), wait);
      return;
    }
    this.#enqueue(state);
  }

  #enqueue(state: State<Item>): void {
    this.#queue.push(state);
    this.#next();
  }

  #next(): void {
    while (!this.#stopped && this.#running < this.#options.concurrency) {
      const state = this.#queue.shift();
      if (!state) return;
      void this.#run(state);
    }
  }

  async #run(state: State<Item>): Promise<void> {
    const { run, pause, onFailure, keyOf } = this.#options;
    this.#running++;
    state.running = true;
    state.due = false;
    const started = performance.now();
    try {
      await run(state.item);
      state.failures = 0;
      state.notBefore = performance.now() + (pause?.(performance.now() - started) ?? 0);
    } catch (error) {
      const again = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** state.failures++);
      state.notBefore = performance.now() + again;
      state.due = true;
      if (!this.#stopped) onFailure(error, state.item, again);
    }
    state.running = false;
    this.#running--;
    if (state.due && !this.#stopped) this.#schedule(state);
    else if (!state.due && state.notBefore <= performance.now()) this.#states.delete(keyOf(state.item));
    this.#next();
    for (const wake of this.#waiters.splice(0)) wake();
  }
}
