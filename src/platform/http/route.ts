import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z, ZodType } from 'zod';
import type { Caller } from './caller.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * How a body arrives: parsed JSON that the schema checks; the unread stream as `body` (any media type); or multipart,
 * read by the handler through `request.parts()` / `request.file()`.
 */
export type BodyKind = 'json' | 'stream' | 'multipart';

/** At most `max` requests in `perSeconds` from one address; false: unlimited. */
export type RateLimit = { max: number; perSeconds: number } | false;

type Parsed<S> = S extends ZodType ? z.output<S> : undefined;
type ReplyOf<R> = R extends ZodType ? ([z.output<R>] extends [undefined] ? void : z.output<R>) : unknown;

export type RouteInput<P, Q, B> = {
  caller: Caller;
  params: Parsed<P>;
  query: Parsed<Q>;
  body: B;
  request: FastifyRequest;
  response: FastifyReply;
};

/** What one route is: its name in the policy table, where it is, what it takes and gives, and what answers it. */
export type RouteDefinition<
  P extends ZodType | undefined,
  Q extends ZodType | undefined,
  B extends ZodType | undefined,
  R extends ZodType | 'stream',
> = {
  /** Unique; the key in the policy table and the label in metrics: `members.list`. */
  id: string;
  method: Method;
  /** Fastify's syntax, from the root: `/api/v1/communities/:communityId`. */
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  bodyKind?: BodyKind;
  /** Largest body in bytes; default 1 MB for JSON, unlimited for streams (the handler counts). */
  bodyLimit?: number;
  rateLimit?: RateLimit;
  /** What a success answers with; 'stream' when the handler writes to `response` itself. */
  reply: R;
  /** Status of a success, default 200 (or 204 when `reply` is z.undefined()/z.void()). */
  status?: number;
  /** Pages of other sites may call it: it reads no credentials, and they may use its answer. */
  crossOrigin?: boolean;
  /** Left out of the OpenAPI document. */
  hidden?: boolean;
  handle(input: RouteInput<P, Q, B extends ZodType ? z.output<B> : unknown>): Promise<ReplyOf<R>> | ReplyOf<R>;
};

/** A route with its types folded away, ready to be registered. */
export type Route = Omit<RouteDefinition<ZodType, ZodType, ZodType, ZodType | 'stream'>, 'handle'> & {
  handle(input: RouteInput<never, never, never>): unknown;
};

/**
 * Declares a route. Before `handle` runs, the caller is authenticated, the policy table consulted, and params, query
 * and body are checked against their schemas; what `handle` returns is checked against `reply`.
 */
export function route<
  P extends ZodType | undefined = undefined,
  Q extends ZodType | undefined = undefined,
  B extends ZodType | undefined = undefined,
  R extends ZodType | 'stream' = ZodType | 'stream',
>(definition: RouteDefinition<P, Q, B, R>): Route {
  return definition as unknown as Route;
}
