export { ANONYMOUS, type Caller } from './caller.ts';
export { type EventStream, EventStreams } from './event-stream.ts';
export { checkPortFree, createHttpServer, type HttpServer, type HttpServerOptions, PortInUse } from './http-server.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { faultsOf, pointer, type Problem, problemSchema } from './problem.ts';
export { type Route, route, type RouteDefinition } from './route.ts';
export type { Readiness } from './system-routes.ts';
