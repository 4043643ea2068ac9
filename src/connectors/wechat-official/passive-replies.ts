/** What became of waiting for a reply: its XML, or that none came. */
type Reply = string | undefined;

type Waiting = { answer(reply: Reply): void; timer: NodeJS.Timeout };

/** How long an answer given is given again, where the platform repeats the callback because it did not get it. */
const REMEMBERED_MS = 20_000;

/**
 * Callbacks that are held open for an answer (被动回复), in this process. A ticket is answered once; a callback that comes again gets
 * the same answer, one that is still open is let go when its repeat arrives.
 */
export class PassiveReplies {
  readonly #waiting = new Map<string, Waiting>();
  readonly #given = new Map<string, { reply: string; until: number }>();
  readonly #open = new Set<string>();

  /** Sends of this connection come from this process: only then is waiting of use. */
  opened(connectionId: string): void {
    this.#open.add(connectionId);
  }

  closed(connectionId: string): void {
    this.#open.delete(connectionId);
  }

  isOpen(connectionId: string): boolean {
    return this.#open.has(connectionId);
  }

  /** Resolves with the reply, or with undefined after `ms`. */
  wait(ticket: string, ms: number, now: number): Promise<Reply> {
    this.#forget(now);
    const given = this.#given.get(ticket);
    if (given !== undefined) return Promise.resolve(given.reply);
    this.#waiting.get(ticket)?.answer(undefined);
    return new Promise((resolve) => {
      const answer = (reply: Reply) => {
        clearTimeout(waiting.timer);
        if (this.#waiting.get(ticket) === waiting) this.#waiting.delete(ticket);
        resolve(reply);
      };
      const waiting: Waiting = { answer, timer: setTimeout(answer, ms, undefined) };
      this.#waiting.set(ticket, waiting);
    });
  }

  isWaiting(ticket: string): boolean {
    return this.#waiting.has(ticket);
  }

  /** Answers the callback of a ticket; false when it is not open (any more). */
  reply(ticket: string, reply: string, now: number): boolean {
    const waiting = this.#waiting.get(ticket);
    if (waiting === undefined) return false;
    this.#given.set(ticket, { reply, until: now + REMEMBERED_MS });
    waiting.answer(reply);
    return true;
  }

  /** Lets a callback go without an answer. */
  release(ticket: string): void {
    this.#waiting.get(ticket)?.answer(undefined);
  }

  #forget(now: number): void {
    for (const [ticket, { until }] of this.#given) {
      if (until > now) return;
      this.#given.delete(ticket);
    }
  }
}
