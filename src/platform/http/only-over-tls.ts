import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { isLoopback } from '../plain-hosts.ts';

/** Somebody asks in the clear where the public address is https. */
export class TlsNeeded extends AppError {
  constructor(publicUrl: string) {
    super({
      code: 'tls_needed',
      status: 403,
      message: `this server answers over TLS only: ${publicUrl} (a proxy before it has to say X-Forwarded-Proto: https)`,
    });
  }
}

/** Also by the address that the server listens on: the command line uses that. */
const isThisMachine = ({ ip, socket }: FastifyRequest): boolean =>
  isLoopback(ip.replace(/^::ffff:/, '')) || ip === socket.localAddress;

/** Tell nothing but whether the server is up; what asks them stands beside it. */
const OPEN: readonly (string | undefined)[] = ['healthz', 'readyz'];

const isPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');

/**
 * Answers in the clear to this machine only: others come by the proxy that speaks TLS, and it says so. Whoever opens a
 * page is led to the public address; everything else is refused (TlsNeeded), so that no program goes on without noticing.
 */
export function onlyOverTls(app: FastifyInstance, publicUrl: string): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https' || isThisMachine(request)) return;
    if (OPEN.includes(request.routeOptions.config.route?.id)) return;
    if (!isPage(request)) throw new TlsNeeded(publicUrl);
    await reply.redirect(`${publicUrl}${request.url.startsWith('/') ? request.url : '/'}`, 308);
  });
}
