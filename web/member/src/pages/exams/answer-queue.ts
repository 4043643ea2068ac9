import { ApiError } from '../../api/client.ts';

type Choice = readonly number[];
/** Brings one answer to the server. Throws what it says against it. */
type Put = (position: number, choice: Choice) => Promise<unknown>;
/** `whole`: whether the server has all answers; `refused`: what it said against one that it will not take. */
type Sent = { whole: boolean; refused?: unknown };

/** Whether sending again later may help: the connection was lost, the server was not ready, or the session has ended. */
const mayHelp = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500);

/** Answers of one exam on their way to the server, one after another; of a question only the last. */
export class AnswerQueue {
  readonly #put: Put;
  readonly #waiting = new Map<number, Choice>();
  #sending: Promise<Sent> | undefined;

  constructor(put: Put) {
    this.#put = put;
  }

  /** What the server does not have yet. */
  get waiting(): ReadonlyMap<number, Choice> {
    return this.#waiting;
  }

  add(position: number, choice: Choice): void {
    this.#waiting.set(position, choice);
  }

  /** Sends what waits, and what comes meanwhile. What could not be sent goes on waiting; what was refused does not. */
  flush(): Promise<Sent> {
    this.#sending ??= this.#send().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #send(): Promise<Sent> {
    const sent: Sent = { whole: true };
    for (let next = [...this.#waiting][0]; next; next = [...this.#waiting][0]) {
      const [position, choice] = next;
      try {
        await this.#put(position, choice);
      } catch (error) {
        if (mayHelp(error)) return { ...sent, whole: false };
        sent.refused = error;
      }
      // What was changed meanwhile is sent as well.
      if (this.#waiting.get(position) === choice) this.#waiting.delete(position);
    }
    return sent;
  }
}
