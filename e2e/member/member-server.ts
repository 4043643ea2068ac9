import { sql } from 'kysely';
import { attachChat, createConnection, noteChats } from '#modules/connections/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { listCommunities } from '#modules/communities/index.ts';
import { entranceAddress, makePersonalLink } from '#modules/member-access/index.ts';
import type { ConsoleServer } from '../console/console-server.ts';
import { startToldServer } from '../console/told-server.ts';

export type MemberServer = ConsoleServer & {
  /** The address of the community's member pages. */
  entrance: string;
  /** A new personal link for the member who signs in. */
  link(): Promise<string>;
  /** Says something in the connected group, as its platform would tell us. */
  hear(said: { member: string; name: string; text: string }): Promise<void>;
};

/** A server with the demonstration community and one connected group, where nobody answers at the other end. */
export async function startMemberServer(): Promise<MemberServer> {
  const server = await startToldServer();
  const { services } = server.app;
  const { workspaceId } = server;
  const inside = <T>(work: Parameters<typeof services.database.inWorkspace<T>>[1]) =>
    services.database.inWorkspace(workspaceId, work);
  const { communityId, connectionId, memberId } = await inside(async (tx) => {
    const [community] = await listCommunities(tx);
    const order = {
      connector: 'irc',
      name: 'IRC',
      communityId: community!.id,
      settings: { server: 'irc://127.0.0.1:9', nick: 'bot', channels: '#books' },
    };
    const parts = { connectors: services.connectors, secrets: services.secrets, clock: services.clock };
    const { id } = await createConnection(parts, tx, systemCaller(workspaceId), order);
    const now = new Date();
    await noteChats(tx, id, [{ id: '#books', name: '#books', kind: 'channel' }], { now, guessed: false });
    const { rows: chats } = await sql<{
      id: string;
    }>`SELECT id FROM connection_chats WHERE connection_id = ${id}`.execute(tx);
    const chat = { connectionId: id, chatId: chats[0]!.id, platform: 'irc' };
    await attachChat(tx, chat, { communityId: community!.id, now });
    const { rows } = await sql<{ id: string }>`
      SELECT member_id AS id FROM accounts WHERE NOT bot AND name <> '' ORDER BY first_at, id LIMIT 1`.execute(tx);
    return { communityId: community!.id, connectionId: id, memberId: rows[0]!.id };
  });
  const place = { workspaceId, communityId };
  let said = 0;
  return {
    ...server,
    entrance: await inside((tx) => entranceAddress(tx, place, server.address)),
    link: async () => {
      const order = { ...place, memberId, origin: server.address, now: services.clock.now() };
      return (await inside((tx) => makePersonalLink(tx, services.memberKeys, order))).address;
    },
    async hear(words) {
      const at = new Date(services.clock.now()).toISOString();
      const event = {
        id: `said-${(said += 1)}`,
        platform: 'irc',
        group: '#books',
        kind: 'message' as const,
        at,
        ...words,
      };
      await services.acceptEvents({ ...place, source: `connection:${connectionId}` }, [event]);
    },
  };
}
