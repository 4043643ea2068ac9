import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Smaller answers fit into one packet as they are. Bytes. */
const LEAST = 1_400;

const compress = promisify(gzip);

/** Whether a client said that it reads gzip; `q=0` is a no. */
const readsGzip = (accepted: string | undefined): boolean =>
  accepted !== undefined && /(?:^|,)\s*(?:gzip|\*)\s*(?!;\s*q=0(?:\.0*)?\s*(?:,|$))(?:;|,|$)/iu.test(accepted);

/**
 * Sends JSON compressed to clients that read gzip: an overview is a seventh of its size. At the quickest level, on a
 * thread of the pool; files of the console are compressed when they are built, and streams are left alone.
 */
export function compressJson(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (typeof payload !== 'string' || !/^application\/(?:[\w.-]+\+)?json/u.test(type)) return payload;
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '));
    if (payload.length < LEAST || !readsGzip(request.headers['accept-encoding'])) return payload;
    if (reply.hasHeader('content-encoding')) return payload;
    const packed = await compress(payload, { level: constants.Z_BEST_SPEED });
    reply.header('content-encoding', 'gzip').header('content-length', packed.length);
    return packed;
  });
}
