import { pointsKey } from '../../api/points.ts';
import { rewardsKey } from '../../api/rewards.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of the shop; an order that is cancelled gives points back. */
export const useRewardChange = changeHook(rewardsKey, pointsKey);
