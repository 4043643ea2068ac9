import {
  type AnyConnector,
  type AttachedChat,
  type Content,
  listAttachedChats,
  listConnections,
} from '#modules/connections/index.ts';
import { deliveriesByKey, planDeliveries } from '#modules/delivery/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { KeptSession } from './session-store.ts';
import { withHeading } from './relay-rules.ts';

type Ids = { workspaceId: string; communityId: string };
type Said = { key: string; version: number; content: Content };

/** What the keys of all that was sent of a message begin with. */
export const keyPrefixOf = (sessionId: string, key: string): string => `relay:${sessionId}:${key}:`;
/** Key of what went to a chat: of each version one. */
const keyOf = (sessionId: string, { key, version }: Pick<Said, 'key' | 'version'>, chatId: string): string =>
  `${keyPrefixOf(sessionId, key)}${version}:${chatId}`;
/** Place of the message in those keys. */
export const MESSAGE_IN_KEY = 3;

/** Before words that could not be put in the place of those they correct. */
const CORRECTED = '✏️';

/**
 * Sends a message to all targets of a session, in the session's order. An edit takes the place of what was sent before where
 * the platform can do that, and goes out as a correction where it cannot. @returns how many are on their way
 */
export async function sendOut(
  tx: Tx,
  ids: Ids,
  { session, targets, now }: { session: KeptSession; targets: readonly Target[]; now: Date },
  said: Said & { before?: number; createdBy?: string | undefined },
): Promise<number> {
  const earlier =
    said.before === undefined
      ? new Map<string, string>()
      : await deliveriesByKey(
          tx,
          ids.communityId,
          targets.map(({ id }) => keyOf(session.id, { key: said.key, version: said.before! }, id)),
        );
  const { queued } = await planDeliveries(
    tx,
    {
      ...ids,
      source: { kind: 'relay', id: session.id },
      priority: 8,
      purpose: 'service',
      createdBy: said.createdBy,
      items: targets.map((chat) => {
        const replaces =
          said.before === undefined || !chat.edits
            ? undefined
            : earlier.get(keyOf(session.id, { key: said.key, version: said.before }, chat.id));
        const corrected = said.before !== undefined && replaces === undefined;
        return {
          connectionId: chat.connectionId,
          to: { kind: 'chat' as const, id: chat.externalId },
          message: { content: corrected ? withHeading(said.content, CORRECTED) : said.content },
          dedupeKey: keyOf(session.id, said, chat.id),
          stream: `relay:${session.id}`,
          ...(replaces !== undefined && { replaces }),
        };
      }),
    },
    now.getTime(),
  );
  return queued;
}

/** A chat that can be written to; `edits`: what was sent there can be changed. */
export type Target = AttachedChat & { edits: boolean };

/** The chats of a session that can be written to. */
export async function findTargets(
  tx: Tx,
  connectors: readonly AnyConnector[],
  communityId: string,
  session: KeptSession,
): Promise<Target[]> {
  const connections = new Map((await listConnections(tx, connectors)).map((one) => [one.id, one.capabilities]));
  return (await targetsOf(tx, communityId, session)).flatMap((chat) => {
    const able = connections.get(chat.connectionId);
    return able?.recipients.includes('chat') ? { ...chat, edits: able.edits } : [];
  });
}

/** The attached chats that a session goes into. */
export async function targetsOf(tx: Tx, communityId: string, session: KeptSession): Promise<AttachedChat[]> {
  const wanted = new Set(session.targetIds);
  return (await listAttachedChats(tx, communityId)).filter(({ id }) => wanted.has(id));
}
