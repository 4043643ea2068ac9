import { createServer } from 'node:net';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchemaCompiler,
  type RouteOptions,
} from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError, BadInput, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { ANONYMOUS, type Caller } from './caller.ts';
import { consoleRoute, registerConsoleFiles } from './console-files.ts';
import { EventStreams } from './event-stream.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { faultsOf, problemSchema, toProblem } from './problem.ts';
import type { BodyKind, Route } from './route.ts';
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

/** Another program listens where the server should. */
export class PortInUse extends AppError {
  constructor(host: string, port: number) {
    super({
      code: 'port_in_use',
      status: 500,
      message: `port ${port} on ${host} is in use: stop what listens there, or choose another with QUNLUO_PORT`,
    });
  }
}

/** The rate limit said no; how long until it says yes again, in seconds. */
class TooMany extends AppError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super({ code: 'too_many_requests', status: 429, message: `too many requests; try again in ${retryAfter} s` });
    this.retryAfter = retryAfter;
  }
}

const REQUEST_ID = /^[\w.-]{8,64}$/;
const DEFAULT_LIMIT = { max: 3000, perSeconds: 60 };
const JSON_LIMIT = 1_048_576;
const STREAM_LIMIT = Number.MAX_SAFE_INTEGER;

/** Builds the server with everything every route shares; listens only when told. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const metrics = options.metrics ?? createMetrics();
  const streams = options.streams ?? new EventStreams();
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: JSON_LIMIT,
    forceCloseConnections: 'idle',
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
  // A schema that takes `{}` makes a body optional: an empty JSON body is an absent one.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    app.getDefaultJsonParser('error', 'error')(request, body as string, (error, value) => {
      done(error && notJson(body as string, error), value);
    });
  });

  observe(app, metrics);
  answerFailures(app);
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

const ROOTS: Record<string, string> = { body: 'body', querystring: 'query', params: 'params', headers: 'headers' };

/** Checks a part of a request against its zod schema; every wrong place becomes a fault. */
const checkInput: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const root = ROOTS[httpPart ?? 'body'] ?? 'body';
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const faults = faultsOf(result.error, root);
    return {
      error: new BadInput(
        faults
          .map(({ where, what }) => `${where}: ${what}`)
          .slice(0, 3)
          .join('; '),
        faults,
      ),
    };
  };
};

/** How long a request in flight may take after the server was told to stop. Milliseconds. */
const STOP_GRACE = 15_000;

async function stopServer(app: FastifyInstance): Promise<void> {
  // A kept-alive connection becomes idle when its last answer is out; without this the server waits for its time-out.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  const force = setTimeout(() => app.server.closeAllConnections(), STOP_GRACE);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(force);
  }
}

/** Says where a body stops being JSON; a body that is JSON but is refused (a prototype key) keeps its own error. */
function notJson(body: string, refused: Error): Error {
  try {
    JSON.parse(body);
    return refused;
  } catch (error) {
    const what = (error as Error).message;
    return new BadInput(`the body is not JSON: ${what}`, [{ where: '/body', what }], 'invalid_json');
  }
}

/** Throws PortInUse when something listens there already: asked before anything else is started. */
export async function checkPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen({ host, port }, resolve));
  } catch (error) {
    throw cannotListen(error, host, port);
  } finally {
    probe.close();
  }
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new PortInUse(host, port);
  if (code !== 'EACCES' && code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') return error;
  const what = code === 'EACCES' ? `port ${port} needs more rights` : `${host} is not an address of this machine`;
  return new BadInput(
    `cannot listen: ${what}`,
    [{ where: code === 'EACCES' ? 'QUNLUO_PORT' : 'QUNLUO_HOST', what }],
    'cannot_listen',
  );
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw cannotListen(error, host, port);
  }
}

