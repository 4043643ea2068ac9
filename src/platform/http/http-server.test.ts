import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Conflict, Unavailable } from '#kernel/errors.ts';
import { createLogger } from '#platform/log.ts';
import {
  ANONYMOUS,
  checkPortFree,
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  PortInUse,
  type Route,
  route,
} from './index.ts';

const log = createLogger({ logLevel: 'silent' });

function start(routes: Route[], options: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  return createHttpServer({
    log,
    version: '1.2.3',
    routes,
    authenticate: async () => ANONYMOUS,
    authorise: () => undefined,
    checkPolicy: () => undefined,
    readiness: async () => ({ postgres: true, engine: true, migrations: true }),
    metricsRight: 'metrics.read',
    ...options,
  });
}

const echo = route({
  id: 'test.echo',
  method: 'POST',
  path: '/api/v1/things/:thing',
  summary: 'Echo',
  params: z.object({ thing: z.string().max(5) }),
  query: z.object({ n: z.coerce.number().int().default(7) }),
  body: z.object({ name: z.string(), list: z.array(z.object({ 'a/b': z.int() })).default([]) }),
  reply: z.object({ thing: z.string(), n: z.number(), name: z.string() }),
  status: 201,
  handle: ({ params, query, body }) => ({ thing: params.thing, n: query.n, name: body.name }),
});

const failing = (id: string, error: () => unknown) =>
  route({
    id,
    method: 'GET',
    path: `/api/v1/${id}`,
    summary: id,
    reply: z.undefined(),
    handle: () => {
      throw error();
    },
  });

