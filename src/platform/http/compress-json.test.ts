import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '#platform/log.ts';
import { ANONYMOUS, createHttpServer, type HttpServer, route } from './index.ts';

const LONG = '社群'.repeat(2_000);

let server: HttpServer;
beforeAll(async () => {
  const answer = (id: string, text: string) =>
    route({
      id: `test.${id}`,
      method: 'GET',
      path: `/api/v1/${id}`,
      summary: id,
      reply: z.object({ text: z.string() }),
      handle: () => ({ text }),
    });
  server = await createHttpServer({
    log: createLogger({ logLevel: 'silent' }),
    version: '1',
    routes: [answer('long', LONG), answer('short', 'yes')],
    authenticate: async () => ANONYMOUS,
    authorise: () => undefined,
    checkPolicy: () => undefined,
    readiness: async () => ({ postgres: true, engine: true, migrations: true }),
    metricsRight: 'metrics.read',
  });
});
afterAll(() => server?.stop());

const ask = (url: string, accepted?: string) =>
  server.app.inject({ url: `/api/v1/${url}`, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } });

it('sends long JSON compressed to who reads it, and says that it depends', async () => {
  for (const accepted of ['gzip', 'gzip, deflate, br', 'br;q=1, gzip;q=0.5', '*']) {
    const response = await ask('long', accepted);
    expect(response.headers, accepted).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(Number(response.headers['content-length'])).toBe(response.rawPayload.length);
    expect(response.rawPayload.length).toBeLessThan(LONG.length / 10);
    expect(JSON.parse(gunzipSync(response.rawPayload).toString())).toEqual({ text: LONG });
  }
});

it('leaves it as it is for everybody else, and what is short for all', async () => {
  for (const accepted of [undefined, '', 'br', 'gzip;q=0', 'gzip; q=0.0, br', 'xgzip']) {
    const response = await ask('long', accepted);
    expect(response.headers['content-encoding'], accepted).toBeUndefined();
    expect(response.json()).toEqual({ text: LONG });
  }
  const short = await ask('short', 'gzip');
  expect(short.headers['content-encoding']).toBeUndefined();
  expect(short.json()).toEqual({ text: 'yes' });
});

it('also sends refusals so that they can be read', async () => {
  const refused = await ask('nothing-here', 'gzip');
  expect(refused.statusCode).toBe(404);
  expect(refused.json().code).toBe('not_found');
});
