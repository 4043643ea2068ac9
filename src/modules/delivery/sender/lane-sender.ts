import type { SendOutcome } from '#modules/connections/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Channel } from '../order.ts';
import type { LinkOf } from '../templates/fill-links.ts';
import type { Channels } from './channels.ts';
import { type Claim, claimDue } from './claim-due.ts';
import {
  type Ended,
  putBackUnknowing,
  recoverLost,
  renewLeases,
  settleAttempts,
  settleWaiting,
  takeWaiting,
} from './settle-attempts.ts';

export type LaneSenderParts = {
  database: Database;
  log: Log;
  channels: Pick<Channels, 'send' | 'awaited'>;
  /** The connection as it is now; undefined where it is gone or paused. */
  channel(): Promise<Channel | undefined>;
  workspaceId: string;
  connectionId: string;
  /** This process's sender. */
  holder: string;
  leaseMs: number;
  /** The clock on the wall, and the one that only goes forward; milliseconds. */
  now(): number;
  steady(): number;
  random(): number;
  linkOf?: LinkOf | undefined;
};

/** Messages on their way over one connection at the same time. */
const AT_ONCE = 16;
/** Nothing is waited for longer than that before the database is asked again, in milliseconds. */
const LONGEST_SLEEP = 10_000;
/** First pause where what is due has to wait for something else; doubled each time. */
const FIRST_WAIT = 20;
const WAITING_AT_ONCE = 20;
const RETRY = { first: 100, last: 5_000 };

/**
 * Sends what is due over one connection: claims, hands over, writes down, until it is stopped. Never throws: where the
 * database is away it waits, and what the platform said is kept until it can be written down.
 */
export class LaneSender {
  readonly #parts: LaneSenderParts;
  readonly #going = new Map<string, Claim>();
  readonly #ended: Ended[] = [];
  #channel: Channel | undefined;
  #rung = true;
  #stopped = false;
  #wake: () => void = () => undefined;
  #writing = false;
  #lastLook = -Infinity;
  #waited = 0;
  readonly #running: Promise<void>;
  readonly #leases: NodeJS.Timeout;

  constructor(parts: LaneSenderParts) {
    this.#parts = parts;
    this.#leases = setInterval(() => this.#renew(), parts.leaseMs / 3);
    this.#leases.unref();
    this.#running = this.#run();
  }

  /** Says that something may be due. */
  ring(): void {
    this.#rung = true;
    this.#waited = 0;
    this.#wake();
  }

