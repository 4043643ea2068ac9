import { sql, type RawBuilder } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { issuePublicCode } from '#modules/growth/index.ts';
import { ringConnection } from './connection-bell.ts';
import type { ConnectionsTables } from './connections-tables.ts';
import type { Capabilities, Limit } from './connector.contract.ts';
import type { AnyConnector } from './connector.ts';
import type { ConnectionState, FormSettings, LimitOverrides } from './contract.ts';
import { limitsInForce } from './limits-in-force.ts';

/** A connection as other modules see it; without its secrets. */
export type Connection = {
  id: string;
  workspaceId: string;
  /** The home of what belongs to no chat. */
  communityId: string | null;
  /** Id of the connector. */
  connector: string;
  platform: string;
  name: string;
  zone: string;
  settings: FormSettings;
  capabilities: Capabilities;
  /** In force. */
  limits: Limit[];
  ownLimits: LimitOverrides;
  code: string;
  version: number;
  paused: boolean;
  pausedFor: 'hand' | 'revoked' | null;
  createdAt: Date;
  health: Health;
};

export type Health = {
  state: ConnectionState;
  detail: string;
  since: Date;
  againAt: Date | null;
  heardAt: Date | null;
  sentAt: Date | null;
  heard: number;
  sent: number;
  failed: number;
};

/** With what its secrets are opened with. */
export type SealedConnection = Connection & { sealed: string | null };

type Row = Omit<Connection, 'platform' | 'capabilities' | 'limits' | 'health' | 'paused'> &
  Health & { sealed: string | null };

const byId = (connectors: readonly AnyConnector[], id: string): AnyConnector | undefined =>
  connectors.find((one) => one.id === id);

/** The connector of that id; NotFound. */
export function connectorOf(connectors: readonly AnyConnector[], id: string): AnyConnector {
  const found = byId(connectors, id);
  if (!found) throw new NotFound(`the connector ${id}`);
  return found;
}

/** Connections whose connector this version does not have are left out. */
async function read(
  tx: Tx,
  connectors: readonly AnyConnector[],
  where: RawBuilder<unknown>,
): Promise<SealedConnection[]> {
  const { rows } = await sql<Row>`
    SELECT id, connections.workspace_id AS "workspaceId", community_id AS "communityId", connector, name, zone, settings,
      secrets AS sealed, limits AS "ownLimits", code, version, paused_for AS "pausedFor", created_at AS "createdAt",
      state, detail, since, again_at AS "againAt", heard_at AS "heardAt", sent_at AS "sentAt", heard, sent, failed
    FROM connections JOIN connection_states ON connection_id = id
    WHERE ${where} ORDER BY name, id
  `.execute(tx);
  return rows.flatMap(({ state, detail, since, againAt, heardAt, sentAt, heard, sent, failed, ...row }) => {
    const connector = byId(connectors, row.connector);
    if (!connector) return [];
    return {
      ...row,
      platform: connector.platform,
      capabilities: connector.capabilities,
      limits: limitsInForce(connector.limits, row.ownLimits),
      paused: row.pausedFor !== null,
      health: { state, detail, since, againAt, heardAt, sentAt, heard, sent, failed },
    };
  });
}

function unsealed(connection: SealedConnection): Connection {
  const { sealed: _, ...rest } = connection;
  return rest;
}

/** The connections of the transaction's workspace by name. */
export async function listConnections(tx: Tx, connectors: readonly AnyConnector[]): Promise<Connection[]> {
  return (await listSealedConnections(tx, connectors)).map(unsealed);
}

export const listSealedConnections = (tx: Tx, connectors: readonly AnyConnector[]): Promise<SealedConnection[]> =>
  read(tx, connectors, sql`true`);

/** One connection; NotFound. */
export async function getConnection(tx: Tx, connectors: readonly AnyConnector[], id: string): Promise<Connection> {
  return unsealed(await getSealedConnection(tx, connectors, id));
}

export async function getSealedConnection(
  tx: Tx,
  connectors: readonly AnyConnector[],
  id: string,
): Promise<SealedConnection> {
  const found = await findOptionalSealed(tx, connectors, sql`id = ${id}`);
  if (!found) throw new NotFound('the connection');
  return found;
}

/** By its public code. */
export const findOptionalByCode = (tx: Tx, connectors: readonly AnyConnector[], code: string) =>
  findOptionalSealed(tx, connectors, sql`code = ${code}`);

export const findOptionalById = (tx: Tx, connectors: readonly AnyConnector[], id: string) =>
  findOptionalSealed(tx, connectors, sql`id = ${id}`);

async function findOptionalSealed(
  tx: Tx,
  connectors: readonly AnyConnector[],
  where: RawBuilder<unknown>,
): Promise<SealedConnection | undefined> {
  return (await read(tx, connectors, where))[0];
}

