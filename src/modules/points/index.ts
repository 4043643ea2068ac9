export { awardPoints } from './award-points.ts';
export { createPointRule, setPointBudget, setPointSettings } from './change-points.ts';
export { createEarning } from './earning.ts';
export { closeNameless, ERASED_POINT_TABLES, erasePointsOf } from './erase-points.ts';
export { pointsRoutes } from './http.ts';
export { pointsMemberRoutes } from './member.http.ts';
export { peopleWithPoints } from './people-with-points.ts';
export { lookAfterPoints, workOnPoints } from './points-jobs.ts';
export type { NewPointRule } from './rules.contract.ts';
export { createPostOne, type PostOne } from './post-one.ts';
export {
  MOST_POINTS,
  type PointsCause,
  type PointsOutcome,
  type PointsPost,
  type PointsState,
  type PostKind,
  postPoints,
} from './post-points.ts';
export { balancesOf, type Earned, pointsEarned, pointsRecordOf } from './read-points.ts';
export { type ReversalOutcome, type Reversing, reversePoints } from './reverse-points.ts';
export { readPointRules } from './rule-store.ts';
export { currencyOf, type PointCurrency, usesPoints } from './settings-store.ts';
