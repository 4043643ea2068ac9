export { analysesRoutes } from './http.ts';
export { addAnalysis, findAnalyses, listAnalyses } from './saved/analysis-store.ts';
export { addDashboard } from './saved/dashboard-store.ts';
export { analysesUsing } from './saved/analyses-using.ts';
export { ERASED_ANALYSIS_TABLES, eraseAnalysesOf } from './saved/erase-analyses.ts';
export { setBrands } from './mentions/brand-store.ts';
export { ResultMemory } from './result-memory.ts';
export { runAnalysis, type AnalysisServices } from './run-analysis.ts';
