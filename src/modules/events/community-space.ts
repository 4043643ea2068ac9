import { derivedId, NIL_ID } from '#kernel/ids.ts';
import { RecentMap } from './recent-map.ts';

/** Namespace of events that name no platform. */
export const OWN_PLATFORM = 'qunluo';

/** The ids of a community: what the source calls something becomes our 128-bit id, equal in every process. */
export interface CommunitySpace {
  /** Id of an account from its id on its platform. */
  accountId(platform: string, externalId: string): string;
  /** Id of a group from its id on its platform; no group is `NIL_ID`, whatever the platform. */
  groupId(platform: string, externalId: string): string;
  /** Id of an event. */
  eventId(platform: string, externalId: string): string;
}

/** The id space of a community, without memory of what was asked. */
export function communitySpace(communityId: string): CommunitySpace {
  return {
    accountId: (platform, externalId) => derivedId('account', communityId, platform, externalId),
    groupId: (platform, externalId) =>
      externalId === '' ? NIL_ID : derivedId('group', communityId, platform, externalId),
    eventId: (platform, externalId) => derivedId('event', communityId, platform, externalId),
  };
}

/** The same ids from bounded caches, for streams: accounts and groups recur all the time, parents and threads often. */
export function cachedCommunitySpace(
  communityId: string,
): CommunitySpace & { referencedId: CommunitySpace['eventId'] } {
  const plain = communitySpace(communityId);
  const cached = (make: (platform: string, externalId: string) => string, capacity: number) => {
    const platforms = new Map<string, RecentMap<string>>();
    return (platform: string, externalId: string): string => {
      let ids = platforms.get(platform);
      if (!ids) platforms.set(platform, (ids = new RecentMap(capacity)));
      let id = ids.get(externalId);
      if (id === undefined) ids.set(externalId, (id = make(platform, externalId)));
      return id;
    };
  };
  return {
    accountId: cached(plain.accountId, 100_000),
    groupId: cached(plain.groupId, 10_000),
    eventId: plain.eventId,
    referencedId: cached(plain.eventId, 20_000),
  };
}
