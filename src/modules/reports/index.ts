export { decideInReport } from './adjustment-store.ts';
export { ERASED_REPORT_TABLES, eraseReportsOf, reportTurn } from './erase-reports.ts';
export { objectiveLine } from './objective-line.ts';
export { playLine } from './play-line.ts';
export { reportsRoutes } from './http.ts';
export { makeReport, type ReportServices } from './make-report.ts';
export type { ReportSources, SourceQuestion } from './report-sources.ts';
export { planReports } from './schedule-store.ts';
export { workOnReports } from './scheduled-reports.ts';
