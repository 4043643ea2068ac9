export { type GrowthKeys, createGrowthKeys } from './growth-keys.ts';
export { eraseHitsOf } from './hits/erase-hits.ts';
export { moveHitsTo } from './hits/move-hits.ts';
export { outsideVisitors } from './hits/outside-visitors.read-model.ts';
export { createRecordHits, type RecordHits } from './hits/record-hits.ts';
export { growthRoutes } from './http.ts';
export { createCodeResolver, issuePublicCode } from './public-code.ts';
export { publicGrowthRoutes } from './public-http.ts';
