export { changeState, createSession } from './change-session.ts';
export { createRelay, type RelayParts } from './hear-relayed.ts';
export { ERASED_RELAY_TABLES, eraseRelaysOf } from './erase-relays.ts';
export { relayRoutes, type RelayRoutesParts } from './http.ts';
