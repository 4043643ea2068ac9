import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { EngineException } from './chdb-engine.ts';

/** What a request of ClickHouse's HTTP interface asks for. */
export type EngineRequest = {
  /** The statement in the URL; '' when it comes in the body. */
  query: string;
  queryId: string;
  database?: string;
  format?: string;
  settings: Map<string, string>;
  params: Map<string, string>;
  compress: boolean;
  /** The body, decompressed. */
  body: Readable;
};

/** Settings of the HTTP layer itself: they say nothing to the engine. */
const HTTP_ONLY = new Set([
  'wait_end_of_query',
  'buffer_size',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'http_response_buffer_size',
  'http_zlib_compression_level',
  'http_write_exception_in_output_format',
  'cancel_http_readonly_queries_on_client_close',
  'user',
  'password',
  'role',
  'quota_key',
]);

/** Things that a server keeps between requests, or that need its wire format; refused rather than half done. */
const REFUSED = new Set(['session_id', 'session_check', 'session_timeout', 'compress', 'decompress']);

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const bad = (code: number, name: string, what: string): EngineException =>
  new EngineException(code, `Code: ${code}. DB::Exception: ${what}. (${name})`);

const DECODERS: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? '';
  if (encoding === '' || encoding === 'identity') return request;
  const decoder = DECODERS[encoding];
  if (!decoder) throw bad(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not supported`);
  const stream = decoder() as unknown as Readable;
  pipeline(request, stream as unknown as NodeJS.WritableStream, () => {});
  return stream;
}

/** Reads the URL and headers of a request. */
export function readRequest(request: IncomingMessage, newQueryId: () => string): EngineRequest {
  const url = new URL(request.url ?? '/', 'http://engine');
  const found: EngineRequest = {
    query: '',
    queryId: newQueryId(),
    settings: new Map(),
    params: new Map(),
    compress: false,
    body: decoded(request),
  };
  const header = request.headers['x-clickhouse-database'];
  if (typeof header === 'string') found.database = header;
  for (const [name, value] of url.searchParams) take(found, name, value);
  return found;
}

/** Takes one parameter of the URL or of a form into the request. */
export function take(found: EngineRequest, name: string, value: string): void {
  if (name === 'query') found.query = value;
  else if (name === 'query_id') found.queryId = value || found.queryId;
  else if (name === 'database') found.database = value;
  else if (name === 'default_format') found.format = value;
  else if (name === 'enable_http_compression') found.compress = value === '1' || value === 'true';
  else if (REFUSED.has(name)) {
    if (value !== '' && value !== '0')
      throw bad(48, 'NOT_IMPLEMENTED', `${name} is not supported by the embedded engine`);
  } else if (HTTP_ONLY.has(name)) return;
  else if (name.startsWith('param_') && NAME.test(name)) found.params.set(name.slice(6), value);
  else if (NAME.test(name)) found.settings.set(name, value);
  else
    throw bad(
      115,
      'UNKNOWN_SETTING',
      `Setting ${JSON.stringify(name)} is neither a builtin setting nor started with the prefix`,
    );
}

/** Reads a whole body into memory, at most so many bytes. */
export async function readAll(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw bad(62, 'SYNTAX_ERROR', `Max query size exceeded: ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The text fields of a multipart form: the statement and its parameters, where they are too long for a URL. */
export function readForm(found: EngineRequest, body: Buffer, contentType: string): void {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  if (mark === '--') throw bad(36, 'BAD_ARGUMENTS', 'a multipart request needs a boundary');
  for (const part of body.toString('utf8').split(mark).slice(1, -1)) {
    const gap = part.indexOf('\r\n\r\n');
    const head = part.slice(0, gap);
    const name = /name="([^"]*)"/.exec(head)?.[1];
    if (gap < 0 || name === undefined || /filename=/.test(head)) {
      throw bad(48, 'NOT_IMPLEMENTED', 'a form may hold a query and its parameters only');
    }
    take(found, name, part.slice(gap + 4, -2));
  }
}
