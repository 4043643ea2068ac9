export { finishOrder, shipOrder } from './change-order.ts';
export { addCodes, createReward } from './change-reward.ts';
export { createRewardBody, type NewReward } from './contract.ts';
export { ERASED_REWARD_TABLES, eraseRewardsOf } from './erase-rewards.ts';
export { rewardsRoutes } from './http.ts';
export { rewardsMemberRoutes } from './member.http.ts';
export { createRedeem, type Redeem, redeemMany } from './redeem.ts';
export { listRewards, shopInUse } from './reward-store.ts';
