export { analysesRoutes } from './http.ts';
export { ResultMemory } from './result-memory.ts';
export type { AnalysisServices } from './run-analysis.ts';
