import type { EventEngine } from '#platform/clickhouse/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { listCommunities } from '#modules/communities/index.ts';
import { compactRollUps } from '../compact-roll-ups.ts';
import { listStaleDays } from '../roll-up-reads.ts';
import { rollUp } from '../roll-up.ts';
import type { Intake } from '../forget-intake.ts';
import { drainInbox, type CommunityRef, type DrainParts, type Reaction } from './drain-inbox.ts';
import { CommunityTurns } from './community-turns.ts';
import { INBOX_CHANNEL, listWaitingCommunities } from './inbox-store.ts';
import { KeyedLoop } from './keyed-loop.ts';

export type EventWorkerOptions = {
  database: Database;
  engine: EventEngine;
  log: Log;
  /** Every workspace: what a look around begins with. */
  listWorkspaces(): Promise<readonly string[]>;
  /** Told after a community's roll-ups changed. */
  onCommunityChanged?(community: CommunityRef): void;
  reactions?: readonly Reaction[];
  turns?: CommunityTurns;
  /** What of arriving events may be kept; all of it without. */
  intake?: Intake;
  /** Milliseconds between looks around for what no notification told of. */
  lookAroundMs?: number;
  /** Milliseconds that must lie between the roll-ups of a community, and times the last one's own length. */
  rollUpPauseMs?: number;
};

const COMMUNITIES_AT_ONCE = 4;
/**
 * Milliseconds between two drains of a busy community, twice as long as the last one took: few large batches cost less,
 * and what a drain costs is kept from those who fill the inbox while the machine is busy.
 */
const DRAIN_PAUSE = { least: 150, most: 600, factor: 2 };
/** A drain that took fewer rows than this costs little, and somebody may wait for an answer: the next one comes soon. */
const FEW_ROWS = 1_000;
const SHORT_PAUSE_MS = 60;
const ROLL_UP_PAUSE_FACTOR = 5;
/** Roll-ups of a community between two looks at how much of them is superseded. */
const ROLL_UPS_PER_COMPACTION = 30;

/**
 * Empties inboxes as soon as something arrives, and then brings the roll-ups of the days up to date; both one at a time
 * per community, here and in other processes. What fails is tried again, less and less often; what a killed process
 * left is found by looking around.
 */
export class EventWorker {
  readonly #parts: DrainParts;
  readonly #options: EventWorkerOptions;
  readonly #drains: KeyedLoop<CommunityRef>;
  readonly #rollUps: KeyedLoop<CommunityRef>;
  readonly #stopping = new AbortController();
  #unlisten: (() => Promise<void>) | undefined;
  /** Rows that the last drain took, of whichever community. */
  #taken = 0;
  readonly #rolledUp = new Map<string, number>();
  #lookAround: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: EventWorkerOptions) {
    const { database, engine, log, reactions = [], turns = new CommunityTurns(database) } = options;
    this.#options = options;
    this.#parts = { database, engine, turns, log, reactions, intake: options.intake };
    const failed =
      (what: string) =>
      (error: unknown, { communityId }: CommunityRef, again: number) =>
        log.warn({ err: error, communityId, again }, `${what} failed and will be tried again`);
    const keyOf = ({ communityId }: CommunityRef): string => communityId;
    this.#drains = new KeyedLoop({
      keyOf,
      concurrency: COMMUNITIES_AT_ONCE,
      run: (community) => this.#drain(community),
      pause: (lastMs) =>
        this.#taken < FEW_ROWS
          ? SHORT_PAUSE_MS
          : Math.min(DRAIN_PAUSE.most, Math.max(DRAIN_PAUSE.least, lastMs * DRAIN_PAUSE.factor)),
      onFailure: failed('writing events'),
    });
    this.#rollUps = new KeyedLoop({
      keyOf,
      concurrency: 1,
      run: (community) => this.#rollUp(community),
      onFailure: failed('rolling up days'),
      pause: (lastMs) => Math.max(options.rollUpPauseMs ?? 5_000, lastMs * ROLL_UP_PAUSE_FACTOR),
    });
  }

  /** Listens, and looks for what waits already: events not written, days not rolled up. */
  async start(): Promise<void> {
    this.#unlisten = await this.#options.database.listen(INBOX_CHANNEL, (payload) => {
      const [workspaceId, communityId] = payload.split(' ');
      if (workspaceId && communityId) this.wake({ workspaceId, communityId });
      else this.#look(false);
    });
    this.#look(true);
    this.#lookAround = setInterval(() => this.#look(false), this.#options.lookAroundMs ?? 15_000);
    this.#lookAround.unref();
  }

  /** Says that a community's inbox has something. */
  wake(community: CommunityRef): void {
    this.#drains.touch(community);
  }

  /** Says that days of a community are marked stale. */
  touchDays(community: CommunityRef): void {
    this.#rollUps.touch(community);
  }

  /** Resolves when nothing is running or due: for tests and for loading. Failing work is not waited for. */
  async settled(): Promise<void> {
    await this.#looking;
    await this.#drains.settled();
    await this.#rollUps.settled();
  }

  /** Lets what runs end at the next safe place; everything else waits for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#lookAround);
    await this.#unlisten?.();
    await this.#looking;
    await Promise.all([this.#drains.stop(), this.#rollUps.stop()]);
  }

  async #drain(community: CommunityRef): Promise<void> {
    const taken = await drainInbox(this.#parts, community, this.#stopping.signal);
    this.#taken = taken ?? 0;
    // Another process is at it and may be about to end: look again soon.
    if (taken === undefined) setTimeout(() => this.#drains.touch(community), 500).unref();
    else if (taken > 0) this.#rollUps.touch(community);
  }

  async #rollUp(community: CommunityRef): Promise<void> {
    const { engine, turns } = this.#parts;
    const scope = grantScope(community.workspaceId, community.communityId);
    if ((await listStaleDays(engine, scope)).length === 0) return;
    await rollUp(engine, scope, new Set(), { turn: turns.of(community.communityId) });
    this.#options.onCommunityChanged?.(community);
    const times = (this.#rolledUp.get(community.communityId) ?? 0) + 1;
    this.#rolledUp.set(community.communityId, times % ROLL_UPS_PER_COMPACTION);
    if (times === ROLL_UPS_PER_COMPACTION) await turns.of(community.communityId)(() => compactRollUps(engine, scope));
  }

  #look(days: boolean): void {
    this.#looking = this.#looking
      .then(() => this.#lookOnce(days))
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'could not look for waiting events'));
  }

  async #lookOnce(days: boolean): Promise<void> {
    const { database } = this.#parts;
    for (const workspaceId of await this.#options.listWorkspaces()) {
      if (this.#stopping.signal.aborted) return;
      const [waiting, all] = await database.inWorkspace(workspaceId, async (tx) => [
        await listWaitingCommunities(tx),
        days ? await listCommunities(tx) : [],
      ]);
      for (const communityId of waiting) this.wake({ workspaceId, communityId });
      for (const { id } of all) this.touchDays({ workspaceId, communityId: id });
    }
  }
}
