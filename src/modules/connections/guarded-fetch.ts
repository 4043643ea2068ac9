import { lookup as resolve, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { isPrivateAddress } from './private-address.ts';

/** Bytes that an answer may have, unpacked. */
const LARGEST = 5 * 1024 * 1024;
/** Servers close what is idle after 5 seconds and more; a request on a socket that is just being closed may be lost. */
const KEPT = { keepAlive: true, timeout: 4_000 };
/** Milliseconds from the call to the last byte of the answer. */
const PATIENCE = 10_000;

/**
 * A request that got no whole answer. `mayHaveArrived`: the platform may have done what it was asked, so that trying
 * again may do it twice.
 */
export class FetchFailed extends Error {
  override name = 'FetchFailed';
  readonly code:
    | 'address'
    | 'private_address'
    | 'plain_address'
    | 'unreachable'
    | 'timeout'
    | 'too_large'
    | 'cut'
    | 'aborted';
  readonly mayHaveArrived: boolean;
  constructor(code: FetchFailed['code'], message: string, mayHaveArrived = false, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.mayHaveArrived = mayHaveArrived;
  }
}

export type FetchOptions = RequestInit & { timeoutMs?: number; onlyPublic?: boolean };
export type GuardedFetch = (address: string, options?: FetchOptions) => Promise<Response>;

export type Exchange = {
  method: string;
  address: string;
  status?: number;
  ms: number;
  request?: string;
  answer?: string;
  failed?: string;
};

export type FetchGuard = {
  /** `host:port` that stand in the settings and may be private. */
  allowed: ReadonlySet<string>;
  /** Told of every exchange; secrets are still in it. */
  onExchange?(exchange: Exchange): void;
  /** Resolves names; the system's unless a test gives its own. */
  resolve?: typeof resolve;
};

const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** `host:port` of every web address among the values of settings. */
export function allowedHosts(settings: Iterable<unknown>): Set<string> {
  const hosts = new Set<string>();
  for (const value of settings) {
    if (typeof value !== 'string' || !URL.canParse(value)) continue;
    const url = new URL(value);
    if (/^(https?|wss?):$/.test(url.protocol)) hosts.add(`${hostOf(url)}:${portOf(url)}`);
  }
  return hosts;
}

/** Where a request may go: to private addresses where the settings name them, over http to no other ones. */
type Bounds = { isAllowed: boolean; isPlain: boolean };

/** Why a request may not go to an address; undefined where it may. */
function refusalOf(host: string, address: string, { isAllowed, isPlain }: Bounds): FetchFailed | undefined {
  const isPrivate = isPrivateAddress(address);
  if (isPrivate && !isAllowed) return new FetchFailed('private_address', `${host} leads to a private address`);
  if (!isPrivate && isPlain)
    return new FetchFailed('plain_address', `${host} is not in your own network: ask it by https`);
  return undefined;
}

/** Checks every address that a name leads to, in the very lookup whose answer is connected to: nothing can change between. */
const guardedLookup =
  ({ resolve: look = resolve }: FetchGuard, bounds: Bounds): LookupFunction =>
  (hostname, options, callback) => {
    look(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      const faults = addresses.flatMap(({ address }) => refusalOf(hostname, address, bounds) ?? []);
      const refused = faults.find(({ code }) => code === 'private_address') ?? faults[0];
      if (refused) return callback(refused as NodeJS.ErrnoException, '');
      if (addresses.length === 0) return callback(new FetchFailed('private_address', `${hostname} leads nowhere`), '');
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };

const UNPACK: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST) throw new FetchFailed('too_large', `the answer has more than ${LARGEST} bytes`, true);
    chunks.push(chunk);
  }
  if (!message.complete) throw new FetchFailed('cut', 'the answer ended in the middle', true);
  const body = Buffer.concat(chunks);
  const unpack = UNPACK[message.headers['content-encoding'] ?? ''];
  if (!unpack || body.length === 0) return body;
  try {
    return unpack(body, { maxOutputLength: LARGEST });
  } catch (error) {
    throw new FetchFailed('too_large', 'the answer cannot be unpacked', true, error);
  }
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    const name = message.rawHeaders[at]!;
    if (!/^(content-encoding|content-length|transfer-encoding)$/i.test(name))
      headers.append(name, message.rawHeaders[at + 1]!);
  }
  return headers;
}

