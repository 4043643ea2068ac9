import { sql } from 'kysely';
import { createCommunity } from '#modules/communities/index.ts';
import { type AnyConnector, attachChat, createConnection, noteChats } from '#modules/connections/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { type CommunityRef, CommunityTurns, createAcceptEvents, type Reaction } from '#modules/events/index.ts';
import { drainInbox } from '#modules/events/inbox/drain-inbox.ts';
import { systemCaller } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { createSecretBox, deriveKey } from '#platform/secrets/index.ts';

/** A community with a connection to the platform of tests and attached chats, where something can be heard. */
export type ChatCommunity = {
  ids: CommunityRef;
  connectionId: string;
  /** Ids of the attached chats by their id on the platform. */
  chats: ReadonlyMap<string, string>;
  inside<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Takes events in as a connection does, and waits until everything reacted. */
  hear(...events: NeutralEvent[]): Promise<void>;
  /** Something said in the first chat by `ann`, now. */
  event(fields: Partial<NeutralEvent>): NeutralEvent;
  /** What was asked to be sent, in its order. */
  sent(): Promise<SentRow[]>;
};
export type SentRow = {
  id: string;
  to: string;
  text: string;
  replyTo: string | null;
  replaces: string | null;
  purpose: string;
};

let made = 0;

/** @param chats ids on the platform; the first is where events come from unless they say */
export async function chatCommunity(
  { database, engine }: { database: Database; engine: EventEngine },
  workspaceId: string,
  options: { connectors: readonly AnyConnector[]; chats: readonly string[]; reactions: readonly Reaction[] },
): Promise<ChatCommunity> {
  const { connectors } = options;
  const { id: connector } = connectors[0]!;
  const now = new Date();
  const parts = { connectors, secrets: createSecretBox(deriveKey('a secret of at least 32 characters')), clock: Date };
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
  const { ids, connectionId, chats } = await inside(async (tx) => {
    const { id: communityId } = await createCommunity(tx, workspaceId, { name: 'C', zone: 'Asia/Shanghai' });
    const connection = { connector, name: 'Bot', communityId, settings: {} };
    const { id } = await createConnection(parts, tx, systemCaller(workspaceId), connection);
    const seen = options.chats.map((chat) => ({ id: chat, name: `群 ${chat}`, kind: 'group' as const }));
    await noteChats(tx, id, seen, { now, guessed: false });
    const { rows } = await sql<{ id: string; external: string }>`
      SELECT id, external_id AS external FROM connection_chats WHERE connection_id = ${id}
    `.execute(tx);
    for (const chat of rows)
      await attachChat(tx, { connectionId: id, chatId: chat.id, platform: connector }, { communityId, now });
    return {
      ids: { workspaceId, communityId },
      connectionId: id,
      chats: new Map(rows.map((chat) => [chat.external, chat.id])),
    };
  });
  const drained = {
    database,
    engine,
    log: createLogger({ logLevel: 'silent' }),
    turns: new CommunityTurns(database),
    reactions: options.reactions,
  };
  const accept = createAcceptEvents({ database });
  return {
    ids,
    connectionId,
    chats,
    inside,
    async hear(...events) {
      await accept({ ...ids, source: `connection:${connectionId}` }, events);
      await drainInbox(drained, ids);
    },
    event: (fields) => ({
      id: `e${(made += 1)}`,
      platform: connector,
      group: options.chats[0]!,
      member: 'ann',
      kind: 'message',
      at: new Date().toISOString(),
      ...fields,
    }),
    sent: () =>
      inside(async (tx) => {
        const { rows } = await sql<SentRow>`
          SELECT id, to_kind || ' ' || to_id AS "to", content->>'text' AS text, reply_to AS "replyTo", replaces, purpose
          FROM deliveries WHERE community_id = ${ids.communityId} ORDER BY seq
        `.execute(tx);
        return rows;
      }),
  };
}
