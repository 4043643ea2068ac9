import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#kernel/errors.ts';
import { ownerTokenFile } from '#modules/identity/index.ts';
import { type Import, type ImportChoices, importSchema } from '#modules/imports/contract.ts';
import type { Config } from '#platform/config.ts';
import { problemSchema } from '#platform/http/index.ts';
import { publicAddress } from '../public-address.ts';

/** The imports of one community on a running server, with the rights of whoever may read its data directory. */
export interface ServerClient {
  upload(path: string): Promise<Import>;
  preview(importId: string, choices: ImportChoices): Promise<Import>;
  start(importId: string, choices: ImportChoices): Promise<Import>;
  get(importId: string): Promise<Import>;
  cancel(importId: string): Promise<void>;
}

const commandFailure = (code: string, message: string): AppError => new AppError({ code, status: 503, message });

async function ownerToken(dataDir: string): Promise<string> {
  const file = ownerTokenFile(dataDir);
  const token = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw commandFailure(
      'no_owner_token',
      error.code === 'ENOENT'
        ? `${file} is not there: start the server on this data directory (QUNLUO_DATA) and become its owner first`
        : `${file} cannot be read: ${error.message}`,
    );
  });
  return token.trim();
}

async function failureOf(response: Response): Promise<AppError> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const problem = problemSchema.safeParse(body);
  if (!problem.success)
    return commandFailure('not_qunluo', `the server answered ${response.status} with something that is not Qunluo’s`);
  const { code, status, detail, faults } = problem.data;
  return new AppError({ code, status, message: detail, faults });
}

/** A file as a multipart form, read as it is sent: a FormData would hold all of it in memory. */
function fileForm(path: string): { body: ReadableStream<Uint8Array>; type: string } {
  const boundary = `qunluo-${randomUUID()}`;
  const name = basename(path).replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n` +
        'content-type: application/octet-stream\r\n\r\n',
    );
    yield* createReadStream(path) as AsyncIterable<Buffer>;
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  return { body: ReadableStream.from(parts()), type: `multipart/form-data; boundary=${boundary}` };
}

/** Connects to the server of `config`, or at `address`. Nothing is sent yet. */
export async function connectServer(
  config: Config,
  { community, address }: { community: string; address: string | undefined },
): Promise<ServerClient> {
  const base = (address ?? publicAddress({ ...config, publicUrl: undefined }, config.port)).replace(/\/$/, '');
  const authorization = `Bearer ${await ownerToken(config.dataDir)}`;
  const send = async (method: string, path: string, content?: RequestInit & { type: string }): Promise<unknown> => {
    const { type, ...init } = content ?? {};
    const response = await fetch(`${base}/api/v1/communities/${encodeURIComponent(community)}/imports${path}`, {
      method,
      // Both keep fetch from copying the body for a redirect, which would hold a whole upload in memory.
      redirect: 'error',
      window: null,
      headers: { authorization, ...(type !== undefined && { 'content-type': type }) },
      ...init,
    }).catch((error: unknown) => {
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
      throw commandFailure('no_server', `no server answers at ${base} (${cause}); start it with: npm start`);
    });
    if (!response.ok) throw await failureOf(response);
    return response.status === 204 ? undefined : response.json();
  };
  const one = async (...request: Parameters<typeof send>): Promise<Import> =>
    importSchema.parse(await send(...request));
  const json = (value: object) => ({ type: 'application/json', body: JSON.stringify(value) });
  return {
    upload: (path) => one('POST', '', { ...fileForm(path), duplex: 'half' }),
    preview: (importId, choices) => one('POST', `/${importId}/preview`, json(choices)),
    start: (importId, choices) => one('POST', `/${importId}/start`, json(choices)),
    get: (importId) => one('GET', `/${importId}`),
    cancel: async (importId) => void (await send('DELETE', `/${importId}`)),
  };
}
