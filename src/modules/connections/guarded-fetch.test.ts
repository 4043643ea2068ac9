import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowedHosts, createGuardedFetch, type Exchange, type FetchGuard, type FetchFailed } from './guarded-fetch.ts';

let server: Server;
let answer: RequestListener;
let port: number;
let asked = 0;
const closers: (() => void)[] = [];
beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  port = await new Promise((up) => server.listen(0, '127.0.0.1', () => up((server.address() as AddressInfo).port)));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
  server.closeAllConnections();
  server.close();
});

const guarded = (guard: Partial<FetchGuard> = {}) => {
  const { fetch, close } = createGuardedFetch({ allowed: allowedHosts([`http://127.0.0.1:${port}/api`]), ...guard });
  closers.push(close);
  return fetch;
};
const failure = (work: Promise<unknown>): Promise<Pick<FetchFailed, 'code' | 'mayHaveArrived'>> =>
  work.then(
    () => expect.unreachable('it did not fail'),
    ({ code, mayHaveArrived }: FetchFailed) => ({ code, mayHaveArrived }),
  );

describe('HTTP to a platform', () => {
  it('is what fetch is: method, headers, body, status, unpacked answer; a redirect comes as it is', async () => {
    answer = (request, response) => {
      if (request.url === '/away') return response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      request.toArray().then(
        (chunks) => {
          response.writeHead(201, { 'content-encoding': 'gzip', 'content-type': 'application/json', 'x-own': 'yes' });
          const body = Buffer.concat(chunks).toString();
          response.end(
            gzipSync(JSON.stringify({ method: request.method, type: request.headers['content-type'], body })),
          );
        },
        () => undefined,
      );
    };
    const told: Exchange[] = [];
    const fetch = guarded({ onExchange: (one) => void told.push(one) });
    const form = new URLSearchParams({ text: '你好' });
    const response = await fetch(`http://127.0.0.1:${port}/send`, { method: 'POST', body: form });
    expect([response.status, response.headers.get('x-own')]).toEqual([201, 'yes']);
    expect(await response.json()).toEqual({
      method: 'POST',
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
      body: 'text=%E4%BD%A0%E5%A5%BD',
    });
    const picture = new FormData();
    picture.set('media', new Blob([new Uint8Array(10)]), 'a.png');
    expect((await fetch(`http://127.0.0.1:${port}/upload`, { method: 'POST', body: picture })).status).toBe(201);
    expect((await fetch(`http://127.0.0.1:${port}/away`)).status).toBe(302);
    expect(told.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 201],
      ['POST', 201],
      ['GET', 302],
    ]);
  });

  it('goes to no private address but those of the settings, and to none where only public ones are wanted', async () => {
    answer = (_, response) => response.end('x');
    const fetch = guarded();
    const own = `http://127.0.0.1:${port}/`;
    expect((await fetch(own)).status).toBe(200);
    expect(await failure(fetch(own, { onlyPublic: true }))).toEqual({ code: 'private_address', mayHaveArrived: false });
    for (const address of [
      `http://127.0.0.1:${port + 1}/`,
      `http://[::1]:${port}/`,
      'http://169.254.169.254/latest',
      'http://0x7f.1/',
    ])
      expect(await failure(fetch(address)), address).toEqual({ code: 'private_address', mayHaveArrived: false });
    for (const address of ['file:///etc/passwd', 'nowhere', 'ftp://a.example'])
      expect(await failure(fetch(address)), address).toEqual({ code: 'address', mayHaveArrived: false });
    expect(asked).toBe(1);
  });

  it('looks at every address that a name leads to, in the lookup that is connected to', async () => {
    answer = (_, response) => response.end('x');
    let lookups = 0;
    const resolve = ((_: string, __: object, done: (error: null, found: object[]) => void) => {
      lookups += 1;
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    }) as never;
    const fetch = guarded({ resolve });
    expect(await failure(fetch(`http://rebinding.example:${port}/`))).toEqual({
      code: 'private_address',
      mayHaveArrived: false,
    });
    expect([lookups, asked]).toEqual([1, 0]);
  });

  it('goes over http to one’s own networks only: to the public internet by https, or not at all', async () => {
    let lookups = 0;
    const resolve = ((_: string, __: object, done: (error: null, found: object[]) => void) => {
      lookups += 1;
      done(null, [{ address: '93.184.216.34', family: 4 }]);
    }) as never;
    // Those of the settings may be private, not in the clear.
    const settings = ['http://shop.example', 'http://93.184.216.34', 'http://[2606:2800::1]'];
    for (const guard of [{ resolve }, { resolve, allowed: allowedHosts(settings) }]) {
      const fetch = guarded(guard);
      for (const address of settings)
        expect(await failure(fetch(address, { method: 'POST', body: 'secret' })), address).toEqual({
          code: 'plain_address',
          mayHaveArrived: false,
        });
    }
    expect([lookups, asked]).toEqual([2, 0]);
  });

  it('says whether a request that got no answer may have arrived', async () => {
    const fetch = guarded();
    const own = `http://127.0.0.1:${port}/`;
    answer = () => undefined;
    expect(await failure(fetch(own, { timeoutMs: 100 }))).toEqual({ code: 'timeout', mayHaveArrived: true });
    answer = (request) => request.socket.destroy();
    expect(await failure(fetch(own))).toEqual({ code: 'cut', mayHaveArrived: true });
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half of it');
      setTimeout(() => response.socket?.destroy(), 10);
    };
    expect(await failure(fetch(own))).toEqual({ code: 'cut', mayHaveArrived: true });
    const given = new AbortController();
    answer = () => given.abort();
    expect(await failure(fetch(own, { signal: given.signal }))).toEqual({ code: 'aborted', mayHaveArrived: true });
    await new Promise((done) => server.close(done));
    expect(await failure(fetch(own))).toEqual({ code: 'unreachable', mayHaveArrived: false });
  });

  it('reads no more than 5 MB, packed or not', async () => {
    const fetch = guarded();
    const own = `http://127.0.0.1:${port}/`;
    answer = (_, response) => response.end(Buffer.alloc(6 << 20));
    expect(await failure(fetch(own))).toEqual({ code: 'too_large', mayHaveArrived: true });
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 << 20)));
    expect(await failure(fetch(own))).toEqual({ code: 'too_large', mayHaveArrived: true });
  });
});
