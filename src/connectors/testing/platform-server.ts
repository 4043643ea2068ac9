import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came, read whole. */
export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
};

export type Told = { status?: number; json?: unknown; text?: string; headers?: Record<string, string> };

/**
 * How a platform misbehaves in place of answering: a status of its own, nothing at all, a body that breaks off (`half`, after
 * the request was acted on), or a connection that is cut before anything is said.
 */
export type Fault = { status: number; headers?: Record<string, string>; text?: string } | 'hang' | 'half' | 'cut';

/** A local platform over HTTP. `faults` are given out to the coming requests, one each, those that `only` lets through. */
export type PlatformServer = {
  address: string;
  asked: Asked[];
  faults: Fault[];
  /** Paths that faults are kept for; all where absent. */
  only?: RegExp;
  close(): Promise<void>;
};

/** Starts a local platform whose answers `answer` gives. What it throws is a 500 with the words of the failure. */
export async function startPlatform(answer: (asked: Asked) => Told | Promise<Told>): Promise<PlatformServer> {
  const server = createServer((request, response) => {
    serve(platform, answer, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const platform: PlatformServer = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    faults: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return platform;
}

async function serve(
  platform: PlatformServer,
  answer: (asked: Asked) => Told | Promise<Told>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const address = new URL(request.url ?? '/', 'http://platform');
  const asked: Asked = {
    method: request.method ?? 'GET',
    path: address.pathname,
    query: address.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
  platform.asked.push(asked);
  const fault = platform.only?.test(asked.path) === false ? undefined : platform.faults.shift();
  if (fault === 'hang') return;
  if (fault === 'cut') return void response.destroy();
  if (typeof fault === 'object')
    return void response.writeHead(fault.status, fault.headers ?? {}).end(fault.text ?? 'out of order');
  const told = await told500(answer, asked);
  const body = told.json === undefined ? (told.text ?? '') : JSON.stringify(told.json);
  const type = told.json === undefined ? 'text/plain' : 'application/json';
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body), ...told.headers };
  response.writeHead(told.status ?? 200, headers);
  if (fault !== 'half') return void response.end(body);
  response.write(body.slice(0, Math.floor(body.length / 2)));
  setTimeout(() => response.destroy(), 20);
}

async function told500(answer: (asked: Asked) => Told | Promise<Told>, asked: Asked): Promise<Told> {
  try {
    return await answer(asked);
  } catch (error) {
    return { status: 500, text: String(error) };
  }
}
