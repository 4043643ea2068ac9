import { getCommunity } from '#modules/communities/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import type { Caller, Route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { ComposeParts } from './compose/compose.ts';
import { deliveriesRoutes } from './deliveries.http.ts';
import { listChannels } from './list-channels.ts';
import { deliveryRulesRoutes } from './rules.http.ts';
import { templatesRoutes } from './templates/templates.http.ts';

export type DeliveryServices = Omit<ComposeParts, 'listChannels'> & { connectors: readonly AnyConnector[] };

/** What the routes work with. */
export type RouteParts = ComposeParts & {
  connectors: readonly AnyConnector[];
  /** Runs work in a community of the caller, in one transaction. */
  inCommunity<T>(
    caller: Caller,
    key: string,
    work: (tx: Tx, community: { id: string; zone: string }) => Promise<T>,
  ): Promise<T>;
};

/** The outbox, writing to people, templates, and the rules of writing. */
export function deliveryRoutes(services: DeliveryServices): Route[] {
  const parts: RouteParts = {
    ...services,
    listChannels: listChannels(services.connectors),
    inCommunity: (caller, key, work) =>
      services.database.inWorkspace(caller.workspaceId, async (tx) => {
        const { id, zone } = await getCommunity(tx, key);
        return work(tx, { id, zone });
      }),
  };
  return [...deliveriesRoutes(parts), ...templatesRoutes(parts), ...deliveryRulesRoutes(parts)];
}
