import { setTimeout as sleep } from 'node:timers/promises';
import type { SendOutcome } from '#modules/connections/index.ts';
import type { IrcClient } from './irc-client.ts';
import type { LinePacer } from './line-pacer.ts';

/** Milliseconds that a server may take to answer after the last line. */
const PATIENCE = 15_000;

/** What a server says that does not take a line; `never`: trying again changes nothing. */
const REFUSALS: Record<string, { code: string; never: boolean }> = {
  401: { code: 'no_such_recipient', never: true },
  403: { code: 'no_such_recipient', never: true },
  404: { code: 'not_allowed', never: true },
  407: { code: 'bad_recipient', never: true },
  411: { code: 'bad_recipient', never: true },
  412: { code: 'empty', never: true },
  439: { code: 'too_fast', never: false },
  441: { code: 'no_such_recipient', never: true },
  442: { code: 'not_there', never: false },
  477: { code: 'not_allowed', never: true },
  482: { code: 'not_allowed', never: true },
  486: { code: 'not_allowed', never: true },
};

const NOT_CONNECTED = { fate: 'later', seconds: 5, code: 'not_open', reason: 'the connection is not open' } as const;

/** What a server did not like about lines; nothing where it answers to our ping first. */
type Complaint = Extract<SendOutcome, { fate: 'later' | 'refused' }> | undefined;

/** Lines to a target, and the ping behind them. */
type Waiting = { about: string; token: string; settle(complaint: Complaint): void };

export type AnswerParts = {
  client: IrcClient;
  pacer: LinePacer;
  /** Aborted when the session is closed: lines that wait for their turn go no more. */
  signal: AbortSignal;
  /** Resolves when the connection is over. */
  ended: Promise<Error>;
};

/**
 * IRC confirms nothing. So a ping goes behind the lines: servers answer in order, and what they did not like they have
 * said by then.
 */
export class ServerAnswers {
  readonly #client: IrcClient;
  readonly #waiting = new Set<Waiting>();
  #tokens = 0;

  constructor(client: IrcClient) {
    this.#client = client;
    client.connection.on('message', ({ command, params }) => {
      const refusal = REFUSALS[command];
      if (command === 'PONG') {
        for (const one of this.#waiting) if (params.at(-1) === one.token) one.settle(undefined);
      } else if (refusal) this.#complain(refusal, params);
    });
  }

  /** Says lines in their turn. `target` is what complaints about them name. @returns `done` where there is none */
  async say<Done>(
    { pacer, signal, ended }: Omit<AnswerParts, 'client'>,
    { target, lines }: { target: string; lines: readonly string[] },
    done: Done,
  ): Promise<Done | Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' }>> {
    const token = `q${(this.#tokens += 1)}`;
    const { promise: answered, resolve: settle } = Promise.withResolvers<Complaint>();
    const waiting: Waiting = { about: this.#client.caseLower(target), token, settle };
    this.#waiting.add(waiting);
    let sent = 0;
    try {
      for (const line of lines) {
        await pacer.turn(signal);
        if (!this.#client.connected) break;
        this.#client.connection.write(line);
        sent += 1;
      }
      if (sent === 0) return NOT_CONNECTED;
      if (sent < lines.length)
        return { fate: 'unknown', reason: `the connection broke after ${sent} of ${lines.length} lines` };
      this.#client.connection.write(`PING :${token}`);
      return (await Promise.race([answered, rejected(ended), tooLate()])) ?? done;
    } catch (error) {
      return sent === 0 ? NOT_CONNECTED : { fate: 'unknown', reason: (error as Error).message };
    } finally {
      this.#waiting.delete(waiting);
    }
  }

  #complain({ code, never }: { code: string; never: boolean }, params: readonly string[]): void {
    const reason = params.at(-1) ?? '';
    const named = new Set(params.slice(1, -1).map((name) => this.#client.caseLower(name)));
    for (const { about, settle } of this.#waiting)
      if (named.has(about))
        settle(never ? { fate: 'refused', code, reason } : { fate: 'later', seconds: 30, code, reason });
  }
}

const rejected = (ended: Promise<Error>): Promise<never> =>
  ended.then((error) => {
    throw error;
  });

async function tooLate(): Promise<never> {
  await sleep(PATIENCE, undefined, { ref: false });
  throw new Error('the server did not answer in time');
}
