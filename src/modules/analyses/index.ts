export { analysesRoutes } from './http.ts';
export { analysesUsing } from './saved/analyses-using.ts';
export { ERASED_ANALYSIS_TABLES, eraseAnalysesOf } from './saved/erase-analyses.ts';
export { ResultMemory } from './result-memory.ts';
export type { AnalysisServices } from './run-analysis.ts';
