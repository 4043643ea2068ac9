export { createRelay, type RelayParts } from './hear-relayed.ts';
export { relayRoutes, type RelayRoutesParts } from './http.ts';
