import type { Clock } from '#kernel/clock.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { peopleWithCredit } from '#modules/credit/index.ts';
import { listLevels, peopleOnLevels } from '#modules/levels/index.ts';
import { peopleWithPoints } from '#modules/points/index.ts';
import type { RuleSources } from '#modules/segments/index.ts';

/** What rules of segments ask of modules that use segments themselves. */
export const ruleSources = (clock: Clock): RuleSources => ({
  listLevels,
  onLevels: peopleOnLevels,
  withPoints: peopleWithPoints,
  withCredit: async (tx, communityId, range) => {
    const { zone } = await getCommunity(tx, communityId);
    return peopleWithCredit(tx, { communityId, zone, now: new Date(clock.now()) }, range);
  },
});
