import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';
import { faultsOf } from './problem.ts';
import type { BodyKind } from './route.ts';

const ROOTS: Record<string, string> = { body: 'body', querystring: 'query', params: 'params', headers: 'headers' };

/** Checks a part of a request against its zod schema; every wrong place becomes a fault. */
export const checkInput: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const root = ROOTS[httpPart ?? 'body'] ?? 'body';
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const faults = faultsOf(result.error, root);
    return {
      error: new BadInput(
        faults
          .map(({ where, what }) => `${where}: ${what}`)
          .slice(0, 3)
          .join('; '),
        faults,
      ),
    };
  };
};

/** Reads JSON bodies, and says where one stops being JSON. An empty one is an absent one: a schema may take that. */
export function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    parse(request, body as string, (error, value) => done(error && notJson(body as string, error), value));
  });
}

/** A body that is JSON but is refused (a prototype key) keeps its own error. */
function notJson(body: string, refused: Error): Error {
  try {
    JSON.parse(body);
    return refused;
  } catch (error) {
    const what = (error as Error).message;
    return new BadInput(`the body is not JSON: ${what}`, [{ where: '/body', what }], 'invalid_json');
  }
}

/** How a context of routes takes bodies: parsed JSON, the unread stream, or multipart. */
export async function readBodies(app: FastifyInstance, kind: BodyKind): Promise<void> {
  if (kind === 'json') return;
  app.removeAllContentTypeParsers();
  if (kind === 'multipart') await app.register(multipart, { throwFileSizeLimit: true });
  else app.addContentTypeParser('*', (_, payload, done) => done(null, payload));
}
