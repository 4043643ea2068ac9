export { viewsRoutes } from './http.ts';
