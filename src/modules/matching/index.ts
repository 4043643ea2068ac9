export { ERASED_MATCHING_TABLES, eraseSuggestionsOf } from './erase-suggestions.ts';
export { matchingRoutes } from './http.ts';
export { queueSearch, workOnSearches } from './run-search.ts';