export type ConnectionFields = {
  communityId: string | null;
  connector: string;
  name: string;
  zone: string;
  settings: FormSettings;
};

/** Puts a connection there, about to be opened. `seal` is given its id and gives its secrets sealed, or null. */
export async function insertConnection(
  tx: Tx,
  workspaceId: string,
  { communityId, settings, ...fields }: ConnectionFields,
  { seal, now }: { seal(id: string): string | null; now: Date },
): Promise<string> {
  const id = newId(now.getTime());
  const code = await issuePublicCode(tx, workspaceId);
  const tables = tx.withTables<ConnectionsTables>();
  const secrets = seal(id);
  await tables
    .insertInto('connections')
    .values({
      id,
      workspace_id: workspaceId,
      community_id: communityId,
      ...fields,
      settings: JSON.stringify(settings) as never,
      secrets,
      code,
      paused_at: null,
      paused_for: null,
    })
    .execute();
  await tables
    .insertInto('connection_states')
    .values({
      connection_id: id,
      workspace_id: workspaceId,
      state: 'opening',
      since: now,
      again_at: null,
      heard_at: null,
      sent_at: null,
    })
    .execute();
  await ringConnection(tx, workspaceId, id);
  return id;
}

/** What of a connection may be written: absent stays. `reopens`: an open session has to begin anew. */
export type ConnectionChange = Partial<Omit<ConnectionFields, 'connector'>> & {
  secrets?: string | null;
  limits?: LimitOverrides;
  reopens: boolean;
};

export async function changeConnection(
  tx: Tx,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: Date },
  { communityId, settings, limits, reopens, ...same }: ConnectionChange,
): Promise<void> {
  await tx
    .withTables<ConnectionsTables>()
    .updateTable('connections')
    .set((set) => ({
      ...same,
      ...(communityId !== undefined && { community_id: communityId }),
      ...(settings !== undefined && { settings: JSON.stringify(settings) as never }),
      ...(limits !== undefined && { limits: JSON.stringify(limits) as never }),
      version: set('version', '+', reopens ? 1 : 0),
    }))
    .where('id', '=', id)
    .execute();
  if (reopens) await putState(tx, id, { state: 'opening', now, unlessPaused: true });
  await ringConnection(tx, workspaceId, id);
}

/** Pauses a connection or lets it go on. `detail` says why it had to be paused. */
export async function setPaused(
  tx: Tx,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: Date },
  pausedFor: 'hand' | 'revoked' | null,
  detail = '',
): Promise<void> {
  await sql`
    UPDATE connections SET paused_at = ${pausedFor === null ? null : now}, paused_for = ${pausedFor}, version = version + 1
    WHERE id = ${id}
  `.execute(tx);
  await putState(tx, id, { state: pausedFor === null ? 'opening' : 'paused', detail, now });
  await ringConnection(tx, workspaceId, id);
}

type NewState = { state: ConnectionState; detail?: string; againAt?: Date | null; now: Date; unlessPaused?: boolean };

async function putState(
  tx: Tx,
  id: string,
  { state, detail = '', againAt = null, now, unlessPaused = false }: NewState,
): Promise<void> {
  await sql`
    UPDATE connection_states SET state = ${state}, detail = ${detail.slice(0, 1000)}, again_at = ${againAt},
      since = CASE WHEN state = ${state} THEN since ELSE ${now}::timestamptz END
    WHERE connection_id = ${id} AND NOT (${unlessPaused} AND state = 'paused')
  `.execute(tx);
}

/**
 * Says how the session is that was opened with a version of the settings; of an earlier version nobody wants to know any
 * more. @returns whether it was written
 */
export async function noteState(
  tx: Tx,
  { id, version }: { id: string; version: number },
  { state, detail = '', againAt = null, now }: NewState,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE connection_states SET state = ${state}, detail = ${detail.slice(0, 1000)}, again_at = ${againAt},
      since = CASE WHEN state = ${state} THEN since ELSE ${now}::timestamptz END
    FROM connections
    WHERE connection_id = ${id} AND connections.id = ${id} AND connections.version = ${version} AND paused_at IS NULL
  `.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function deleteConnection(
  tx: Tx,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<void> {
  await sql`DELETE FROM connections WHERE id = ${id}`.execute(tx);
  await ringConnection(tx, workspaceId, id);
}

/** What a runner has to know of each connection of the workspace: whether it is to be open, and since which settings. */
export async function listOpenable(tx: Tx): Promise<{ id: string; version: number }[]> {
  const { rows } = await sql<{ id: string; version: number }>`
    SELECT id, version FROM connections JOIN connection_states ON connection_id = id
    WHERE paused_at IS NULL AND state <> 'refused' ORDER BY id
  `.execute(tx);
  return rows;
}
