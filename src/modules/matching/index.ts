export { matchingRoutes } from './http.ts';
