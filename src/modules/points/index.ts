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
export { balancesOf, type Earned, pointsEarned } from './read-points.ts';
export { type ReversalOutcome, type Reversing, reversePoints } from './reverse-points.ts';
export { currencyOf, type PointCurrency } from './settings-store.ts';
