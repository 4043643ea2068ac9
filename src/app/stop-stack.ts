import type { Log } from '#platform/log.ts';

/** What has to be stopped, in the reverse order of how it was started. */
export class StopStack {
  readonly #steps: { name: string; stop: () => Promise<unknown> }[] = [];
  readonly #log: Log;
  #stopping: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  push(name: string, stop: () => Promise<unknown>): void {
    this.#steps.push({ name, stop });
  }

  /** Stops everything once; a step that fails is logged and does not keep the others running. */
  stop(): Promise<void> {
    this.#stopping ??= this.#run();
    return this.#stopping;
  }

  async #run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      const began = performance.now();
      await step
        .stop()
        .catch((error: unknown) => this.#log.error({ err: error, part: step!.name }, 'could not stop cleanly'));
      this.#log.debug({ part: step.name, ms: Math.round(performance.now() - began) }, 'stopped');
    }
  }
}
