import { rewardsKey } from '../../api/rewards.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of the shop. */
export const useRewardChange = changeHook(rewardsKey);