/** Request id on every answer; one line of log and one observation per request, by route id, without query strings. */
function observe(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const id = request.routeOptions.config.route?.id ?? 'none';
    metrics.request(id, request.method, reply.statusCode, reply.elapsedTime / 1000);
    request.log.debug(
      { route: id, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request answered',
    );
  });
}

/** One boundary turns what is thrown, and what is not found, into problem+json. */
function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { problem, retryAfter, defect } = toProblem(error, request.id);
    const route = request.routeOptions.config.route?.id;
    if (defect) request.log.error({ err: error, route }, 'request failed');
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
    return reply.code(problem.status).type('application/problem+json').serializer(String).send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request) => {
    throw new NotFound(`${request.method} ${request.url.split('?')[0]}`);
  });
}

async function secure(app: FastifyInstance, options: HttpServerOptions): Promise<void> {
  const behindTls = options.publicUrl?.startsWith('https:') ?? false;
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Ant Design and ECharts write style elements and attributes at run time, and a nonce cannot cover attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: behindTls,
    // The one-time owner link carries its token in the address.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    frameguard: { action: 'deny' },
  });
  await app.register(rateLimit, {
    global: true,
    max: DEFAULT_LIMIT.max,
    timeWindow: DEFAULT_LIMIT.perSeconds * 1000,
    errorResponseBuilder: (_, context) => new TooMany(Math.ceil(context.ttl / 1000)),
  });
}

function openapiOptions(options: HttpServerOptions): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Qunluo', version: options.version, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'an API token: ql_…' },
          session: { type: 'apiKey', in: 'cookie', name: 'qunluo.session_token' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  };
}

/** Authenticates and authorises before a byte of the body is read; a route without an id cannot be registered. */
function guard(app: FastifyInstance, options: HttpServerOptions): void {
  app.addHook('onRoute', (registered: RouteOptions) => {
    if (!registered.config?.route)
      throw new Error(`${String(registered.method)} ${registered.url} was not made by route()`);
  });
  app.addHook('onRequest', async (request, response) => {
    request.caller = ANONYMOUS;
    const found = request.routeOptions.config.route;
    if (!found) return;
    request.caller = await options.authenticate(request, response);
    options.authorise(found.id, request.caller);
  });
}

async function readBodies(app: FastifyInstance, kind: BodyKind): Promise<void> {
  if (kind === 'json') return;
  app.removeAllContentTypeParsers();
  if (kind === 'multipart') await app.register(multipart, { throwFileSizeLimit: true });
  else app.addContentTypeParser('*', (_, payload, done) => done(null, payload));
}

function toFastify(one: Route): RouteOptions {
  const { params, query, body, reply, status } = one;
  const kind = one.bodyKind ?? 'json';
  const empty = reply instanceof z.ZodUndefined || reply instanceof z.ZodVoid;
  const success = status ?? (empty ? 204 : 200);
  const limit = one.rateLimit ?? DEFAULT_LIMIT;
  return {
    method: one.method,
    url: one.path,
    bodyLimit: one.bodyLimit ?? (kind === 'json' ? JSON_LIMIT : STREAM_LIMIT),
    config: {
      route: one,
      rateLimit:
        limit === false
          ? false
          : limit === DEFAULT_LIMIT
            ? {}
            : { max: limit.max, timeWindow: limit.perSeconds * 1000 },
    },
    schema: {
      operationId: one.id,
      summary: one.summary,
      tags: [one.id.split('.')[0]!],
      hide: one.hidden ?? false,
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && kind === 'json' && { body }),
      response: {
        ...(reply !== 'stream' && { [success]: reply }),
        default: { description: 'A problem', content: { 'application/problem+json': { schema: problemSchema } } },
      },
    } as RouteOptions['schema'],
    async handler(request, response) {
      response.code(success);
      const { caller } = request;
      const input = { caller, params: request.params, query: request.query, body: request.body, request, response };
      const result = await one.handle(input as never);
      if (response.sent || reply === 'stream') return response;
      return empty ? response.send() : result;
    },
  };
}
