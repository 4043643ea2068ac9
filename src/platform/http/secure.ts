import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#kernel/errors.ts';

/** How often one address may ask for a route that says nothing else. */
export const DEFAULT_LIMIT = { max: 3000, perSeconds: 60 };

/** The rate limit said no; how long until it says yes again, in seconds. */
class TooMany extends AppError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super({ code: 'too_many_requests', status: 429, message: `too many requests; try again in ${retryAfter} s` });
    this.retryAfter = retryAfter;
  }
}

/** Security headers and rate limits, before anybody is authenticated. */
export async function secure(app: FastifyInstance, options: { publicUrl?: string }): Promise<void> {
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