const NO_BODY = [101, 103, 204, 205, 304];

/** A log wants words, not pictures. */
const shown = (type: string | null | undefined, body: Buffer): string =>
  body.length === 0
    ? ''
    : /json|text|xml|form-urlencoded/.test(type ?? 'text')
      ? body.subarray(0, 4000).toString('utf8')
      : `(${body.length} bytes)`;

/** Opens addresses for one connection; `close` lets go of its sockets. */
export function createGuardedFetch(guard: FetchGuard): { fetch: GuardedFetch; close(): void } {
  const agents = { http: new HttpAgent(KEPT), https: new HttpsAgent(KEPT) };
  const free = { http: new HttpAgent(KEPT), https: new HttpsAgent(KEPT) };

  const send = async (
    { url, isAllowed }: { url: URL; isAllowed: boolean },
    request: Request,
    body: Buffer,
    signal: AbortSignal,
    told: Exchange,
  ) => {
    const kind = url.protocol === 'https:' ? 'https' : 'http';
    const bounds = { isAllowed, isPlain: kind === 'http' };
    const refused = isIP(hostOf(url)) ? refusalOf(url.host, hostOf(url), bounds) : undefined;
    if (refused) throw refused;
    let connected = false;
    const message = await new Promise<IncomingMessage>((done, failed) => {
      const outgoing = (kind === 'https' ? httpsRequest : httpRequest)(url, {
        method: request.method,
        headers: {
          'accept-encoding': 'gzip, br',
          ...Object.fromEntries(request.headers),
          'content-length': body.length,
        },
        agent: (isAllowed ? free : agents)[kind],
        signal,
        ...((!isAllowed || bounds.isPlain) && { lookup: guardedLookup(guard, bounds) }),
      });
      outgoing.on('socket', (socket) => {
        if (!socket.connecting) connected = true;
        else socket.once(kind === 'https' ? 'secureConnect' : 'connect', () => (connected = true));
      });
      outgoing.on('response', done);
      outgoing.on('error', failed);
      outgoing.end(body);
    }).catch((error: Error) => {
      throw failureOf(error, signal, connected);
    });
    told.status = message.statusCode!;
    const answer = await readBody(message).catch((error: Error) => {
      throw failureOf(error, signal, true);
    });
    told.answer = shown(message.headers['content-type'], answer);
    const init = { status: message.statusCode!, statusText: message.statusMessage ?? '', headers: headersOf(message) };
    return new Response(NO_BODY.includes(init.status) ? null : new Uint8Array(answer), init);
  };

  const guarded: GuardedFetch = async (
    address,
    { timeoutMs = PATIENCE, onlyPublic, signal: given, ...options } = {},
  ) => {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
      throw new FetchFailed('address', 'not a web address');
    const url = new URL(address);
    const request = new Request(url, { ...options, redirect: 'manual' });
    const body = Buffer.from(await request.arrayBuffer());
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = given ? AbortSignal.any([timeout, given]) : timeout;
    const from = performance.now();
    const told: Exchange = {
      method: request.method,
      address,
      ms: 0,
      request: shown(request.headers.get('content-type'), body),
    };
    try {
      const isAllowed = onlyPublic !== true && guard.allowed.has(`${hostOf(url)}:${portOf(url)}`);
      return await send({ url, isAllowed }, request, body, signal, told);
    } catch (error) {
      told.failed = (error as Error).message;
      throw error;
    } finally {
      told.ms = Math.round(performance.now() - from);
      guard.onExchange?.(told);
    }
  };
  const close = (): void => {
    for (const agent of [agents.http, agents.https, free.http, free.https]) agent.destroy();
  };
  return { fetch: guarded, close };
}

function failureOf(error: Error, signal: AbortSignal, mayHaveArrived: boolean): FetchFailed {
  if (error instanceof FetchFailed) return error;
  if (error.cause instanceof FetchFailed) return error.cause;
  if (signal.aborted) {
    const timedOut = (signal.reason as Error)?.name === 'TimeoutError';
    return timedOut
      ? new FetchFailed('timeout', 'no answer in time', mayHaveArrived)
      : new FetchFailed('aborted', 'given up', mayHaveArrived);
  }
  const code = mayHaveArrived ? 'cut' : 'unreachable';
  return new FetchFailed(code, error.message || String((error as NodeJS.ErrnoException).code), mayHaveArrived, error);
}
