import { AppError } from '#kernel/errors.ts';
import { createCoalescer } from '#platform/coalescer/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { communitySpace, OWN_PLATFORM } from '../community-space.ts';
import type { NeutralEvent } from '../contract.ts';
import { addToInbox, entryKey, type InboxEntry } from './inbox-store.ts';

/** Where events belong and who gave them: `api`, or the name of a connector. */
export type AcceptTarget = { workspaceId: string; communityId: string; source: string };

/** `accepted` are new and durable; `duplicates` were waiting already, or came twice. */
export type Acceptance = { accepted: number; duplicates: number };

export type AcceptEvents = (target: AcceptTarget, events: readonly NeutralEvent[]) => Promise<Acceptance>;

const ROWS_AT_ONCE = 5_000;
const ROWS_WAITING = 200_000;
const IDLE_WORKSPACES = 100;

type Accept = (entries: InboxEntry[]) => Promise<Acceptance>;

/**
 * The rim of the inbox. Events are durable in PostgreSQL when it answers; requests of one workspace at the same time
 * share a multi-row insert, each with its own answer. An edit is the same event with a higher version.
 */
export function createAcceptEvents({ database }: { database: Database }): AcceptEvents {
  const workspaces = new Map<string, Accept>();
  const ofWorkspace = (workspaceId: string): Accept => {
    let accept = workspaces.get(workspaceId);
    if (!accept) {
      if (workspaces.size >= IDLE_WORKSPACES) workspaces.clear();
      accept = createCoalescer<InboxEntry[], Acceptance>({
        maxBatch: ROWS_AT_ONCE,
        maxPending: ROWS_WAITING,
        // While one waits for the disk the other is computed; requests that overlap have no order.
        concurrency: 2,
        size: (entries) => entries.length,
        run: (requests) => acceptTogether(database, workspaceId, requests),
      });
      workspaces.set(workspaceId, accept);
    }
    return accept;
  };
  return async ({ workspaceId, communityId, source }, events) => {
    if (events.length === 0) return { accepted: 0, duplicates: 0 };
    const space = communitySpace(communityId);
    const entries = events.map((event): InboxEntry => ({
      communityId,
      eventId: space.eventId(event.platform ?? OWN_PLATFORM, event.id),
      version: event.version ?? 0,
      source,
      event: JSON.stringify(event),
    }));
    return ofWorkspace(workspaceId)(entries);
  };
}

async function acceptTogether(
  database: Database,
  workspaceId: string,
  requests: readonly InboxEntry[][],
): Promise<(Acceptance | Error)[]> {
  try {
    const added = await database.inWorkspace(workspaceId, (tx) => addToInbox(tx, workspaceId, requests.flat()));
    return requests.map((entries) => {
      let accepted = 0;
      for (const entry of entries) if (added.delete(entryKey(entry))) accepted++;
      return { accepted, duplicates: entries.length - accepted };
    });
  } catch (error) {
    // A request whose rows PostgreSQL refuses must not fail those that happened to come at the same time.
    if (requests.length === 1 || error instanceof AppError) throw error;
    const answers: (Acceptance | Error)[] = [];
    for (const request of requests) {
      const [answer] = await acceptTogether(database, workspaceId, [request]).catch((own: Error) => [own]);
      answers.push(answer!);
    }
    return answers;
  }
}
