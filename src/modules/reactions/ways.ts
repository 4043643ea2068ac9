import {
  type AnyConnector,
  type AttachedChat,
  findTickets,
  listAttachedChats,
  listConnections,
  type Recipient,
} from '#modules/connections/index.ts';
import type { LiveEvent } from '#modules/events/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** How an answer reaches where an event came from. */
export type Way = { connectionId: string; to: Recipient; ticket?: string };
export type Asked = { eventId: string; groupId: string | null; live: LiveEvent };
export type FindWay = (asked: Asked, place: 'chat' | 'person') => Way | undefined;

/** What events say that a connection heard. */
const HEARD_BY = 'connection:';

/**
 * Where answers go: into the chat that the event came from, by the connection that heard it, else by another that is attached
 * there; to a person by the connection that heard them. What an API brought into a group that no connection sees has no way.
 */
export async function findWays(
  tx: Tx,
  connectors: readonly AnyConnector[],
  communityId: string,
  { events, now }: { events: readonly Asked[]; now: Date },
): Promise<FindWay> {
  const chats = Map.groupBy(await listAttachedChats(tx, communityId), ({ groupId }) => groupId);
  const sends = new Map((await listConnections(tx, connectors)).map((one) => [one.id, one.capabilities.recipients]));
  const tickets = await findTickets(
    tx,
    events.map(({ eventId }) => eventId),
    now,
  );
  return ({ eventId, groupId, live }, place) => {
    const own = live.source.startsWith(HEARD_BY) ? live.source.slice(HEARD_BY.length) : undefined;
    const ticket = tickets.get(eventId);
    const withTicket = (connectionId: string) =>
      ticket?.connectionId === connectionId ? { ticket: ticket.ticket } : {};
    if (place === 'person' || groupId === null) {
      if (own === undefined || !sends.get(own)?.includes('person')) return undefined;
      return { connectionId: own, to: { kind: 'person', id: live.event.member }, ...withTicket(own) };
    }
    const chat = chooseChat(chats.get(groupId) ?? [], own, (id) => sends.get(id)?.includes('chat') ?? false);
    return (
      chat && {
        connectionId: chat.connectionId,
        to: { kind: 'chat', id: chat.externalId },
        ...withTicket(chat.connectionId),
      }
    );
  };
}

function chooseChat(
  chats: readonly AttachedChat[],
  own: string | undefined,
  canSend: (connectionId: string) => boolean,
): AttachedChat | undefined {
  const able = chats.filter(({ connectionId }) => canSend(connectionId));
  return able.find(({ connectionId }) => connectionId === own) ?? able[0];
}
