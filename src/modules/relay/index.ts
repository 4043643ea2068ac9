export { changeState, createSession } from './change-session.ts';
export { createRelay, type RelayParts } from './hear-relayed.ts';
export { relayRoutes, type RelayRoutesParts } from './http.ts';
