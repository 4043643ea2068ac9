import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#kernel/errors.ts';
import { type Route, route } from './route.ts';

/** What a visitor sees while the console has not been built. */
const NOT_BUILT = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>群落 Qunluo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2a28;max-width:36rem;margin:18vh auto;padding:0 24px}
h1{font-size:28px;margin:0 0 12px}code{background:#eef4f2;border-radius:6px;padding:2px 6px}p{margin:8px 0}</style></head>
<body><h1>群落 Qunluo</h1>
<p>服务已启动，控制台还没有构建。运行 <code>npm run build</code> 后刷新此页。</p>
<p>The server is running; the console has not been built yet. Run <code>npm run build</code>, then reload this page.</p>
<p><a href="/api/v1/openapi.json">API</a> · <a href="/readyz">/readyz</a></p></body></html>
`;

const YEAR = 31_536_000_000;

/** Paths that belong to programs: a page is never the answer to them. */
const MACHINE = /^\/(api|healthz|readyz|metrics|t|l|m|docs)(\/|$)/;

/** Registers what serves files; the route itself comes from `consoleRoute`. */
export async function registerConsoleFiles(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, { root, serve: false, suppressWarning: true, preCompressed: true });
}

/**
 * The built console: hashed assets are kept by browsers for a year, the page itself is asked for anew each time, and
 * any other path that a browser navigates to gets the page, whose router knows it.
 */
export function consoleRoute(root: string): Route {
  return route({
    id: 'console',
    method: 'GET',
    path: '/*',
    summary: 'The console',
    hidden: true,
    rateLimit: false,
    reply: 'stream',
    handle: ({ request, response }) => serve(root, request, response),
  });
}

function serve(root: string, request: FastifyRequest, response: FastifyReply): FastifyReply {
  const path = decoded(request.url.split('?')[0]!);
  if (MACHINE.test(path)) throw new NotFound(`${request.method} ${path}`);
  if (!existsSync(join(root, 'index.html'))) {
    return response.code(503).header('retry-after', '30').type('text/html; charset=utf-8').send(NOT_BUILT);
  }
  const file = path.slice(1);
  if (file.startsWith('assets/')) return response.sendFile(file, { maxAge: YEAR, immutable: true });
  if (/\.[a-z0-9]{2,5}$/i.test(file) && file !== 'index.html') return response.sendFile(file, { maxAge: 3_600_000 });
  return response.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new NotFound('the page');
  }
}
