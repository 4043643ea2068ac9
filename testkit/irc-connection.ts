import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Services } from '#app/services.ts';
import { attachChat, createConnection } from '#modules/connections/index.ts';
import { systemCaller } from '#modules/identity/index.ts';

const PATIENCE_MS = 30_000;

/**
 * Connects a running server to channels of an IRC server on this machine, as somebody does in the console, and attaches them
 * to a community once they are seen. @returns the ids of the chats, in the order of the channels
 */
export async function attachIrc(
  { database, connections, clock }: Services,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  { port, nick, channels }: { port: number; nick: string; channels: readonly string[] },
): Promise<string[]> {
  const settings = {
    server: `irc://127.0.0.1:${port}`,
    nick,
    channels: channels.join('\n'),
    network: 'local',
    // A server of one's own bears any number of lines.
    burst: 100_000,
    lineSeconds: 0,
  };
  const made = await database.inWorkspace(workspaceId, async (tx) => {
    const actor = systemCaller(workspaceId);
    const { id } = await createConnection(connections, tx, actor, { connector: 'irc', name: nick, settings });
    const own = Object.fromEntries(
      connections.connectors.find((one) => one.id === 'irc')!.limits.map(({ key }) => [key, 10_000_000]),
    );
    await sql`UPDATE connections SET limits = ${JSON.stringify(own)}::jsonb WHERE id = ${id}`.execute(tx);
    return id;
  });
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await database.inWorkspace(workspaceId, (tx) =>
      sql<{ id: string; name: string }>`
        SELECT id, external_id AS name FROM connection_chats WHERE connection_id = ${made}
      `.execute(tx),
    );
    const ids = channels.map((channel) => rows.find(({ name }) => name.split('@')[0] === channel)?.id);
    if (ids.every((id) => id !== undefined)) {
      await database.inWorkspace(workspaceId, async (tx) => {
        const now = new Date(clock.now());
        for (const chatId of ids)
          await attachChat(tx, { connectionId: made, chatId, platform: 'irc' }, { communityId, now });
      });
      return ids;
    }
    if (Date.now() > end) throw new Error(`only ${rows.length} of ${channels.length} channels were seen`);
    await sleep(100);
  }
}
