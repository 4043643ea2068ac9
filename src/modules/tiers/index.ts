export { activityOf, countActivity, tiersOf, type ActivityTier } from './activity-scheme.ts';
export {
  countSilentKinds,
  countTiers,
  engagementTiers,
  leaderPool,
  NO_TIER,
  type EngagementTiers,
  type LeaderPool,
} from './engagement-tiers.ts';
export { explainTier, type TierExplanation } from './explain-tier.ts';
export { emptyFacts, NEVER, type MemberFacts } from './member-facts.ts';
export { quintiles } from './quintiles.ts';
export { DEFAULT_SEGMENT_RULES, segmentRulesSchema, type SegmentRules } from './segment-rules.ts';
export { countCells, NO_CELL, valueScheme, type ValueScheme } from './value-scheme.ts';
