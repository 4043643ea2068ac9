import { AppError, Unavailable } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { ensureGroups, findOptionalCommunity } from '#modules/communities/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { NeutralEvent } from '../contract.ts';
import type { Admit, Intake } from '../forget-intake.ts';
import { writeEvents } from '../write-events.ts';
import type { CommunityTurns } from './community-turns.ts';
import { peopleAndPlaces } from '../people-and-places.ts';
import { deleteBatch, nextBatch, readBatch, refuseBatch, splitBatch, type InboxRow } from './inbox-store.ts';

export type CommunityRef = { workspaceId: string; communityId: string };

/** An event that has just come, for what reacts to it. */
export type LiveEvent = { eventId: string; version: number; source: string; receivedAt: Date; event: NeutralEvent };

/**
 * Something that reacts to live events. It is called with batches in the order in which events came, so in order per
 * member, before they are in the log, and may be called again with events that it has seen: it is idempotent by event id and version. What it
 * throws stops the community's inbox until it succeeds. Imports never come here.
 */
export type Reaction = { name: string; react(community: CommunityRef, events: readonly LiveEvent[]): Promise<void> };

export type DrainParts = {
  database: Database;
  engine: EventEngine;
  turns: CommunityTurns;
  intake?: Intake | undefined;
  log: Log;
  /** In the order in which they see each batch. */
  reactions: readonly Reaction[];
};

/** Few large batches cost far less than many small ones; long texts end a batch before so many rows do. */
const BATCH = { rows: 20_000, characters: 16 << 20 };

/** So many events in a row that all fail mean that it is not the events that are wrong. */
const REFUSALS_IN_A_ROW = 5;

/**
 * Empties a community's inbox into the event log, batch by batch, and gives how many events it took; undefined when
 * another process is at it. A batch is fixed before it is sent and deleted when everything is done with it, so being
 * killed anywhere only means doing it again. An event that cannot be written is put aside; when the engine is away, or
 * nothing at all can be written, it throws and everything stays.
 */
export function drainInbox(
  parts: DrainParts,
  community: CommunityRef,
  signal?: AbortSignal,
): Promise<number | undefined> {
  return parts.turns.alone('drain', community.communityId, async () => {
    let taken = 0;
    let refusals = 0;
    for (;;) {
      if (signal?.aborted) break;
      const newBatchId = newId();
      const batchId = await inWorkspace(parts, community, (tx) =>
        nextBatch(tx, { communityId: community.communityId, newBatchId, ...BATCH }),
      );
      if (batchId === undefined) break;
      const rows = await inWorkspace(parts, community, (tx) => readBatch(tx, community.communityId, batchId));
      const outcome = await drainBatch(parts, community, batchId, rows);
      if (outcome === undefined) {
        refusals = 0;
        taken += rows.length;
        // A new batch that is not full was all there was. What came since has told of itself and gathers until the next
        // drain: chasing a busy inbox in small batches would take the machine from those who fill it.
        if (batchId === newBatchId && !isFull(rows)) break;
        continue;
      }
      if (isOutage(outcome) || ++refusals > REFUSALS_IN_A_ROW) throw outcome;
      await setAside(parts, community, { batchId, rows, error: outcome });
      if (rows.length > 1) refusals--;
    }
    return taken;
  });
}

const isFull = (rows: readonly InboxRow[]): boolean =>
  rows.length >= BATCH.rows || rows.reduce((sum, { event }) => sum + event.length, 0) >= BATCH.characters;

const inWorkspace = <T>(
  { database }: DrainParts,
  { workspaceId }: CommunityRef,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => database.inWorkspace(workspaceId, work);

/** The store is away, overloaded or closing; the events are not to blame. */
const isOutage = (error: unknown): boolean =>
  error instanceof Unavailable || (error instanceof AppError && error.status >= 503) || error instanceof ReactionFailed;

class ReactionFailed extends Error {}

/** Lets everything react to a batch and writes it; gives what went wrong. */
async function drainBatch(
  parts: DrainParts,
  community: CommunityRef,
  batchId: string,
  rows: readonly InboxRow[],
): Promise<unknown> {
  const { engine, turns } = parts;
  const { workspaceId, communityId } = community;
  try {
    const found = await inWorkspace(parts, community, (tx) => findOptionalCommunity(tx, communityId));
    if (found) {
      const admit = await parts.intake?.now(community);
      const live = rows.map(toLive).flatMap((one) => admitted(one, admit));
      const events = live.map(({ event }) => event);
      // Whoever reacts finds the people and groups that the events name, and does not wait for the log: people do.
      await inWorkspace(parts, community, (tx) => ensurePeopleAndPlaces(tx, communityId, events));
      await react(parts, community, live);
      const scope = grantScope(workspaceId, communityId);
      await writeEvents(engine, scope, { zone: found.zone, token: batchId, turn: turns.of(communityId) }, events);
      await inWorkspace(parts, community, (tx) => deleteBatch(tx, communityId, batchId));
    } else await inWorkspace(parts, community, (tx) => deleteBatch(tx, communityId, batchId));
    return undefined;
  } catch (error) {
    return error ?? new Error('failed without a reason');
  }
}

function toLive({ eventId, version, source, receivedAt, arrival, event: json }: InboxRow): LiveEvent {
  const event = JSON.parse(json) as NeutralEvent;
  return { eventId, version, source, receivedAt, event: { ...event, position: event.position ?? arrival } };
}

/** An event as it may be kept; none where its author was erased since it was accepted. */
function admitted(live: LiveEvent, admit: Admit | undefined): LiveEvent[] {
  if (!admit) return [live];
  const event = admit(live.event);
  return event ? [{ ...live, event }] : [];
}

async function react({ reactions }: DrainParts, community: CommunityRef, live: readonly LiveEvent[]): Promise<void> {
  for (const { name, react: call } of reactions)
    try {
      await call(community, live);
    } catch (cause) {
      throw new ReactionFailed(`${name} could not react to events`, { cause });
    }
}

async function ensurePeopleAndPlaces(tx: Tx, communityId: string, events: readonly NeutralEvent[]): Promise<void> {
  const { groups, accounts } = peopleAndPlaces(communityId, events);
  await ensureGroups(tx, communityId, groups);
  await ensureAccounts(tx, communityId, accounts);
}

/** Finds the event that a batch fails for, by halves; alone, it is put aside with the reason. */
async function setAside(
  parts: DrainParts,
  community: CommunityRef,
  { batchId, rows, error }: { batchId: string; rows: readonly InboxRow[]; error: unknown },
): Promise<void> {
  const { communityId } = community;
  const reason = error instanceof Error ? error.message : String(error);
  if (rows.length > 1) {
    const at = rows.length >> 1;
    const split = { batchId, at, from: rows[at]!.arrival, newBatchId: newId() };
    await inWorkspace(parts, community, (tx) => splitBatch(tx, split));
    return;
  }
  parts.log.error({ err: error, communityId, event: rows[0]?.eventId }, 'an event cannot be written and was put aside');
  await inWorkspace(parts, community, (tx) => refuseBatch(tx, communityId, batchId, reason));
}
