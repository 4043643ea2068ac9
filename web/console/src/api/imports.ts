import { queryOptions } from '@tanstack/react-query';
import {
  importSchema,
  importsReply,
  type Import,
  type ImportChoices,
} from '../../../../src/modules/imports/contract.ts';
import { call, send } from './client.ts';
import { ApiError } from './problem.ts';

export type { Import, ImportChoices, ImportProgress } from '../../../../src/modules/imports/contract.ts';

const path = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/imports${rest}`;

/** The imports of a community, latest first. */
export const importsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['imports', communityId],
    queryFn: async ({ signal }) => (await call(importsReply, path(communityId), { signal })).imports,
  });

/** One import: what the file is, how far it is, what came of it. */
export const importQuery = (communityId: string, importId: string) =>
  queryOptions({
    queryKey: ['import', communityId, importId],
    queryFn: ({ signal }) => call(importSchema, path(communityId, `/${importId}`), { signal }),
  });

/** Reads the beginning of the file again with other choices. */
export const previewImport = (communityId: string, importId: string, choices: ImportChoices) =>
  call(importSchema, path(communityId, `/${importId}/preview`), { method: 'POST', body: choices });

/** Starts reading with the choices made. */
export const startImport = (communityId: string, importId: string, choices: ImportChoices) =>
  call(importSchema, path(communityId, `/${importId}/start`), { method: 'POST', body: choices });

/** Gives up an import that has not started; its file is deleted. */
export const cancelImport = (communityId: string, importId: string) =>
  send(path(communityId, `/${importId}`), { method: 'DELETE' });

/** Where the progress of an import streams from (SSE). */
export const progressPath = (communityId: string, importId: string): string =>
  path(communityId, `/${importId}/progress`);

/** Sends a file; `onSent` gets the share that has left, 0…1. XMLHttpRequest, because fetch tells nothing of an upload. */
export function uploadFile(
  communityId: string,
  file: File,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', path(communityId));
    request.setRequestHeader('accept', 'application/json, application/problem+json');
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total ? loaded / total : 0));
    request.addEventListener('error', () => reject(new ApiError({ status: 0, code: 'offline', message: 'upload' })));
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    request.addEventListener('load', () => settle(request, resolve, reject));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

function settle(request: XMLHttpRequest, resolve: (made: Import) => void, reject: (error: ApiError) => void): void {
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    body = {};
  }
  const parsed = importSchema.safeParse(body);
  if (request.status < 300 && parsed.success) return resolve(parsed.data);
  const problem = body as {
    code?: string;
    detail?: string;
    faults?: { where: string; what: string }[];
    requestId?: string;
  };
  reject(
    new ApiError({
      status: request.status,
      code: request.status < 300 ? 'contract' : (problem.code ?? `http_${request.status}`),
      message: problem.detail ?? parsed.error?.message ?? request.statusText,
      faults: problem.faults,
      requestId: problem.requestId,
    }),
  );
}