  /** Claims nothing more; resolves when what is on its way has ended and is written down. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.ring();
    await this.#running;
    while (this.#going.size > 0) await this.#sleep(LONGEST_SLEEP);
    clearInterval(this.#leases);
  }

  /** Whether nothing is on its way or being written down: for tests. */
  get idle(): boolean {
    return this.#going.size === 0 && !this.#rung;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped)
      try {
        const wait = await this.#turn();
        failures = 0;
        if (wait > 0 && !this.#rung) await this.#sleep(wait);
      } catch (error) {
        const wait = Math.min(RETRY.last, RETRY.first * 2 ** failures++);
        this.#parts.log.warn({ err: error, connectionId: this.#parts.connectionId, wait }, 'sending waits');
        await this.#sleep(wait);
      }
  }

  /** One look at what is due. @returns milliseconds until the next */
  async #turn(): Promise<number> {
    this.#rung = false;
    const room = AT_ONCE - this.#going.size;
    if (room <= 0) return LONGEST_SLEEP;
    const channel = (this.#channel = await this.#parts.channel());
    if (!channel || channel.paused) return LONGEST_SLEEP;
    await this.#lookAfter(channel);
    const { now, steady, holder, leaseMs, linkOf } = this.#parts;
    const order = { channel, now: now(), steady: steady(), most: room, holder, leaseMs, linkOf };
    const { claims, wakeAt } = await this.#inWorkspace((tx) => claimDue(tx, order));
    for (const claim of claims) void this.#send(claim);
    if (claims.length > 0) this.#waited = 0;
    if (wakeAt === null) return LONGEST_SLEEP;
    if (wakeAt > order.now) return Math.min(LONGEST_SLEEP, Math.max(1, wakeAt - now()));
    if (claims.length > 0) return 0;
    // Due, and kept back: by a recipient that something is on its way to, a stream, a pause, a lock.
    return Math.min(LONGEST_SLEEP, FIRST_WAIT * 2 ** this.#waited++);
  }

  /** What a sender that is gone left, and what waits for a person; looked at now and then. */
  async #lookAfter(channel: Channel): Promise<void> {
    const { steady, now, holder, leaseMs, connectionId, channels } = this.#parts;
    if (steady() - this.#lastLook < Math.min(leaseMs / 3, LONGEST_SLEEP) && steady() >= this.#lastLook) return;
    this.#lastLook = steady();
    const { idempotent } = channel.capabilities;
    const lost = await this.#inWorkspace(async (tx) => {
      await putBackUnknowing(tx, { connectionId, holder, going: [...this.#going.keys()], now: now() });
      return recoverLost(tx, { connectionId, idempotent, holder, now: now(), steady: steady(), leaseMs });
    });
    if (lost > 0) this.#parts.log.warn({ connectionId, lost, idempotent }, 'sends of a process that is gone');
    const waiting = await this.#inWorkspace((tx) =>
      takeWaiting(tx, { connectionId, now: now(), most: WAITING_AT_ONCE }),
    );
    for (const one of waiting) {
      const outcome = await channels
        .awaited(connectionId, one.task)
        .catch((error: Error) => ({ fate: 'later' as const, seconds: 60, code: 'failed', reason: error.message }));
      await this.#inWorkspace((tx) => settleWaiting(tx, one, outcome, now()));
    }
  }

  async #send(claim: Claim): Promise<void> {
    const { channels, connectionId, log, now, steady, random } = this.#parts;
    this.#going.set(claim.deliveryId, claim);
    let outcome: SendOutcome;
    try {
      outcome = await channels.send(connectionId, claim.message);
    } catch (error) {
      log.warn({ err: error, deliveryId: claim.deliveryId }, 'nobody knows what became of a send');
      outcome = { fate: 'unknown', reason: (error as Error).message };
    }
    this.#ended.push({ claim, outcome, at: now(), steady: steady(), random: random() });
    if (!this.#writing) void this.#writeDown();
  }

  /** Writes down what ended, together what came together, until it is written. */
  async #writeDown(): Promise<void> {
    this.#writing = true;
    await Promise.resolve();
    for (let failures = 0; this.#ended.length > 0;) {
      const some = this.#ended.slice(0, 200);
      const { connectionId } = this.#parts;
      const idempotent = this.#channel?.capabilities.idempotent ?? false;
      try {
        await this.#inWorkspace((tx) => settleAttempts(tx, some, { connectionId, idempotent }));
        this.#ended.splice(0, some.length);
        for (const { claim } of some) this.#going.delete(claim.deliveryId);
        failures = 0;
        this.ring();
      } catch (error) {
        this.#parts.log.warn({ err: error, connectionId }, 'what became of sends could not be written down yet');
        await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY.last, RETRY.first * 2 ** failures++)));
      }
    }
    this.#writing = false;
  }

  #renew(): void {
    const ids = [...this.#going.keys()];
    if (ids.length === 0) return;
    const { holder, now, leaseMs, log } = this.#parts;
    this.#inWorkspace((tx) => renewLeases(tx, { ids, holder, until: now() + leaseMs })).catch((error: unknown) =>
      log.debug({ err: error }, 'leases could not be renewed'),
    );
  }

  #inWorkspace<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#parts.database.inWorkspace(this.#parts.workspaceId, work);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
