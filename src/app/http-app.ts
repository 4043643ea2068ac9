import { join } from 'node:path';
import { authorise, checkPolicy } from '#modules/identity/index.ts';
import { authenticateMember, MEMBER_API } from '#modules/member-access/index.ts';
import { createHttpServer, type HttpServer, type Metrics, type Readiness } from '#platform/http/index.ts';
import { allRoutes } from './routes.ts';
import type { Services } from './services.ts';
import { REPOSITORY, VERSION } from './version.ts';

/** The web server over the services: all routes and the console, or, for a worker, only what tells how it is. */
export function createHttpApp(
  services: Services,
  options: { readiness: Readiness; metrics?: Metrics; consoleRoot?: string; routes?: 'all' | 'system' },
): Promise<HttpServer> {
  const { authenticator, config, log, streams } = services;
  const system = options.routes === 'system';
  return createHttpServer({
    log,
    version: VERSION,
    routes: system ? [] : allRoutes(services),
    authenticate: (request, response) =>
      // By the route and not the address, which can be written in several ways.
      request.routeOptions.url?.startsWith(MEMBER_API)
        ? authenticateMember(
            { database: services.database, clock: services.clock, publicUrl: config.publicUrl },
            request,
          )
        : authenticator.authenticate(request, response),
    authorise,
    checkPolicy: system ? () => undefined : checkPolicy,
    readiness: options.readiness,
    metrics: options.metrics,
    metricsRight: 'metrics.read',
    consoleRoot: system ? undefined : (options.consoleRoot ?? join(REPOSITORY, 'web/console/dist')),
    publicUrl: config.publicUrl,
    streams,
  });
}
