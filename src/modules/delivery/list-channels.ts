import { type AnyConnector, listConnections } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Channel } from './order.ts';

/** The connections of the transaction's workspace as the planner sees them. */
export type ListChannels = (tx: Tx) => Promise<readonly Channel[]>;

/** Lists them with what their connectors can do. */
export const listChannels =
  (connectors: readonly AnyConnector[]): ListChannels =>
  (tx) =>
    listConnections(tx, connectors);
