import { AppError } from '#kernel/errors.ts';
import { coalescerBy } from '#platform/coalescer/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { communitySpace, OWN_PLATFORM } from '../community-space.ts';
import type { NeutralEvent } from '../contract.ts';
import type { Intake } from '../forget-intake.ts';
import { inboxBell, type InboxBell } from './inbox-bell.ts';
import { addToInbox, type InboxEntry } from './inbox-store.ts';

/** Where events belong and who gave them: `api`, or the name of a connector. */
export type AcceptTarget = { workspaceId: string; communityId: string; source: string };

/** `accepted` are new and durable; `duplicates` were waiting already, or came twice. */
export type Acceptance = { accepted: number; duplicates: number };

export type AcceptEvents = (target: AcceptTarget, events: readonly NeutralEvent[]) => Promise<Acceptance>;

const ROWS_AT_ONCE = 5_000;
const ROWS_WAITING = 200_000;
const IDLE_WORKSPACES = 100;

/**
 * The rim of the inbox. Events are durable in PostgreSQL when it answers; requests of one workspace at the same time
 * share a multi-row insert, each with its own answer. An edit is the same event with a higher version. Events of people
 * who were erased count as accepted and are forgotten at once.
 */
export function createAcceptEvents({ database, intake }: { database: Database; intake?: Intake }): AcceptEvents {
  const bell = inboxBell(database);
  const accept = coalescerBy({
    most: IDLE_WORKSPACES,
    idOf: (workspaceId: string) => workspaceId,
    options: (workspaceId) => ({
      maxBatch: ROWS_AT_ONCE,
      maxPending: ROWS_WAITING,
      // While one waits for the disk the other is computed; requests that overlap have no order.
      concurrency: 2,
      size: (entries: InboxEntry[]) => entries.length,
      run: (requests: InboxEntry[][]) => acceptTogether({ database, bell }, workspaceId, requests),
    }),
  });
  return async ({ workspaceId, communityId, source }, events) => {
    if (events.length === 0) return { accepted: 0, duplicates: 0 };
    const space = communitySpace(communityId);
    // What is not kept is not even written down on the way. The inbox asks again when it is drained.
    const admit = await intake?.recent({ workspaceId, communityId });
    const kept = admit ? events.map(admit).filter((event) => event !== undefined) : events;
    const entries = kept.map((event): InboxEntry => ({
      communityId,
      eventId: space.eventId(event.platform ?? OWN_PLATFORM, event.id),
      version: event.version ?? 0,
      source,
      event: JSON.stringify(event),
    }));
    const forgotten = events.length - kept.length;
    if (entries.length === 0) return { accepted: forgotten, duplicates: 0 };
    const { accepted, duplicates } = await accept(workspaceId, entries);
    return { accepted: accepted + forgotten, duplicates };
  };
}

type Parts = { database: Database; bell: InboxBell };

async function acceptTogether(
  parts: Parts,
  workspaceId: string,
  requests: readonly InboxEntry[][],
): Promise<(Acceptance | Error)[]> {
  try {
    const entries = requests.length === 1 ? requests[0]! : requests.flat();
    const known = await addToInbox(parts.database, workspaceId, entries);
    if (known.size < entries.length) ring(parts.bell, workspaceId, entries);
    let from = 0;
    return requests.map(({ length }) => {
      let duplicates = 0;
      if (known.size > 0) for (let place = from; place < from + length; place++) if (known.has(place)) duplicates++;
      from += length;
      return { accepted: length - duplicates, duplicates };
    });
  } catch (error) {
    // A request whose rows PostgreSQL refuses must not fail those that happened to come at the same time.
    if (requests.length === 1 || error instanceof AppError) throw error;
    const answers: (Acceptance | Error)[] = [];
    for (const request of requests) {
      const [answer] = await acceptTogether(parts, workspaceId, [request]).catch((own: Error) => [own]);
      answers.push(answer!);
    }
    return answers;
  }
}

/** Entries of a run are few communities in long rows. */
function ring(bell: InboxBell, workspaceId: string, entries: readonly InboxEntry[]): void {
  let last = '';
  for (const { communityId } of entries) {
    if (communityId === last) continue;
    last = communityId;
    bell({ workspaceId, communityId });
  }
}
