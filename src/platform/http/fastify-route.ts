import type { RouteOptions } from 'fastify';
import { z } from 'zod';
import { problemSchema } from './problem.ts';
import type { Route } from './route.ts';
import { DEFAULT_LIMIT } from './secure.ts';

/** Largest JSON body that a route takes unless it says otherwise. Bytes. */
export const JSON_LIMIT = 1_048_576;
const STREAM_LIMIT = Number.MAX_SAFE_INTEGER;

/** A route as Fastify takes it. */
export function toFastify(one: Route): RouteOptions {
  const { params, query, body, reply, status } = one;
  const kind = one.bodyKind ?? 'json';
  const empty = reply instanceof z.ZodUndefined || reply instanceof z.ZodVoid;
  const success = status ?? (empty ? 204 : 200);
  const limit = one.rateLimit ?? DEFAULT_LIMIT;
  return {
    method: one.method,
    url: one.path,
    // A HEAD of a stream would open it; the console's files know how to answer one.
    exposeHeadRoute: reply !== 'stream' || one.id === 'console',
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
