import type { Database } from '#platform/postgres/index.ts';
import { findOptionalById, listConnections } from './connection-store.ts';
import type { AnyConnector, WebSignIn } from './connector.ts';
import type { ConnectorContexts } from './connector-contexts.ts';

type Parts = { database: Database; connectors: readonly AnyConnector[]; contexts: ConnectorContexts };
type Place = { workspaceId: string; communityId: string };

/** A connection of a community over which people can sign in on a page: the first that is in use; undefined where none is. */
export async function findOptionalWebSignIn(
  { database, connectors }: Parts,
  { workspaceId, communityId }: Place,
): Promise<{ connectionId: string; platform: string } | undefined> {
  const all = await database.inWorkspace(workspaceId, (tx) => listConnections(tx, connectors));
  for (const one of all) {
    const connector = connectors.find(({ id }) => id === one.connector);
    if (connector?.webSignIn && one.communityId === communityId && !one.paused)
      return { connectionId: one.id, platform: connector.platform };
  }
  return undefined;
}

/** Signing in over a connection; undefined where it is gone or cannot. */
export async function openWebSignIn(
  { database, connectors, contexts }: Parts,
  { workspaceId, connectionId }: { workspaceId: string; connectionId: string },
): Promise<{ platform: string; signIn: WebSignIn } | undefined> {
  const sealed = await database.inWorkspace(workspaceId, (tx) => findOptionalById(tx, connectors, connectionId));
  if (!sealed) return undefined;
  const { connector, context } = contexts.of(sealed);
  return connector.webSignIn && { platform: connector.platform, signIn: connector.webSignIn(context) };
}
