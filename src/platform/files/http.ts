import { z } from 'zod';
import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { getFile } from './file-records.ts';
import type { FileStore } from './file-store.ts';

const fileParams = z.object({ fileId: z.string().regex(/^[0-9a-f]{64}$/, 'is not the id of a file') });

/** A file never changes under its id, and only who is signed in may keep it. */
const KEPT = 'private, max-age=31536000, immutable';

/** Serves the files of the caller's workspace. */
export function filesRoutes({ database, fileStore }: { database: Database; fileStore: FileStore }): Route[] {
  return [
    route({
      id: 'files.get',
      method: 'GET',
      path: '/api/v1/files/:fileId',
      summary: 'A file of the workspace, such as a logo',
      params: fileParams,
      reply: 'stream',
      async handle({ caller, params, request, response }) {
        const file = await database.inWorkspace(caller.workspaceId, (tx) => getFile(tx, params.fileId));
        response
          .header('etag', `"${file.id}"`)
          .header('cache-control', KEPT)
          .header('vary', 'cookie, authorization')
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('content-disposition', 'inline');
        if (request.headers['if-none-match'] === `"${file.id}"`) return response.code(304).send();
        const { stream, bytes } = await fileStore.in(caller.workspaceId).open(file.id);
        return response.header('content-length', bytes).type(file.mediaType).send(stream);
      },
    }),
  ];
}
