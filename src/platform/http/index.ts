export { ANONYMOUS, type Caller, type MemberCaller, memberOf } from './caller.ts';
export { type EventStream, EventStreams } from './event-stream.ts';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './http-server.ts';
export { checkPortFree, PortInUse } from './listen.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { faultsOf, pointer, type Problem, problemSchema } from './problem.ts';
export { type Route, route, type RouteDefinition } from './route.ts';
export type { Readiness } from './system-routes.ts';
export { zip, type ZipEntry } from './zip.ts';
