import { getCommunity } from '#modules/communities/index.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';

export type Place = { workspaceId: string; communityId: string; zone: string };

/** Runs work in a community of the caller, in one transaction. */
export type InCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, place: Place) => Promise<T>) => Promise<T>;

export const inCommunityOf =
  (database: Database): InCommunity =>
  ({ workspaceId }, key, work) =>
    database.inWorkspace(workspaceId, async (tx) => {
      const { id: communityId, zone } = await getCommunity(tx, key);
      return work(tx, { workspaceId, communityId, zone });
    });
