import type { Clock } from '#kernel/clock.ts';
import { listCommunities } from '#modules/communities/index.ts';
import { KeyedLoop } from '#modules/events/index.ts';
import type { Log } from '#platform/log.ts';
import { SANCTIONS_CHANNEL } from './act-bell.ts';
import { tidyActs } from './act-store.ts';
import { type DoAct, doNextAct } from './do-act.ts';
import { endSanctions } from './end-sanctions.ts';
import { forgetEvidence, praiseGoodConduct } from './good-conduct.ts';
import { placeSanctions, type PlaceParts } from './place-sanctions.ts';
import type { TellParts } from './tell-member.ts';

type Held = { workspaceId: string; connectionId: string };
export type SanctionWorkerOptions = PlaceParts &
  TellParts & {
    clock: Clock;
    log: Log;
    /** The connections that this process holds. */
    channels: { held(): Held[]; onHeld(callback: (ref: Held) => void): () => void; act: DoAct };
    listWorkspaces(): Promise<readonly string[]>;
    /** Milliseconds between looks around: ends of mutes, tries that are due, what no notification told of. */
    lookAroundMs?: number;
  };

const LOOK_AROUND_MS = 10_000;
const CONDUCT_MS = 3_600_000;

/**
 * Makes sanctions happen: acts and tasks are made of them, platforms are asked over the connections held here, what is over
 * is undone, and good conduct is told. Everything is read from what is written down: a killed process leaves it to the next.
 */
export class SanctionWorker {
  readonly #options: SanctionWorkerOptions;
  readonly #places: KeyedLoop<string>;
  readonly #acts: KeyedLoop<Held>;
  /** When good conduct was looked at last, by community. */
  readonly #praised = new Map<string, number>();
  #unlisten: (() => Promise<void>) | undefined;
  #unheld: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SanctionWorkerOptions) {
    this.#options = options;
    const { log } = options;
    this.#places = new KeyedLoop({
      keyOf: (workspaceId) => workspaceId,
      concurrency: 2,
      run: (workspaceId) => this.#place(workspaceId),
      onFailure: (error, workspaceId, again) =>
        log.warn({ err: error, workspaceId, again }, 'sanctions were not placed and will be again'),
    });
    this.#acts = new KeyedLoop({
      keyOf: ({ connectionId }) => connectionId,
      concurrency: 16,
      run: (ref) => this.#act(ref),
      onFailure: (error, ref, again) =>
        log.warn({ err: error, ...ref, again }, 'sanctions were not acted on and will be again'),
    });
  }

  async start(): Promise<void> {
    const { database, channels, lookAroundMs = LOOK_AROUND_MS } = this.#options;
    this.#unlisten = await database.listen(SANCTIONS_CHANNEL, (workspaceId) =>
      workspaceId ? this.#places.touch(workspaceId) : this.#look(),
    );
    this.#unheld = channels.onHeld((ref) => this.#acts.touch(ref));
    this.#look();
    this.#timer = setInterval(() => this.#look(), lookAroundMs);
    this.#timer.unref();
  }

  /** Resolves when nothing runs or is due: for tests. */
  async settled(): Promise<void> {
    await this.#looking;
    await this.#places.settled();
    await this.#acts.settled();
  }

  /** Begins nothing more and lets what is under way end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#unheld?.();
    await this.#unlisten?.();
    await this.#looking;
    await Promise.all([this.#places.stop(), this.#acts.stop()]);
  }

  async #place(workspaceId: string): Promise<void> {
    const { database, clock, channels } = this.#options;
    const now = new Date(clock.now());
    const goOn = () => {
      for (const ref of channels.held()) if (ref.workspaceId === workspaceId) this.#acts.touch(ref);
    };
    // What ends needs no log; what begins asks it where somebody is, and waits while it is away.
    await endSanctions(database, workspaceId, now);
    await database.inWorkspace(workspaceId, (tx) => tidyActs(tx, now));
    goOn();
    await placeSanctions(this.#options, workspaceId, now);
    goOn();
    await this.#conduct(workspaceId, now);
  }

  async #act(ref: Held): Promise<void> {
    const { database, channels, clock } = this.#options;
    const order = { ...ref, now: () => clock.now() };
    const act: DoAct = (connectionId, action) => channels.act(connectionId, action);
    while (!this.#stopped && channels.held().some(({ connectionId }) => connectionId === ref.connectionId))
      if (!(await doNextAct(database, act, order))) return;
  }

  /** Once an hour, a community at a time. */
  async #conduct(workspaceId: string, now: Date): Promise<void> {
    const { database } = this.#options;
    const communities = await database.inWorkspace(workspaceId, listCommunities);
    for (const { id: communityId } of communities) {
      const last = this.#praised.get(communityId) ?? -Infinity;
      if (now.getTime() >= last && now.getTime() < last + CONDUCT_MS) continue;
      await database.inWorkspace(workspaceId, async (tx) => {
        await praiseGoodConduct(tx, this.#options, { workspaceId, communityId, now });
        await forgetEvidence(tx, communityId, now);
      });
      this.#praised.set(communityId, now.getTime());
    }
  }

  #look(): void {
    this.#looking = this.#looking
      .then(async () => {
        for (const workspaceId of await this.#options.listWorkspaces())
          if (!this.#stopped) this.#places.touch(workspaceId);
      })
      .catch((error: unknown) => this.#options.log.warn({ err: error }, 'could not look for waiting sanctions'));
  }
}
