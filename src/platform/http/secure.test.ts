import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '#platform/log.ts';
import { ANONYMOUS, createHttpServer, type HttpServer, route } from './index.ts';

const thing = route({
  id: 'test.thing',
  method: 'GET',
  path: '/api/v1/thing',
  summary: 'Somebody’s data',
  reply: z.object({ name: z.string() }),
  handle: () => ({ name: '小满' }),
});
const script = route({
  id: 'test.script',
  method: 'GET',
  path: '/t.js',
  summary: 'For pages of others',
  reply: 'stream',
  handle: ({ response }) =>
    response.header('cross-origin-resource-policy', 'cross-origin').type('text/javascript').send('1'),
});

let root: string;
let plain: HttpServer;
let behindTls: HttpServer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'qunluo-secure-'));
  await mkdir(join(root, 'assets'));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(root, 'assets/a.js'), '1');
  const start = (publicUrl?: string) =>
    createHttpServer({
      log: createLogger({ logLevel: 'silent' }),
      version: '1',
      routes: [thing, script],
      authenticate: async () => ANONYMOUS,
      authorise: () => undefined,
      checkPolicy: () => undefined,
      readiness: async () => ({ postgres: true, engine: true, migrations: true }),
      metricsRight: 'metrics.read',
      consoleRoot: root,
      ...(publicUrl && { publicUrl }),
    });
  [plain, behindTls] = [await start(), await start('https://qunluo.example')];
});
afterAll(async () => {
  await plain.stop();
  await behindTls.stop();
  await rm(root, { recursive: true, force: true });
});

const headersOf = async (url: string, server = plain) => (await server.app.inject({ method: 'GET', url })).headers;
/** An answer with data, a page, a file, a refusal, and nothing at all. */
const URLS = ['/api/v1/thing', '/', '/assets/a.js', '/api/v1/nothing', '/healthz', '/metrics'];

describe('every answer', () => {
  it('lets nothing run but scripts of ours, and no page of another frame it', async () => {
    for (const url of URLS) {
      const headers = await headersOf(url);
      const policy = new Map(
        String(headers['content-security-policy'])
          .split(';')
          .map((part) => part.trim().split(' '))
          .map(([name, ...sources]) => [name!, sources.join(' ')]),
      );
      expect(Object.fromEntries(policy), url).toEqual({
        'default-src': "'self'",
        'script-src': "'self'",
        'style-src': "'self' 'unsafe-inline'",
        'img-src': "'self' data: blob:",
        'font-src': "'self' data:",
        'connect-src': "'self'",
        'worker-src': "'self' blob:",
        'object-src': "'none'",
        'base-uri': "'none'",
        'form-action': "'self'",
        'frame-ancestors': "'none'",
      });
      expect(headers['x-frame-options'], url).toBe('DENY');
    }
  });

  it('is taken for what it says it is, stays with this origin, and asks for no device', async () => {
    for (const url of URLS) {
      const headers = await headersOf(url);
      expect(headers, url).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'origin-agent-cluster': '?1',
      });
      expect(headers['permissions-policy'], url).toContain('camera=(), geolocation=(), microphone=()');
      expect(headers['x-powered-by'], url).toBeUndefined();
      expect(headers['server'], url).toBeUndefined();
      expect(headers['access-control-allow-origin'], url).toBeUndefined();
    }
  });

  it('asks browsers to keep to TLS where the public address is https, and only there', async () => {
    for (const url of URLS) {
      expect((await headersOf(url))['strict-transport-security'], url).toBeUndefined();
      const headers = await headersOf(url, behindTls);
      expect(headers['strict-transport-security'], url).toBe('max-age=31536000; includeSubDomains');
      expect(headers['content-security-policy'], url).toContain('upgrade-insecure-requests');
    }
  });

  it('is kept by no cache where it may hold somebody’s data, and by browsers where it is a file with a hash', async () => {
    for (const url of ['/api/v1/thing', '/api/v1/nothing', '/api/auth/whatever'])
      expect((await headersOf(url))['cache-control'], url).toBe('no-store');
    expect((await headersOf('/'))['cache-control']).toBe('no-cache');
    expect((await headersOf('/assets/a.js'))['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('can say otherwise where it is meant for pages of others', async () => {
    expect((await headersOf('/t.js'))['cross-origin-resource-policy']).toBe('cross-origin');
  });
});

describe('a server whose public address is https', () => {
  type Sent = { url: string; from: string; headers?: Record<string, string> };
  const ask = ({ url, from, headers = {} }: Sent, server = behindTls) =>
    server.app.inject({ method: 'GET', url, headers, remoteAddress: from });
  const PROXY = '10.0.0.2';
  const passedOn = (scheme: string) => ({ 'x-forwarded-for': '93.184.216.34', 'x-forwarded-proto': scheme });

  it('answers nobody in the clear: neither past the proxy nor through one that took no TLS', async () => {
    for (const sent of [
      { from: '93.184.216.34' },
      { from: '192.168.1.20' },
      { from: '93.184.216.34', headers: passedOn('https') }, // said by somebody who is no proxy of ours
      { from: PROXY, headers: passedOn('http') },
      { from: '127.0.0.1', headers: passedOn('http') },
      { from: '127.0.0.1', headers: { 'x-forwarded-for': '93.184.216.34' } },
    ])
      for (const url of ['/api/v1/thing', '/t.js', '/metrics']) {
        const answer = await ask({ url, ...sent });
        expect(answer.json(), `${url} ${JSON.stringify(sent)}`).toMatchObject({ status: 403, code: 'tls_needed' });
        expect(answer.body).not.toContain('小满');
      }
  });

  it('answers who came by TLS, this machine, and who asks whether it is up', async () => {
    for (const sent of [
      { from: PROXY, headers: passedOn('https') },
      { from: '127.0.0.1', headers: passedOn('https') },
      { from: '127.0.0.1' },
      { from: '::1' },
      { from: '::ffff:127.0.0.1' },
    ])
      expect((await ask({ url: '/api/v1/thing', ...sent })).statusCode, JSON.stringify(sent)).toBe(200);
    for (const url of ['/healthz', '/readyz'])
      expect((await ask({ url, from: '192.168.1.20' })).statusCode, url).toBe(200);
  });

  it('leads people to the address with TLS, and nowhere else', async () => {
    const browser = { accept: 'text/html,*/*' };
    const page = await ask({ url: '/settings/team?tab=1', from: '192.168.1.20', headers: browser });
    expect([page.statusCode, page.headers.location]).toEqual([308, 'https://qunluo.example/settings/team?tab=1']);
    const api = await ask({ url: '/api/v1/thing', from: '192.168.1.20', headers: browser });
    expect(api.statusCode).toBe(403);
    const away = await ask({ url: '//evil.example/x', from: '192.168.1.20', headers: browser });
    expect(new URL(String(away.headers.location)).origin).toBe('https://qunluo.example');
  });

  it('is what asks for it: without one, others of the network are answered as they come', async () => {
    expect((await ask({ url: '/api/v1/thing', from: '192.168.1.20' }, plain)).statusCode).toBe(200);
  });
});
