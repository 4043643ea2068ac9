export { ERASED_MATCHING_TABLES, eraseSuggestionsOf } from './erase-suggestions.ts';
export { matchingRoutes } from './http.ts';
export { listSuspected } from './list-suspected.ts';
export { queueSearch, workOnSearches } from './run-search.ts';
