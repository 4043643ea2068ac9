import { NotFound } from '#kernel/errors.ts';
import { levelsOf, listLevels } from '#modules/levels/index.ts';
import { balancesOf } from '#modules/points/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { countMine } from './claim-store.ts';
import type { Reward } from './contract.ts';
import { mineKey } from './decide-claims.ts';
import type { ShopReward } from './member.contract.ts';
import { imagePath } from './order-store.ts';
import { refusalOf } from './refusal-of.ts';

type Looking = { communityId: string; memberId: string; now: number };

/** Rewards as a member sees them, with their balance: the same rule that redeeming decides by says why not. */
export async function presentShop(
  tx: Tx,
  { communityId, memberId, now }: Looking,
  rewards: readonly Reward[],
): Promise<{ balance: number; rewards: ShopReward[] }> {
  const balance = (await balancesOf(tx, [memberId])).get(memberId) ?? 0;
  const levels = rewards.some(({ levelId }) => levelId !== null) ? await listLevels(tx, communityId) : [];
  const [standing] = levels.length > 0 ? await levelsOf(tx, [memberId]) : [];
  const limited = rewards.filter(({ limit }) => limit !== null);
  const mine = await countMine(
    tx,
    communityId,
    limited.map(({ id }) => ({ rewardId: id, memberId, now })),
  );
  return {
    balance,
    rewards: rewards.map((reward) => {
      const level = levels.find(({ id }) => id === reward.levelId);
      const own = mine.get(mineKey(reward.id, memberId)) ?? 0;
      const { description, price, limit, left, opensAt, closesAt, validDays, memberCancels, id, kind, name } = reward;
      return {
        id,
        kind,
        name,
        description,
        price,
        limit,
        left,
        opensAt,
        closesAt,
        validDays,
        memberCancels,
        image: reward.image === null ? null : imagePath(id, reward.image),
        level: reward.levelId === null ? null : { name: level?.name ?? '', nameEn: level?.nameEn ?? '' },
        mine: own,
        refusal: refusalOf(
          {
            ...reward,
            limit: limit?.count ?? null,
            rank: reward.levelId === null ? null : (level?.rank ?? Infinity),
            opensAt: opensAt === null ? null : Date.parse(opensAt),
            closesAt: closesAt === null ? null : Date.parse(closesAt),
          },
          { balance, rank: standing?.rank ?? 0, mine: own },
          now,
        ),
      };
    }),
  };
}

/** A reward that members may see: what is drafted or put away is not there for them. NotFound. */
export function visible(reward: Reward): Reward {
  if (reward.state === 'draft' || reward.state === 'archived') throw new NotFound('the reward');
  return reward;
}
