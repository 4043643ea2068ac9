import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { finished, type Writable } from 'node:stream';
import { createBrotliCompress, createGzip, createZstdCompress, constants as zlib } from 'node:zlib';
import { toException, type EngineException } from './chdb-engine.ts';

/** HTTP statuses as ClickHouse chooses them by exception code; all others are 500. */
const STATUS: Record<number, number> = {
  47: 404,
  60: 404,
  81: 404,
  46: 404,
  63: 404,
  72: 400,
  27: 400,
  26: 400,
  62: 400,
  36: 400,
  38: 400,
  41: 400,
  42: 400,
  43: 400,
  53: 400,
  6: 400,
  115: 404,
  117: 400,
  130: 400,
  131: 400,
  456: 400,
  457: 400,
  58: 400,
  48: 501,
  159: 408,
  164: 403,
  497: 403,
  202: 503,
  241: 500,
  194: 401,
  192: 403,
  193: 403,
  516: 403,
  216: 500,
  158: 500,
};

export type Compression = 'gzip' | 'zstd' | 'br';

/** The first encoding of the client's list that we can do. */
export function chooseCompression(accept: string | string[] | undefined): Compression | undefined {
  const listed = String(accept ?? '')
    .split(',')
    .map((name) => name.trim().split(';')[0]);
  return listed.find((name): name is Compression => name === 'gzip' || name === 'zstd' || name === 'br');
}

const ENCODERS = {
  gzip: () => createGzip({ level: 3 }),
  zstd: () => createZstdCompress(),
  br: () => createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }),
};

export type Reply = {
  /** Sends one piece; waits while the client is slower than the engine. False when nobody listens any more. */
  write(chunk: Uint8Array): Promise<boolean>;
  end(): void;
  /** An answer that failed: with its status while nothing was sent, else as a marked block at the end. */
  fail(error: unknown): void;
};

/** The answer to one query, as ClickHouse's HTTP interface gives it. The head is sent with the first piece. */
export function createReply(
  response: ServerResponse,
  options: { queryId: string; format: string; version: string; compression?: Compression },
): Reply {
  const tag = randomBytes(8).toString('hex');
  let out: Writable = response;
  const start = (status: number, headers: Record<string, string>): void => {
    const { compression } = options;
    response.writeHead(status, {
      'X-ClickHouse-Query-Id': options.queryId.replaceAll(/[^\x21-\x7e]/g, '_'),
      'X-ClickHouse-Timezone': 'UTC',
      'X-ClickHouse-Server-Display-Name': 'qunluo-engine',
      ...(compression ? { 'Content-Encoding': compression } : {}),
      ...headers,
    });
    if (compression) {
      const encoder = ENCODERS[compression]();
      encoder.pipe(response);
      finished(response, () => encoder.destroy());
      out = encoder;
    }
  };
  const open = (): void => {
    if (!response.headersSent) {
      start(200, {
        'Content-Type': contentType(options.format),
        'X-ClickHouse-Format': options.format,
        'X-ClickHouse-Exception-Tag': tag,
      });
    }
  };
  return {
    async write(chunk) {
      if (response.destroyed) return false;
      open();
      if (!out.write(chunk)) {
        await new Promise<void>((resolve) => {
          const done = (): void => {
            out.off('drain', done);
            response.off('close', done);
            resolve();
          };
          out.once('drain', done);
          response.once('close', done);
        });
      }
      return !response.destroyed;
    },
    end() {
      if (response.destroyed) return;
      open();
      out.end();
    },
    fail(error) {
      const exception = toException(error);
      if (response.destroyed) return;
      const text = `${exception.message} (version ${options.version})\n`;
      if (response.headersSent) {
        out.end(`\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`);
        return;
      }
      start(statusOf(exception), {
        'Content-Type': 'text/plain; charset=UTF-8',
        'X-ClickHouse-Exception-Code': String(exception.code),
      });
      out.end(text);
    },
  };
}

const statusOf = (exception: EngineException): number => STATUS[exception.code] ?? 500;

function contentType(format: string): string {
  if (/^JSON.*EachRow|^JSONLines|^NDJSON/.test(format)) return 'application/x-ndjson; charset=UTF-8';
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8';
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8';
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  return /^(Native|RowBinary|Parquet|Arrow|ORC|Avro)/.test(format)
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8';
}
