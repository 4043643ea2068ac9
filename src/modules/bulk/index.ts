export { ERASED_BULK_TABLES, eraseBulksOf } from './erase-bulks.ts';
export { bulkRoutes } from './http.ts';
export { workOnBulkActions } from './run-bulk.ts';
export { segmentsOfSelection, selectionCondition, setsOfSelection } from './select-members.ts';
