import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { attachChat, type Chat, detachChat, listChats } from './chat-store.ts';
import { ringConnection } from './connection-bell.ts';
import { getSealedConnection } from './connection-store.ts';
import { attachChatBody, chatParams, chatSchema, chatsReply, connectionIdParams } from './contract.ts';
import type { ContextParts } from './connector-contexts.ts';
import { presentChat } from './present-connections.ts';

const BASE = '/api/v1/connections/:connectionId/chats';

/** Chats that a connection can see, and which community each belongs to. */
export function chatsRoutes({ database, connectors, clock }: ContextParts): Route[] {
  return [
    route({
      id: 'connections.chats',
      method: 'GET',
      path: BASE,
      summary: 'The chats that a connection can see',
      params: connectionIdParams,
      reply: chatsReply,
      handle: ({ caller, params: { connectionId } }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          await getSealedConnection(tx, connectors, connectionId);
          return { chats: (await listChats(tx, connectionId)).map(presentChat) };
        }),
    }),
    route({
      id: 'connections.attach-chat',
      method: 'PUT',
      path: `${BASE}/:chatId/community`,
      summary: 'Attach a chat to a community: what is heard there from now on is kept, as a group of it',
      params: chatParams,
      body: attachChatBody,
      reply: chatSchema,
      handle: ({ caller, params: { connectionId, chatId }, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { platform } = await getSealedConnection(tx, connectors, connectionId);
          const { id: communityId } = await getCommunity(tx, body.communityId);
          const now = new Date(clock.now());
          const changed = await attachChat(tx, { connectionId, chatId, platform }, { communityId, now });
          await record(tx, caller, 'connections.attach-chat', changed);
          return presentChat(changed.after);
        }),
    }),
    route({
      id: 'connections.detach-chat',
      method: 'DELETE',
      path: `${BASE}/:chatId/community`,
      summary: 'Detach a chat: nothing more of it is kept; what was heard stays',
      params: chatParams,
      reply: chatSchema,
      handle: ({ caller, params: { connectionId, chatId } }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          await getSealedConnection(tx, connectors, connectionId);
          const changed = await detachChat(tx, { connectionId, chatId });
          await record(tx, caller, 'connections.detach-chat', changed);
          return presentChat(changed.after);
        }),
    }),
  ];
}

async function record(
  tx: Tx,
  caller: Actor,
  action: string,
  { before, after }: { before: Chat; after: Chat },
): Promise<void> {
  const trail = ({ name, externalId, communityId, groupId }: Chat) => ({ name, externalId, communityId, groupId });
  const communityId = after.communityId ?? before.communityId;
  await ringConnection(tx, caller.workspaceId, after.connectionId, 'chats');
  await recordChange(tx, caller, {
    action,
    subject: { kind: 'chat', id: after.id, label: after.name || after.externalId },
    ...(communityId !== null && { communityId }),
    before: trail(before),
    after: trail(after),
  });
}
