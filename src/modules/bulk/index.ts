export { bulkRoutes } from './http.ts';
export { workOnBulkActions } from './run-bulk.ts';