describe('routes', () => {
  let server: HttpServer;
  beforeAll(async () => {
    server = await start([
      echo,
      route({
        id: 'test.count',
        method: 'POST',
        path: '/api/v1/count',
        summary: 'Count bytes',
        bodyKind: 'stream',
        reply: z.object({ bytes: z.number() }),
        status: 202,
        async handle({ body }) {
          let bytes = 0;
          for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
          return { bytes };
        },
      }),
      route({
        id: 'test.upload',
        method: 'POST',
        path: '/api/v1/upload',
        summary: 'Upload',
        bodyKind: 'multipart',
        reply: z.object({ name: z.string(), text: z.string() }),
        async handle({ request }) {
          const file = (await request.file())!;
          return { name: file.filename, text: (await file.toBuffer()).toString() };
        },
      }),
      route({
        id: 'test.limited',
        method: 'GET',
        path: '/api/v1/limited',
        summary: 'x',
        rateLimit: { max: 2, perSeconds: 60 },
        reply: z.undefined(),
        handle: () => undefined,
      }),
      route({
        id: 'test.wrong-reply',
        method: 'GET',
        path: '/api/v1/wrong-reply',
        summary: 'x',
        reply: z.object({ n: z.number() }),
        handle: () => ({ n: 'secret value' }) as never,
      }),
      failing('test.defect', () => new Error('password=hunter2')),
      failing('test.conflict', () => new Conflict('the key is taken', 'key_taken')),
      failing('test.unavailable', () => new Unavailable('the engine starts again', 4)),
      failing('test.disk', () => Object.assign(new Error('could not write'), { code: '53100' })),
      failing('test.gone', () => Object.assign(new Error('terminating connection'), { code: '57P01' })),
    ]);
  });
  afterAll(() => server.stop());

  it('gives handlers parsed input and checks what they return', async () => {
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/v1/things/abc?n=3',
      payload: { name: '群' },
    });
    expect([response.statusCode, response.json()]).toEqual([201, { thing: 'abc', n: 3, name: '群' }]);
    const wrong = await server.app.inject('/api/v1/wrong-reply');
    expect(wrong.statusCode).toBe(500);
    expect(wrong.body).not.toContain('secret value');
  });

  it('answers wrong input with a problem that names every wrong place by JSON pointer', async () => {
    const payload = { name: 5, list: [{ 'a/b': 1 }, { 'a/b': 'x' }] };
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/v1/things/abc',
      payload,
      headers: { 'x-request-id': 'my-request-1' },
    });
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.headers['x-request-id']).toBe('my-request-1');
    const problem = response.json();
    expect(problem).toMatchObject({
      type: 'urn:qunluo:problem:bad_input',
      title: 'The input cannot be taken',
      status: 400,
      code: 'bad_input',
      requestId: 'my-request-1',
    });
    expect(problem.faults.map(({ where }: { where: string }) => where)).toEqual(['/body/name', '/body/list/1/a~1b']);
    const params = await server.app.inject({
      method: 'POST',
      url: '/api/v1/things/toolong?n=1',
      payload: { name: 'x' },
    });
    expect(params.json().faults[0].where).toBe('/params/thing');
    const query = await server.app.inject({ method: 'POST', url: '/api/v1/things/abc?n=x', payload: { name: 'x' } });
    expect(query.json().faults[0].where).toBe('/query/n');
  });

  it('says where a body stops being JSON, and refuses other media types and big bodies', async () => {
    const send = (payload: string, type: string) =>
      server.app.inject({ method: 'POST', url: '/api/v1/things/abc', payload, headers: { 'content-type': type } });
    const cut = await send('{"name": "x', 'application/json');
    expect([cut.statusCode, cut.json().code]).toEqual([400, 'invalid_json']);
    expect(cut.json().detail).toContain('position');
    expect((await send('a=b', 'application/x-www-form-urlencoded')).json()).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    });
    expect((await send(`{"name":"${'x'.repeat(1_100_000)}"}`, 'application/json')).json()).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
    expect((await send('{"__proto__":{"name":"x"}}', 'application/json')).statusCode).toBe(400);
  });

  it('keeps the inside of a defect to itself', async () => {
    const response = await server.app.inject('/api/v1/test.defect');
    expect(response.json()).toMatchObject({ status: 500, code: 'internal', faults: [] });
    expect(response.body).not.toContain('hunter2');
  });

  it('passes known failures on with their code, and says when to come back', async () => {
    expect((await server.app.inject('/api/v1/test.conflict')).json()).toMatchObject({
      status: 409,
      code: 'key_taken',
      detail: 'the key is taken',
    });
    const away = await server.app.inject('/api/v1/test.unavailable');
    expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '4']);
    expect((await server.app.inject('/api/v1/test.gone')).json()).toMatchObject({ status: 503, code: 'unavailable' });
    expect((await server.app.inject('/api/v1/test.disk')).json()).toMatchObject({ status: 507, code: 'disk_full' });
    expect((await server.app.inject('/api/v1/nothing')).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await server.app.inject({ method: 'PATCH', url: '/elsewhere' })).json()).toMatchObject({ status: 404 });
  });

  it('gives streams unread, of any media type and beyond the limit of JSON bodies', async () => {
    const payload = 'x'.repeat(3_000_000);
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/v1/count',
      payload,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect([response.statusCode, response.json()]).toEqual([202, { bytes: 3_000_000 }]);
  });

  it('reads multipart uploads', async () => {
    const payload = '--b\r\nContent-Disposition: form-data; name="file"; filename="群.txt"\r\n\r\n你好\r\n--b--\r\n';
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/v1/upload',
      payload,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    expect(response.json()).toEqual({ name: '群.txt', text: '你好' });
  });

  it('limits how often one address may ask', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) statuses.push((await server.app.inject('/api/v1/limited')).statusCode);
    expect(statuses).toEqual([204, 204, 429]);
    const response = await server.app.inject('/api/v1/limited');
    expect(response.json()).toMatchObject({ code: 'too_many_requests' });
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    const other = await server.app.inject({ url: '/api/v1/limited', remoteAddress: '10.0.0.9' });
    expect(other.statusCode).toBe(204);
  });

  it('sends a policy without inline script, and no frames', async () => {
    const { headers } = await server.app.inject('/healthz');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('describes itself as OpenAPI 3.1 out of the same schemas', async () => {
    const document = (await server.app.inject('/api/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const operation = document.paths['/api/v1/things/{thing}'].post;
    expect(operation.operationId).toBe('test.echo');
    expect(operation.requestBody.content['application/json'].schema.required).toEqual(['name']);
    expect(operation.responses['201'].content['application/json'].schema.properties.n).toEqual({ type: 'number' });
    expect(operation.responses.default.content['application/problem+json']).toBeDefined();
  });

  it('counts requests by route id, never by address', async () => {
    await server.app.inject({ method: 'POST', url: '/api/v1/things/abc', payload: { name: 'x' } });
    const { body } = await server.app.inject('/metrics');
    expect(body).toMatch(/qunluo_http_request_seconds_count\{route="test.echo",method="POST",status="201"\} [1-9]/);
    expect(body).not.toContain('things/abc');
  });

  it('gives metrics to this machine only, or to who has the right', async () => {
    expect((await server.app.inject({ url: '/metrics', remoteAddress: '10.0.0.9' })).statusCode).toBe(403);
    expect((await server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } })).statusCode).toBe(
      403,
    );
  });
});

describe('the gate', () => {
  it('asks for the policy before it reads a byte, and stops the start when they disagree', async () => {
    const server = await start([echo], {
      authorise: (id) => {
        if (id === 'test.echo') throw new Conflict('no', 'stopped');
      },
    });
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/v1/things/much-too-long',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.json().code).toBe('stopped');
    await server.stop();
    const seen: string[] = [];
    await expect(
      start([echo], {
        checkPolicy: (ids) => {
          seen.push(...ids);
          throw new Error('no rule');
        },
      }),
    ).rejects.toThrow('no rule');
    expect(seen).toEqual(['healthz', 'readyz', 'metrics', 'openapi', 'test.echo']);
  });

  it('cannot be passed by a route that route() did not make', async () => {
    const server = await start([]);
    expect(() => server.app.get('/back-door', () => 'in')).toThrow(/already listening|was not made by route/);
    await server.stop();
  });
});

