import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { onlyOverTls } from './only-over-tls.ts';

/** How often one address may ask for a route that says nothing else. */
export const DEFAULT_LIMIT = { max: 3000, perSeconds: 60 };

/** Something was asked for too often; how long until it may be again, in seconds. */
export class TooMany extends AppError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super({ code: 'too_many_requests', status: 429, message: `too many requests; try again in ${retryAfter} s` });
    this.retryAfter = retryAfter;
  }
}

/** Answers with somebody's data, which no cache may keep; a route for everybody says otherwise itself. */
const PERSONAL = /^\/api\//;

/** What pages of ours use of a browser's devices: nothing. */
const PERMISSIONS = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'serial', 'bluetooth', 'midi', 'hid']
  .concat('accelerometer', 'gyroscope', 'magnetometer', 'display-capture', 'browsing-topics', 'screen-wake-lock')
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Security headers, TLS where the public address has it, and rate limits, before anybody is authenticated. */
export async function secure(app: FastifyInstance, { publicUrl = '' }: { publicUrl?: string }): Promise<void> {
  const behindTls = publicUrl.startsWith('https:');
  const headers = await securityHeaders(behindTls);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    if (PERSONAL.test(request.url)) reply.header('cache-control', 'no-store');
    done();
  });
  if (behindTls) onlyOverTls(app, publicUrl);
  await app.register(rateLimit, {
    global: true,
    max: DEFAULT_LIMIT.max,
    timeWindow: DEFAULT_LIMIT.perSeconds * 1000,
    errorResponseBuilder: (_, context) => new TooMany(Math.ceil(context.ttl / 1000)),
  });
}

/** What helmet answers with. It would spell out the same policies anew for each request, so it is asked once. */
async function securityHeaders(behindTls: boolean): Promise<Record<string, string>> {
  const asked = fastify();
  await asked.register(helmet, policies(behindTls));
  asked.get('/', (_, reply) => reply.send());
  const { headers } = await asked.inject('/');
  await asked.close();
  headers['permissions-policy'] = PERMISSIONS;
  const own = ['date', 'connection', 'content-length', 'content-type', 'keep-alive'];
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (own.includes(name) ? [] : [[name, String(value)]])),
  );
}

const YEAR = 31_536_000;

const policies = (behindTls: boolean): FastifyHelmetOptions => ({
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
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      ...(behindTls && { upgradeInsecureRequests: [] }),
    },
  },
  strictTransportSecurity: behindTls && { maxAge: YEAR, includeSubDomains: true },
  // The one-time owner link carries its token in the address; other sites are told nothing of ours.
  referrerPolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: false,
  frameguard: { action: 'deny' },
});
