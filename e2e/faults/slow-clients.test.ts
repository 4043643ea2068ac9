import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ANONYMOUS, createHttpServer, EventStreams, type HttpServer, type Route, route } from '#platform/http/index.ts';
import { createLogger } from '#platform/log.ts';

let server: HttpServer;
let open: Socket[] = [];
let dribble: NodeJS.Timeout | undefined;

afterEach(async () => {
  clearInterval(dribble);
  for (const socket of open) socket.destroy();
  open = [];
  await server.stop();
});

async function start(routes: Route[], patience = {}, streams = new EventStreams()): Promise<URL> {
  server = await createHttpServer({
    log: createLogger({ logLevel: 'silent' }),
    version: '1',
    routes,
    streams,
    patience,
    authenticate: async () => ANONYMOUS,
    authorise: () => undefined,
    checkPolicy: () => undefined,
    readiness: async () => ({ postgres: true, engine: true, migrations: true }),
    metricsRight: 'metrics.read',
  });
  return new URL(await server.listen('127.0.0.1', 0));
}

const echo = route({
  id: 'test.echo',
  method: 'POST',
  path: '/echo',
  summary: 'Echo',
  body: z.object({ text: z.string() }),
  reply: z.object({ text: z.string() }),
  rateLimit: false,
  handle: ({ body }) => body,
});

/** A connection that says only this, and how what it got ends. */
async function say(at: URL, text: string): Promise<{ socket: Socket; heard: () => string; ended: Promise<unknown> }> {
  const socket = connect(Number(at.port), at.hostname);
  open.push(socket);
  let heard = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (heard += chunk));
  socket.on('error', () => undefined);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  socket.write(text);
  return { socket, heard: () => heard, ended };
}

const post = async (at: URL): Promise<number> => {
  const response = await fetch(new URL('/echo', at), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"quick"}',
  });
  await response.arrayBuffer();
  return response.status;
};

const HEAD = 'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 16\r\n';

describe('slow clients', () => {
  it('that write a byte now and then hold up nobody, and are answered 408 when patience ends', async () => {
    const at = await start([echo], { headersTimeout: 3_000, requestTimeout: 3_500, connectionsCheckingInterval: 100 });
    const silent = await Promise.all(Array.from({ length: 50 }, () => say(at, HEAD)));
    const halfHeads = await Promise.all(Array.from({ length: 150 }, () => say(at, HEAD)));
    const halfBodies = await Promise.all(Array.from({ length: 150 }, () => say(at, `${HEAD}\r\n{"te`)));
    dribble = setInterval(() => {
      for (const { socket } of halfHeads) if (socket.writable) socket.write('x');
    }, 100);
    const started = performance.now();
    expect(await Promise.all(Array.from({ length: 20 }, () => post(at)))).toEqual(Array(20).fill(200));
    expect(performance.now() - started).toBeLessThan(2_500);
    await Promise.all([...silent, ...halfHeads, ...halfBodies].map(({ ended }) => ended));
    // Who goes on writing may lose the answer with the connection.
    for (const { heard } of silent) expect(heard()).toContain(' 408 ');
    expect([...halfHeads, ...halfBodies].every(({ heard }) => !heard().includes(' 200 '))).toBe(true);
    expect(await post(at)).toBe(200);
  });

  it('that read no stream are let go before they fill memory, and the others hear everything', async () => {
    const streams = new EventStreams();
    const opened: ReturnType<EventStreams['open']>[] = [];
    const events = route({
      id: 'test.events',
      method: 'GET',
      path: '/events',
      summary: 'x',
      reply: 'stream',
      rateLimit: false,
      handle: ({ request: asked, response }): unknown => {
        opened.push(streams.open(asked, response));
        return response;
      },
    });
    const at = await start([events], {}, streams);
    const deaf = await say(at, 'GET /events HTTP/1.1\r\nhost: x\r\nuser-agent: deaf\r\n\r\n');
    await expect.poll(() => opened.length).toBe(1);
    deaf.socket.pause();
    const asked = request(new URL('/events', at), { agent: false, headers: { 'user-agent': 'keen' } }).end();
    asked.on('error', () => undefined);
    const [keen] = (await once(asked, 'response')) as [IncomingMessage];
    let bytes = 0;
    keen.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('error', () => undefined);
    await expect.poll(() => opened.length).toBe(2);
    const data = 'x'.repeat(64 << 10);
    let sent = 0;
    for (; !opened[0]!.signal.aborted && sent < 2_000; sent++) {
      for (const stream of opened) stream.send('message', data);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(opened[0]!.signal.aborted).toBe(true);
    expect(opened[1]!.signal.aborted).toBe(false);
    await expect.poll(() => bytes).toBeGreaterThan(sent * data.length);
    expect(streams.size).toBe(1);
    asked.destroy();
  });

  it('a hundred tabs all hear of it, are ended when the server stops, and cost little memory', async () => {
    const streams = new EventStreams();
    const opened: ReturnType<EventStreams['open']>[] = [];
    const events = route({
      id: 'test.events',
      method: 'GET',
      path: '/events',
      summary: 'x',
      reply: 'stream',
      rateLimit: false,
      handle: ({ request: asked, response }): unknown => {
        opened.push(streams.open(asked, response));
        return response;
      },
    });
    const at = await start([events], {}, streams);
    const before = process.memoryUsage().rss;
    const tabs = await Promise.all(
      Array.from({ length: 100 }, async (_, tab) => {
        const response = await fetch(new URL('/events', at), { headers: { 'user-agent': `tab ${tab}` } });
        return new Response(response.body).text();
      }).map((text) => ({ text })),
    );
    await expect.poll(() => opened.length).toBe(100);
    expect(streams.size).toBe(100);
    for (let number = 0; number < 50; number++)
      for (const stream of opened) expect(stream.send('message', { number })).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
    await server.stop();
    expect(streams.size).toBe(0);
    for (const { text } of tabs) {
      const heard = [...(await text).matchAll(/data: \{"number":(\d+)\}/g)].map(([, number]) => Number(number));
      expect(heard).toEqual(Array.from({ length: 50 }, (_, number) => number));
    }
  });
});
