export { createReactions, type ReactionParts } from './react.ts';
export { reactionsRoutes, type ReactionRoutesParts } from './http.ts';
