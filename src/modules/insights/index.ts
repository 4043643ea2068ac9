export { classifyMembers, type Classified } from './decide.ts';
export { evaluate } from './evaluate.ts';
export { evaluateCommunity, type InsightServices } from './evaluate-community.ts';
export type { EvaluationOptions, EvaluationStep } from './evaluation-options.ts';
export { openFrame, type OpenedFrame } from './gather/open-frame.ts';
export { insightsRoutes } from './http.ts';
export { isStale } from './is-stale.ts';
export { DEFAULT_INSIGHT_RULES, insightRulesSchema, type InsightRules } from './insight-rules.ts';
