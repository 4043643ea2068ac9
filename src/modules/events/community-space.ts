import { derivedId, idDeriver, NIL_ID, type IdDeriver } from '#kernel/ids.ts';
import type { IdWords } from './id-column.ts';
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

/** An account, group or thread that was named lately. */
export type Known = IdWords & {
  /** The highest version of its name that was heard; -1 before the first. */
  heard: number;
};

/** The ids of one platform of a community, for streams: as bytes, and what recurs all the time from bounded caches. */
export type PlatformSpace = {
  readonly platform: string;
  account(externalId: string): Known;
  group(externalId: string): Known;
  thread(externalId: string): Known;
  /** Writes an event's id. */
  readonly event: IdDeriver;
};

function cached(derive: IdDeriver, capacity: number): (externalId: string) => Known {
  const known = new RecentMap<Known>(capacity);
  const bytes = new Uint8Array(16);
  const words = new Int32Array(bytes.buffer);
  return (externalId) => {
    let one = known.get(externalId);
    if (one === undefined) {
      derive(externalId, bytes, 0);
      one = { a: words[0]!, b: words[1]!, c: words[2]!, d: words[3]!, heard: -1 };
      known.set(externalId, one);
    }
    return one;
  };
}

/** The spaces of a community's platforms; the same ids as `communitySpace` gives. */
export function platformSpaces(communityId: string): (platform: string) => PlatformSpace {
  const spaces = new Map<string, PlatformSpace>();
  let last: PlatformSpace | undefined;
  return (platform) => {
    if (last?.platform === platform) return last;
    last = spaces.get(platform);
    if (last) return last;
    const event = idDeriver('event', communityId, platform);
    last = {
      platform,
      account: cached(idDeriver('account', communityId, platform), 100_000),
      group: cached(idDeriver('group', communityId, platform), 10_000),
      thread: cached(event, 20_000),
      event,
    };
    spaces.set(platform, last);
    return last;
  };
}
