import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Route, route } from '#platform/http/index.ts';
import type { CallbackAnswer } from './connector.ts';
import { type CallbackParts, takeCallback } from './take-callback.ts';

/** Bytes that a callback may have. */
const LARGEST = 256 * 1024;

const params = z.object({ code: z.string().max(60) });

const shared = {
  path: '/hooks/:code',
  hidden: true,
  crossOrigin: true,
  params,
  rateLimit: { max: 6000, perSeconds: 60 },
  reply: 'stream',
} as const;

/** Where platforms call. Signatures decide, in the connector; nothing of a body is read here but its bytes. */
export function hooksRoutes(parts: CallbackParts): Route[] {
  return [
    route({
      ...shared,
      id: 'hooks.verify',
      method: 'GET',
      summary: 'A platform asks whether this is the address of a connection',
      handle: async ({ params: { code }, request, response }) =>
        answer(response, await takeCallback(parts, code, requestOf(request, 'GET', Buffer.alloc(0)))),
    }),
    route({
      ...shared,
      id: 'hooks.take',
      method: 'POST',
      summary: 'A platform tells what happened',
      bodyKind: 'stream',
      async handle({ params: { code }, body, request, response }) {
        const bytes = await readBytes(body as Readable);
        const taken = await takeCallback(
          parts,
          code,
          bytes === 'too_large' ? bytes : requestOf(request, 'POST', bytes),
        );
        // The rest of a body that is given up is not waited for.
        if (bytes === 'too_large') response.header('connection', 'close');
        answer(response, taken);
      },
    }),
  ];
}

const first = (values: Readonly<Record<string, unknown>>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? String(value[0]) : (value as string)]),
  );

const requestOf = ({ query, headers }: FastifyRequest, method: 'GET' | 'POST', body: Buffer) => ({
  method,
  query: first(query as Record<string, unknown>),
  headers: first(headers),
  body,
});

function answer(response: FastifyReply, { status, type, body, afterwards }: CallbackAnswer): void {
  if (afterwards) response.raw.once('finish', () => void afterwards());
  response
    .code(status)
    .header('cache-control', 'no-store')
    .type(type ?? 'text/plain; charset=utf-8')
    .send(body ?? '');
}

async function readBytes(body: Readable | undefined): Promise<Buffer | 'too_large'> {
  if (!body) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST) return 'too_large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
