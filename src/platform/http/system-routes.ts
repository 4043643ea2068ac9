import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Forbidden } from '#kernel/errors.ts';
import type { Metrics } from './metrics.ts';
import { type Route, route } from './route.ts';

/** Asks each part whether it is up; named as operators know it: `postgres`, `engine`, `migrations`. */
export type Readiness = () => Promise<Record<string, boolean>>;

const readyReply = z.object({ ready: z.boolean(), parts: z.record(z.string(), z.boolean()) });

const LOCAL = /^(127\.|::1$|::ffff:127\.)/;

/** A request from this very machine that no proxy passed on. */
const isLocal = (request: FastifyRequest): boolean =>
  LOCAL.test(request.socket.remoteAddress ?? '') &&
  !('x-forwarded-for' in request.headers) &&
  !('forwarded' in request.headers);

/** /healthz, /readyz, /metrics and the OpenAPI document. */
export function systemRoutes(options: {
  readiness: Readiness;
  metrics: Metrics;
  openapi: () => unknown;
  metricsRight: string;
}): Route[] {
  return [
    route({
      id: 'healthz',
      method: 'GET',
      path: '/healthz',
      summary: 'Whether the process answers',
      rateLimit: false,
      reply: z.object({ ok: z.literal(true) }),
      handle: () => ({ ok: true as const }),
    }),
    route({
      id: 'readyz',
      method: 'GET',
      path: '/readyz',
      summary: 'Whether every part is up: 200, else 503',
      rateLimit: false,
      reply: readyReply,
      handle: async ({ response }) => {
        const parts = await options.readiness();
        const ready = Object.values(parts).every(Boolean);
        if (!ready) response.code(503).header('retry-after', '2');
        return { ready, parts };
      },
    }),
    route({
      id: 'metrics',
      method: 'GET',
      path: '/metrics',
      summary: 'Figures for Prometheus: from this machine, or with a token that may read them',
      rateLimit: false,
      hidden: true,
      reply: 'stream',
      handle: async ({ caller, request, response }) => {
        if (!isLocal(request) && !caller.rights.has(options.metricsRight)) {
          throw new Forbidden(
            `metrics are given on this machine, or to a token with the right ${options.metricsRight}`,
          );
        }
        return response.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
      },
    }),
    route({
      id: 'openapi',
      method: 'GET',
      path: '/api/v1/openapi.json',
      summary: 'This API, as OpenAPI 3.1',
      hidden: true,
      reply: 'stream',
      handle: ({ response }) =>
        response.type('application/json; charset=utf-8').send(JSON.stringify(options.openapi())),
    }),
  ];
}
