import type { FastifyRequest } from 'fastify';
import { Forbidden } from '#kernel/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that another site made a browser send. A browser names the page's origin with everything that
 * changes something; it must be the address the request was sent to. Programs that hold no cookie name none.
 */
export function checkOrigin(request: FastifyRequest, withCookie: boolean, publicUrl?: string): void {
  if (SAFE.has(request.method)) return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = publicUrl ? [new URL(publicUrl).origin] : [`http://${request.host}`, `https://${request.host}`];
  if (origin !== undefined) {
    if (!own.includes(origin)) throw new Forbidden('this request comes from another site');
  } else if (site !== undefined) {
    if (site !== 'same-origin') throw new Forbidden('this request comes from another site');
  } else if (withCookie) {
    throw new Forbidden('a session cookie needs the header Origin; programs use an API token');
  }
}
