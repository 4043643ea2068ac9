import type { Readable } from 'node:stream';
import type { Clock } from '#kernel/clock.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { acceptQuery, acceptReply, refusedReply, retriedReply } from './contract.ts';
import type { AcceptEvents } from './inbox/accept-events.ts';
import { listRefused } from './inbox/inbox-store.ts';
import { readEventsBody } from './inbox/read-events-body.ts';
import { retryRefusedEvents } from './inbox/retry-refused-events.ts';

const REFUSED_SHOWN = 200;

export type EventsRoutesParts = { database: Database; clock: Clock; acceptEvents: AcceptEvents };

export function eventsRoutes({ database, clock, acceptEvents }: EventsRoutesParts): Route[] {
  const communityIdOf = recentCommunityIds(database, clock);
  return [
    route({
      id: 'events.accept',
      method: 'POST',
      path: '/api/v1/events',
      summary: 'Takes events live: JSON or NDJSON, all or nothing, answered when they are durable',
      query: acceptQuery,
      bodyKind: 'stream',
      rateLimit: false,
      reply: acceptReply,
      status: 202,
      async handle({ caller, query, body, request }) {
        const communityId = await communityIdOf(caller.workspaceId, query.community);
        const events = await readEventsBody(body as Readable, request.headers, clock.now());
        return acceptEvents({ workspaceId: caller.workspaceId, communityId, source: 'api' }, events);
      },
    }),
    route({
      id: 'events.refused',
      method: 'GET',
      path: '/api/v1/communities/:communityId/events/refused',
      summary: 'Events that were accepted and could not be written, with the reason; latest first',
      params: communityParams,
      reply: refusedReply,
      async handle({ caller, params }) {
        const refused = await database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return listRefused(tx, id, REFUSED_SHOWN);
        });
        return {
          refused: refused.map((one) => ({
            ...one,
            receivedAt: one.receivedAt.toISOString(),
            refusedAt: one.refusedAt.toISOString(),
          })),
        };
      },
    }),
    route({
      id: 'events.retry-refused',
      method: 'POST',
      path: '/api/v1/communities/:communityId/events/refused/retry',
      summary: 'Puts the refused events of a community back into the inbox, to be tried again',
      params: communityParams,
      reply: retriedReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) =>
          retryRefusedEvents(tx, caller, await getCommunity(tx, params.communityId)),
        ),
    }),
  ];
}

const REMEMBERED_MS = 10_000;
const REMEMBERED = 1_000;

/** Ids of communities by id or key, remembered for some seconds, because single events come thousands a second. */
function recentCommunityIds(
  database: Database,
  clock: Clock,
): (workspaceId: string, idOrKey: string) => Promise<string> {
  const known = new Map<string, { id: string; until: number }>();
  return async (workspaceId, idOrKey) => {
    const key = `${workspaceId} ${idOrKey}`;
    const now = clock.now();
    const found = known.get(key);
    if (found && found.until > now) return found.id;
    const { id } = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, idOrKey));
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, { id, until: now + REMEMBERED_MS });
    return id;
  };
}
