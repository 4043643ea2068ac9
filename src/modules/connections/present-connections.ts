import { dayOf, formatDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Chat } from './chat-store.ts';
import { type Connection, connectorOf, getSealedConnection, type SealedConnection } from './connection-store.ts';
import type { ConnectorView } from './connector.contract.ts';
import type { AnyConnector } from './connector.ts';
import type { ContextParts } from './connector-contexts.ts';
import type { ChatView, ConnectionView } from './contract.ts';
import { countAround } from './notes-store.ts';
import { openSecrets } from './sealed-secrets.ts';

/** A connector as the form needs it. */
export const presentConnector = (connector: AnyConnector): ConnectorView => ({
  id: connector.id,
  platform: connector.platform,
  name: connector.name,
  about: connector.about,
  fields: [...connector.fields],
  capabilities: connector.capabilities,
  limits: [...connector.limits],
  operations: (connector.operations ?? []).map(({ key, label, about, fields, changes }) => ({
    key,
    label,
    about,
    fields: [...fields],
    changes,
  })),
  callback: connector.callback !== undefined,
});

type Parts = Pick<ContextParts, 'connectors' | 'secrets' | 'clock'> & { publicUrl?: string | undefined };

/** Connections with the figures that are counted where they lie. */
export async function presentConnections(
  parts: Parts,
  tx: Tx,
  connections: readonly SealedConnection[],
): Promise<ConnectionView[]> {
  const zones = new Map(connections.map(({ id, zone }) => [id, zone]));
  const today = (id: string): string => formatDay(dayOf(parts.clock.now(), zones.get(id)!));
  const counts = await countAround(tx, [...zones.keys()], today);
  return connections.map((connection) => present(parts, connection, counts.get(connection.id)!));
}

export async function presentOne(parts: Parts, tx: Tx, { id }: Pick<Connection, 'id'>): Promise<ConnectionView> {
  const [view] = await presentConnections(parts, tx, [await getSealedConnection(tx, parts.connectors, id)]);
  return view!;
}

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

function present(
  { connectors, secrets, publicUrl }: Parts,
  connection: SealedConnection,
  { seen, attached, refused }: { seen: number; attached: number; refused: number },
): ConnectionView {
  const { health, workspaceId: _, sealed: __, version: ___, code, createdAt, ...same } = connection;
  const calls = connectorOf(connectors, connection.connector).callback !== undefined;
  return {
    ...same,
    ...health,
    secretsSet: keysOf(secrets, connection),
    callbackAddress: calls ? `${publicUrl ?? ''}/hooks/${code}` : null,
    since: health.since.toISOString(),
    againAt: text(health.againAt),
    heardAt: text(health.heardAt),
    sentAt: text(health.sentAt),
    chats: { seen, attached },
    refusedToday: refused,
    createdAt: createdAt.toISOString(),
  };
}

/** One whose secrets cannot be opened any more is shown as having none: they have to be given again. */
function keysOf(box: ContextParts['secrets'], connection: SealedConnection): string[] {
  try {
    return Object.keys(openSecrets(box, connection));
  } catch {
    return [];
  }
}

export const presentChat = ({ attachedAt, firstSeenAt, lastSeenAt, ...chat }: Chat): ChatView => ({
  ...chat,
  attachedAt: text(attachedAt),
  firstSeenAt: firstSeenAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
});
