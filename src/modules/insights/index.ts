export { ByteLru } from './byte-lru.ts';
export { classifyMembers, type Classified } from './decide.ts';
export { evaluate } from './evaluate.ts';
export { ERASED_INSIGHT_TABLES, eraseEvaluationsOf, eraseStatesOf } from './erase-insights.ts';
export { evaluateCommunity, evaluationTurn, type InsightServices } from './evaluate-community.ts';
export type { EvaluationOptions, EvaluationStep } from './evaluation-options.ts';
export { readDayRevisions, type DayRevisions } from './gather/changed-personas.query.ts';
export { openFrame, type OpenedFrame } from './gather/open-frame.ts';
export { openEvaluated, type Evaluated } from './open-evaluated.ts';
export {
  hasSpans,
  memberDays,
  memberEvents,
  type DayColumn,
  type EventColumn,
  type PeopleFrame,
} from './gather/member-events.ts';
export { memberGains } from './gather/tie-gains.query.ts';
export { introduceMembers } from './member-state.query.ts';
export { countingEvents, readColumns, standingDays, type Frame } from './gather/standing.ts';
export { evaluationOptions } from './evaluate-community.ts';
export { findEvaluation } from './overview.ts';
export { findOptionalLatestMark } from './evaluation-store.ts';
export type { Evaluation } from './evaluation-store.ts';
export { readPreviousStates } from './gather/previous-states.query.ts';
export { insightsRoutes } from './http.ts';
export { isStale } from './is-stale.ts';
export { DEFAULT_INSIGHT_RULES, insightRulesSchema, type InsightRules } from './insight-rules.ts';
export { reclassifyMembers, type Changes, type Reclassified } from './reclassify.ts';
export { reevaluate, type Reevaluated } from './reevaluate.ts';
export {
  countMembers,
  memberCondition,
  peopleSets,
  segmentConditions,
  type SegmentCondition,
  withPeopleSets,
} from './member-filter.ts';
export { latestEvaluation } from './overview.ts';
export { placementAsOf } from './place-members.ts';
export {
  latestEvaluatedDay,
  METRICS,
  type Metric,
  metricSeries,
  metricSeriesIn,
  metricsOf,
  type MetricSpan,
} from './metrics.ts';
export { keepNetworkMonths } from './keep-network-months.ts';
export { keepNetworkRisks } from './keep-network-risks.ts';
export { networkToWalk, type WalkedNetwork } from './network-walk.ts';
export { idText } from './gather/id-index.ts';
export { findOptionalNetwork } from './network-store.ts';
export { whichAreNames } from './words/names-among.query.ts';
export { sampledTexts } from './words/sampled-texts.query.ts';
export { tokenise, tokenRuns } from './words/tokenise.ts';
export { addBegunThreads, runsOfDays, writing } from './gather/conversations.query.ts';
export { communityDays } from './gather/community-days.query.ts';
export { Conversations, type ConversationStart } from './figures/conversations.ts';
export { asWords, IdIndex } from './gather/id-index.ts';
export { diagnoseMau, type MauDiagnosis } from './mau-change.ts';
export { silenceOfMany, type Silence } from './silence-of-many.ts';
