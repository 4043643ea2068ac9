import { KeyedLoop } from '#modules/events/index.ts';
import { newId } from '#kernel/ids.ts';
import type { Log } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { DELIVERIES_CHANNEL, REPLAN } from './delivery-bell.ts';
import { dropOld, endOverdue, isUnplanned } from './housekeeping.ts';
import type { Channel } from './order.ts';
import { planWorkspace } from './planner/plan-workspace.ts';
import type { LinkOf } from './templates/fill-links.ts';
import type { Channels } from './sender/channels.ts';
import { LaneSender } from './sender/lane-sender.ts';

export type DeliveryWorkerOptions = {
  database: Database;
  log: Log;
  clock: { now(): number };
  /** The connections that this process holds. */
  channels: Channels;
  /** All connections of a workspace, as they are now. */
  listChannels(tx: Tx): Promise<readonly Channel[]>;
  listWorkspaces(): Promise<readonly string[]>;
  /** Makes the links of messages as they leave, of a workspace. */
  linkOf?: (workspaceId: string) => LinkOf;
  /** Milliseconds until a sender that says nothing is taken for dead. */
  leaseMs?: number;
  /** Milliseconds between looks around for what no notification told of. */
  lookAroundMs?: number;
  random?: () => number;
  /** Milliseconds of a clock that only goes forward; this process's own unless told. */
  steady?: () => number;
};

const LEASE_MS = 30_000;
const LOOK_AROUND_MS = 15_000;
/** Everything queued is planned anew now and then: limits and settings change. */
const REPLAN_LOOKS = 40;
const CHANNELS_FRESH_MS = 1_000;

/** A clock that only goes forward, from the wall's time at the start of the process on. */
function steadyClock(now: number): () => number {
  const start = now - performance.now();
  return () => start + performance.now();
}

/**
 * Plans what is asked for, and sends what is due over the connections that this process holds. What a killed process left is
 * found by whoever holds the connection next.
 */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #plans: KeyedLoop<string>;
  /** Workspaces to be planned whole, not only where something is new. */
  readonly #wholes = new Set<string>();
  readonly #lanes = new Map<string, LaneSender>();
  readonly #known = new Map<string, { at: number; channels: Promise<readonly Channel[]> }>();
  readonly #holder = newId();
  readonly #steady: () => number;
  #unlisten: (() => Promise<void>) | undefined;
  #unheld: (() => void) | undefined;
  #lookAround: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #looks = 0;
  #stopped = false;

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    this.#steady = options.steady ?? steadyClock(options.clock.now());
    this.#plans = new KeyedLoop({
      keyOf: (workspaceId) => workspaceId,
      concurrency: 2,
      run: (workspaceId) => this.#plan(workspaceId),
      // A long queue is not planned over and over while others ask for the machine.
      pause: (lastMs) => Math.max(20, 2 * lastMs),
      onFailure: (error, workspaceId, again) =>
        options.log.warn({ err: error, workspaceId, again }, 'planning deliveries failed and will be tried again'),
    });
  }

  /** Begins to plan and send. */
  async start(): Promise<void> {
    const { database, channels, lookAroundMs = LOOK_AROUND_MS } = this.#options;
    this.#unlisten = await database.listen(DELIVERIES_CHANNEL, (payload) => this.#hear(payload));
    this.#unheld = channels.onHeld((ref) => this.#open(ref));
    for (const ref of channels.held()) this.#open(ref);
    this.#look();
    this.#lookAround = setInterval(() => this.#look(), lookAroundMs);
    this.#lookAround.unref();
  }

  /** Plans everything of a workspace anew: for tests, and where limits changed. */
  replan(workspaceId: string): void {
    this.#wholes.add(workspaceId);
    this.#plans.touch(workspaceId);
  }

  /** Claims nothing more and lets what is on its way end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#lookAround);
    this.#unheld?.();
    await this.#unlisten?.();
    await this.#looking;
    await Promise.all([this.#plans.stop(), ...[...this.#lanes.values()].map((lane) => lane.stop())]);
  }

  #hear(payload: string): void {
    const [workspaceId, connectionId] = payload.split(' ');
    if (connectionId === REPLAN) this.replan(workspaceId!);
    else if (connectionId) this.#lanes.get(connectionId)?.ring();
    else if (workspaceId) this.#plans.touch(workspaceId);
    else this.#look();
  }

  #open({ workspaceId, connectionId }: { workspaceId: string; connectionId: string }): void {
    const known = this.#lanes.get(connectionId);
    if (known || this.#stopped) return known?.ring();
    const { database, log, channels, clock, leaseMs = LEASE_MS, random = Math.random } = this.#options;
    const parts = { database, log, channels, workspaceId, connectionId, holder: this.#holder, leaseMs, random };
    this.#lanes.set(
      connectionId,
      new LaneSender({
        ...parts,
        linkOf: this.#options.linkOf?.(workspaceId),
        now: () => clock.now(),
        steady: this.#steady,
        channel: async () => {
          if (!channels.held().some((one) => one.connectionId === connectionId)) return undefined;
          return (await this.#channelsOf(workspaceId)).find(({ id }) => id === connectionId);
        },
      }),
    );
  }

  /** The connections of a workspace; asked anew after a second. */
  #channelsOf(workspaceId: string): Promise<readonly Channel[]> {
    const known = this.#known.get(workspaceId);
    const at = performance.now();
    if (known && at - known.at < CHANNELS_FRESH_MS) return known.channels;
    const channels = this.#options.database.inWorkspace(workspaceId, (tx) => this.#options.listChannels(tx));
    this.#known.set(workspaceId, { at, channels });
    channels.catch(() => this.#known.delete(workspaceId));
    return channels;
  }

  async #plan(workspaceId: string): Promise<void> {
    const { database, clock, listChannels } = this.#options;
    const whole = this.#wholes.delete(workspaceId);
    await database.inWorkspace(workspaceId, async (tx) => {
      if (!whole && !(await isUnplanned(tx))) return;
      const channels = await listChannels(tx);
      await planWorkspace(tx, { workspaceId, channels, now: clock.now(), steady: this.#steady() });
    });
  }

  #look(): void {
    this.#looking = this.#looking
      .then(() => this.#lookOnce())
      .catch((error: unknown) => this.#options.log.warn({ err: error }, 'could not look for waiting deliveries'));
  }

  async #lookOnce(): Promise<void> {
    const { database, clock, listWorkspaces, channels } = this.#options;
    const whole = this.#looks++ % REPLAN_LOOKS === REPLAN_LOOKS - 1;
    for (const ref of channels.held()) this.#open(ref);
    const held = new Set(channels.held().map(({ connectionId }) => connectionId));
    for (const [connectionId, lane] of this.#lanes)
      if (!held.has(connectionId)) {
        this.#lanes.delete(connectionId);
        await lane.stop();
      }
    for (const workspaceId of await listWorkspaces()) {
      if (this.#stopped) return;
      const unplanned = await database.inWorkspace(workspaceId, async (tx) => {
        await endOverdue(tx, clock.now());
        if (whole) await dropOld(tx, clock.now());
        return isUnplanned(tx);
      });
      if (whole) this.replan(workspaceId);
      else if (unplanned) this.#plans.touch(workspaceId);
    }
    for (const lane of this.#lanes.values()) lane.ring();
  }
}
