import swagger from '@fastify/swagger';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { ANONYMOUS, type Caller } from './caller.ts';
import { compressJson } from './compress-json.ts';
import { consoleRoute, registerConsoleFiles } from './console-files.ts';
import { EventStreams } from './event-stream.ts';
import { JSON_LIMIT, toFastify } from './fastify-route.ts';
import { listen, stopServer } from './listen.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openapiOptions } from './openapi.ts';
import { toProblem } from './problem.ts';
import { checkInput, readBodies, readJson } from './read-input.ts';
import type { Route } from './route.ts';
import { secure } from './secure.ts';
import { type Readiness, systemRoutes } from './system-routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}

export type HttpServerOptions = {
  log: FastifyBaseLogger;
  version: string;
  routes: readonly Route[];
  /** Finds out who calls; throws Unauthenticated for credentials that are wrong (not for none). */
  authenticate(request: FastifyRequest, response: FastifyReply): Promise<Caller>;
  /** Throws unless the caller may use the route; knows every route id. */
  authorise(routeId: string, caller: Caller): void;
  /** Throws when routes and policy table do not name the same ids; called before anything listens. */
  checkPolicy(routeIds: readonly string[]): void;
  readiness: Readiness;
  metrics?: Metrics;
  metricsRight: string;
  /** Folder of the built console; without it none is served. */
  consoleRoot?: string;
  /** The address people use, when a proxy stands before the server. */
  publicUrl?: string;
  streams?: EventStreams;
  /** Another patience with slow clients than the usual. Milliseconds. */
  patience?: Partial<typeof PATIENCE>;
};

export type HttpServer = {
  app: FastifyInstance;
  metrics: Metrics;
  streams: EventStreams;
  /** Every route it serves, its own included. */
  routes: readonly Route[];
  /** Listens; throws PortInUse when something else does. Returns the address. */
  listen(host: string, port: number): Promise<string>;
  /** Takes nothing new, lets requests in flight finish, ends event streams. */
  stop(): Promise<void>;
};

/**
 * How long a client may take, in milliseconds: to say what it asks for, and to send all of it (an export of 2 GB over
 * a thin line). Checked so often.
 */
const PATIENCE = { headersTimeout: 20_000, requestTimeout: 3_600_000, connectionsCheckingInterval: 5_000 };

const REQUEST_ID = /^[\w.-]{8,64}$/;

/** Builds the server with everything every route shares; listens only when told. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const metrics = options.metrics ?? createMetrics();
  const streams = options.streams ?? new EventStreams();
  const patience = { ...PATIENCE, ...options.patience };
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: JSON_LIMIT,
    forceCloseConnections: 'idle',
    requestTimeout: patience.requestTimeout,
    http: patience,
    trustProxy: options.publicUrl ? ['loopback', 'uniquelocal', 'linklocal'] : false,
    requestIdHeader: false,
    genReqId: (raw) => {
      const given = raw.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
    },
    routerOptions: { maxParamLength: 300 },
  });
  app.setValidatorCompiler(checkInput);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null as never);
  readJson(app);

  observe(app, metrics);
  answerFailures(app);
  compressJson(app);
  await secure(app, options);
  await app.register(swagger, openapiOptions(options));
  if (options.consoleRoot) await registerConsoleFiles(app, options.consoleRoot);
  guard(app, options);

  const routes = [
    ...systemRoutes({
      readiness: options.readiness,
      metrics,
      openapi: () => app.swagger(),
      metricsRight: options.metricsRight,
    }),
    ...options.routes,
    ...(options.consoleRoot ? [consoleRoute(options.consoleRoot)] : []),
  ];
  options.checkPolicy(routes.map(({ id }) => id));
  for (const kind of ['json', 'stream', 'multipart'] as const) {
    await app.register(async (inner) => {
      await readBodies(inner, kind);
      for (const one of routes) if ((one.bodyKind ?? 'json') === kind) inner.route(toFastify(one));
    });
  }
  app.addHook('preClose', async () => streams.closeAll());
  await app.ready();
  return {
    app,
    metrics,
    streams,
    routes,
    stop: () => stopServer(app),
    listen: (host, port) => listen(app, host, port),
  };
}

/** Request id on every answer; one line of log and one observation per request, by route id, without query strings. */
function observe(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const id = request.routeOptions.config.route?.id ?? 'none';
    metrics.request(id, request.method, reply.statusCode, reply.elapsedTime / 1000);
    request.log.debug(
      { route: id, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request answered',
    );
    done();
  });
}

/** One boundary turns what is thrown, and what is not found, into problem+json. */
function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { problem, retryAfter, defect } = toProblem(error, request.id);
    const route = request.routeOptions.config.route?.id;
    if (defect) request.log.error({ err: error, route }, 'request failed');
    if (problem.status === 403 || problem.status === 429) noteRefusal(request, problem.code);
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
    // The rest of a body that is given up is not waited for.
    if (problem.status === 408 || problem.status === 413) reply.header('connection', 'close');
    return reply.code(problem.status).type('application/problem+json').serializer(String).send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request) => {
    throw new NotFound(`${request.method} ${request.url.split('?')[0]}`);
  });
}

/** Who was refused what, from where: what somebody looks for who suspects an attack. */
function noteRefusal(request: FastifyRequest, code: string): void {
  const { operatorId, tokenId } = request.caller ?? ANONYMOUS;
  const route = request.routeOptions.config.route?.id;
  request.log.warn({ security: 'refused', code, route, operatorId, tokenId, address: request.ip }, 'request refused');
}

/** Authenticates and authorises before a byte of the body is read; a route without an id cannot be registered. */
function guard(app: FastifyInstance, options: HttpServerOptions): void {
  app.addHook('onRoute', (registered: RouteOptions) => {
    if (!registered.config?.route)
      throw new Error(`${String(registered.method)} ${registered.url} was not made by route()`);
  });
  // After the rate limit, which is an onRequest hook, and before the body.
  app.addHook('preParsing', async (request, response) => {
    request.caller = ANONYMOUS;
    const found = request.routeOptions.config.route;
    if (!found) return;
    if (found.crossOrigin) response.header('cross-origin-resource-policy', 'cross-origin');
    else request.caller = await options.authenticate(request, response);
    options.authorise(found.id, request.caller);
  });
}