describe('readiness', () => {
  it('is 200 only when every part is up', async () => {
    const parts = { postgres: true, engine: true, migrations: true };
    const server = await start([], { readiness: async () => parts });
    expect((await server.app.inject('/readyz')).statusCode).toBe(200);
    parts.engine = false;
    const response = await server.app.inject('/readyz');
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { ready: false, parts: { postgres: true, engine: false, migrations: true } },
    ]);
    expect((await server.app.inject('/healthz')).statusCode).toBe(200);
    await server.stop();
  });
});

describe('the console', () => {
  let root: string;
  let server: HttpServer;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'qunluo-console-'));
    server = await start([], { consoleRoot: join(root, 'dist') });
  });
  afterAll(async () => {
    await server.stop();
    await rm(root, { recursive: true });
  });

  it('has a friendly page while it is not built, then the page itself for every address of its router', async () => {
    const before = await server.app.inject('/');
    expect([before.statusCode, before.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(before.body).toContain('npm run build');
    await mkdir(join(root, 'dist/assets'), { recursive: true });
    await writeFile(join(root, 'dist/index.html'), '<title>群落</title>');
    await writeFile(join(root, 'dist/assets/app-1a2b.js'), 'let a');
    await writeFile(join(root, 'dist/icon.svg'), '<svg/>');
    await writeFile(join(root, 'secret.txt'), 'secret');
    for (const url of ['/', '/c/book/members?tier=silent', '/setup?token=x']) {
      const page = await server.app.inject(url);
      expect([page.statusCode, page.body, page.headers['cache-control']]).toEqual([
        200,
        '<title>群落</title>',
        'no-cache',
      ]);
    }
    const asset = await server.app.inject('/assets/app-1a2b.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await server.app.inject('/icon.svg')).headers['content-type']).toContain('image/svg');
  });

  it('answers programs with problems and serves nothing outside its folder', async () => {
    for (const url of [
      '/api/v1/unknown',
      '/assets/none.js',
      '/none.png',
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/%ff',
    ]) {
      const response = await server.app.inject(url);
      expect(response.body, url).not.toContain('secret<');
      expect(response.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(response.statusCode, url).toBeLessThan(500);
    }
  });
});

describe('listening', () => {
  it('says that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = await start([]);
    await expect(server.listen('127.0.0.1', port)).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
    await expect(checkPortFree('127.0.0.1', port)).rejects.toThrow(PortInUse);
    await expect(checkPortFree('192.0.2.1', 7100)).rejects.toMatchObject({
      code: 'cannot_listen',
      faults: [{ where: 'QUNLUO_HOST' }],
    });
    await server.stop();
    other.close();
  });

  it('lets requests in flight finish when it stops, and takes no new ones', async () => {
    let entered!: () => void;
    let release!: () => void;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = route({
      id: 'test.slow',
      method: 'GET',
      path: '/slow',
      summary: 'x',
      reply: z.object({ done: z.boolean() }),
      async handle() {
        entered();
        await gate;
        return { done: true };
      },
    });
    const server = await start([slow]);
    const address = await server.listen('127.0.0.1', 0);
    const answer = fetch(`${address}/slow`);
    await inside;
    let stopped = false;
    const stop = server.stop().then(() => (stopped = true));
    await expect
      .poll(() =>
        fetch(`${address}/healthz`).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed');
    await sleep(50);
    expect(stopped).toBe(false);
    release();
    expect(await (await answer).json()).toEqual({ done: true });
    await stop;
  });

  it('streams events with a pulse, notices who left, lets many tabs take turns, and ends streams when it stops', async () => {
    const signals: AbortSignal[] = [];
    const streaming = route({
      id: 'test.events',
      method: 'GET',
      path: '/events',
      summary: 'x',
      reply: 'stream',
      handle({ request, response }): unknown {
        const stream = server.streams.open(request, response);
        signals.push(stream.signal);
        stream.send('progress', { done: signals.length }, 'e1');
        return response;
      },
    });
    const server: HttpServer = await start([streaming]);
    const address = await server.listen('127.0.0.1', 0);
    const open = async () => {
      const request = httpRequest(`${address}/events`, { agent: false }).end();
      request.on('error', () => undefined);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('error', () => undefined);
      return { request, response, text: () => text };
    };
    const first = await open();
    await expect.poll(first.text).toBe('retry: 2000\n\nid: e1\nevent: progress\ndata: {"done":1}\n\n');
    expect(first.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    expect(first.response.headers['content-security-policy']).toBeDefined();
    const others = [await open(), await open(), await open()];
    expect(server.streams.size).toBe(4);
    const fifth = await open();
    await expect.poll(first.text).toContain('retry: 10000\nevent: turn');
    expect(signals[0]!.aborted).toBe(true);
    others[0]!.request.destroy();
    await expect.poll(() => signals[1]!.aborted).toBe(true);
    await server.stop();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(fifth.text()).toContain('"done":5');
  });
});
