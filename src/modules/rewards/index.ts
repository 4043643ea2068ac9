export { createReward } from './change-reward.ts';
export { ERASED_REWARD_TABLES, eraseRewardsOf } from './erase-rewards.ts';
export { rewardsRoutes } from './http.ts';
export { rewardsMemberRoutes } from './member.http.ts';
export { createRedeem, type Redeem } from './redeem.ts';
export { shopInUse } from './reward-store.ts';
