export { ERASED_VIEW_TABLES, eraseViewsOf } from './erase-views.ts';
export { viewsRoutes } from './http.ts';
