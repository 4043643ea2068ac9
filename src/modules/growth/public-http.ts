import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Log } from '#platform/log.ts';
import { type Route, route } from '#platform/http/index.ts';
import { acceptHits, type HitParts } from './accept-hits.ts';
import { followLink } from './follow-link.ts';
import { counts } from './hits/hit.ts';

const SCRIPT = readFileSync(new URL('site-script/site.js', import.meta.url));
const HOUR = 3_600;

/** Bytes that one report of a page may have; browsers send no larger ones. */
const LARGEST_REPORT = 65_536;

/** What strangers' browsers ask for: the script of sites, its reports, and tracked links. */
export function publicGrowthRoutes(parts: HitParts & { log: Log }): Route[] {
  return [
    route({
      id: 'site.script',
      method: 'GET',
      path: '/site.js',
      summary: 'The script that web sites include',
      hidden: true,
      crossOrigin: true,
      reply: 'stream',
      handle: ({ response }) =>
        response.header('cache-control', `public, max-age=${HOUR}`).type('text/javascript; charset=utf-8').send(SCRIPT),
    }),
    route({
      id: 'site.hits',
      method: 'POST',
      path: '/t/hits',
      summary: 'Takes visits and clicks from the script of a site',
      bodyKind: 'stream',
      crossOrigin: true,
      rateLimit: { max: 300, perSeconds: 60 },
      reply: z.undefined(),
      async handle({ body, request }) {
        const text = await readText(body as Readable);
        if (counts(request.headers)) await acceptHits(parts, text, request.headers.origin);
      },
    }),
    route({
      id: 'link.follow',
      method: 'GET',
      path: '/l/:code',
      summary: 'Counts a click on a tracked link and sends on to where it leads',
      crossOrigin: true,
      params: z.object({ code: z.string().max(32) }),
      query: z.object({ p: z.string().max(2000).optional().describe('whom a personal link means') }),
      rateLimit: { max: 600, perSeconds: 60 },
      reply: 'stream',
      async handle({ params, query, request, response }) {
        const { destination, recorded } = await followLink(parts, {
          code: params.code,
          ...(query.p !== undefined && { personal: query.p }),
          ...(request.headers.referer !== undefined && { referrer: request.headers.referer }),
          counts: request.method === 'GET' && counts(request.headers),
        });
        recorded.catch((error: unknown) => parts.log.warn({ err: error }, 'a click was not counted'));
        return response
          .code(302)
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .redirect(destination);
      },
    }),
  ];
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_REPORT)
      throw new AppError({
        code: 'body_too_large',
        status: 413,
        message: `a report has at most ${LARGEST_REPORT} bytes`,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
