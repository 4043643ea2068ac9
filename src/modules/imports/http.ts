import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError, BadInput, Conflict } from '#kernel/errors.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type EventStreams, type Route, route } from '#platform/http/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  importChoices,
  importParams,
  importPeopleReply,
  importSchema,
  importsReply,
  importUndoSchema,
} from './contract.ts';
import { getImport, listImports, markCancelled, setPreview } from './import-store.ts';
import { listPeople } from './list-people.ts';
import type { ImportParts } from './run-import.ts';
import { startImport } from './start-import.ts';
import { previewUndo, startUndo } from './undo-import.ts';
import { admitted, MAX_UPLOAD, uploadImport, type UploadParts } from './upload-import.ts';

export type ImportsRoutesParts = UploadParts &
  Pick<ImportParts, 'engine'> & {
    jobs: Jobs;
    streams: EventStreams;
  };

/** How often a progress stream looks. Milliseconds. */
const LOOK_EVERY = 500;

const BASE = '/api/v1/communities/:communityId/imports';

export function importsRoutes(parts: ImportsRoutesParts): Route[] {
  const { database, streams } = parts;
  const inCommunity = <T>(
    { workspaceId }: { workspaceId: string },
    { communityId }: { communityId: string },
    work: (tx: Tx, id: string) => Promise<T>,
  ): Promise<T> => database.inWorkspace(workspaceId, async (tx) => work(tx, (await getCommunity(tx, communityId)).id));

  return [
    route({
      id: 'imports.upload',
      method: 'POST',
      path: BASE,
      summary: 'Uploads an export (multipart, one file) and says what it is and what would be taken',
      params: communityParams,
      bodyKind: 'multipart',
      rateLimit: { max: 60, perSeconds: 60 },
      reply: importSchema,
      status: 201,
      async handle({ caller, params, request }) {
        const file = await request.file({ limits: { fileSize: MAX_UPLOAD, files: 1 } });
        if (!file)
          throw new BadInput('send the export as a file of a multipart form', [
            { where: '/body', what: 'holds no file' },
          ]);
        const target = { workspaceId: caller.workspaceId, communityId: params.communityId, caller };
        return uploadImport(parts, target, { fileName: file.filename, content: file.file });
      },
    }),
    route({
      id: 'imports.list',
      method: 'GET',
      path: BASE,
      summary: 'The imports of a community, latest first, without their previews',
      params: communityParams,
      reply: importsReply,
      handle: async ({ caller, params }) => ({ imports: await inCommunity(caller, params, listImports) }),
    }),
    route({
      id: 'imports.get',
      method: 'GET',
      path: `${BASE}/:importId`,
      summary: 'One import: what the file is, how far it is, what came of it',
      params: importParams,
      reply: importSchema,
      handle: ({ caller, params }) => inCommunity(caller, params, (tx, id) => getImport(tx, id, params.importId)),
    }),
    route({
      id: 'imports.preview',
      method: 'POST',
      path: `${BASE}/:importId/preview`,
      summary: 'Looks at the file again with other choices',
      params: importParams,
      body: importChoices,
      reply: importSchema,
      handle: ({ caller, params, body }) => previewAgain(parts, caller.workspaceId, params, body),
    }),
    route({
      id: 'imports.people',
      method: 'POST',
      path: `${BASE}/:importId/people`,
      summary: 'The people of a small file, such as a sign-in sheet, and which members they may be; changes nothing',
      params: importParams,
      body: importChoices,
      reply: importPeopleReply,
      async handle({ caller: { workspaceId }, params, body: { format, options } }) {
        const { community, found } = await openReady(parts, workspaceId, params);
        const path = parts.files.path(found.id, found.fileName);
        const choices = {
          format: format ?? found.format,
          options: { timezone: community.zone, ...options },
          now: parts.clock.now(),
        };
        return listPeople(parts, { workspaceId, communityId: community.id, path }, choices).catch(fileGone);
      },
    }),
    route({
      id: 'imports.start',
      method: 'POST',
      path: `${BASE}/:importId/start`,
      summary: 'Starts an import with the choices made; it runs in the background',
      params: importParams,
      body: importChoices,
      reply: importSchema,
      status: 202,
      async handle({ caller, params, body }) {
        const communityId = await inCommunity(caller, params, async (_, id) => id);
        const { workspaceId } = caller;
        return startImport(parts, { workspaceId, communityId, importId: params.importId, caller }, body);
      },
    }),
    route({
      id: 'imports.progress',
      method: 'GET',
      path: `${BASE}/:importId/progress`,
      summary: 'How far an import is, as server-sent events, until it has ended',
      params: importParams,
      reply: 'stream',
      async handle({ caller, params, request, response }) {
        const look = () => inCommunity(caller, params, (tx, id) => getImport(tx, id, params.importId));
        let found = await look();
        const stream = streams.open(request, response);
        for (let last = ''; !stream.signal.aborted; found = await look()) {
          const data = { status: found.status, progress: found.progress };
          const text = JSON.stringify(data);
          if (text !== last) stream.send('message', data);
          last = text;
          if (found.status !== 'running') break;
          await sleep(LOOK_EVERY, undefined, { signal: stream.signal }).catch(() => undefined);
          if (stream.signal.aborted) break;
        }
        stream.close();
      },
    }),
    route({
      id: 'imports.undo-preview',
      method: 'GET',
      path: `${BASE}/:importId/undo`,
      summary: 'What taking an import back would delete and what would stay',
      params: importParams,
      reply: importUndoSchema,
      async handle({ caller, params }) {
        const communityId = await inCommunity(caller, params, async (_, id) => id);
        return previewUndo(parts, { workspaceId: caller.workspaceId, communityId, importId: params.importId });
      },
    }),
    route({
      id: 'imports.undo',
      method: 'POST',
      path: `${BASE}/:importId/undo`,
      summary: 'Takes an import back: what only it brought goes, figures become what they would be without it',
      params: importParams,
      reply: importSchema,
      status: 202,
      async handle({ caller, params }) {
        const communityId = await inCommunity(caller, params, async (_, id) => id);
        return startUndo(parts, caller, { workspaceId: caller.workspaceId, communityId, importId: params.importId });
      },
    }),
    route({
      id: 'imports.cancel',
      method: 'DELETE',
      path: `${BASE}/:importId`,
      summary: 'Gives up an import that is not running; its file is deleted',
      params: importParams,
      reply: z.undefined(),
      async handle({ caller, params }) {
        await inCommunity(caller, params, async (tx, id) => {
          const found = await getImport(tx, id, params.importId);
          if (!(await markCancelled(tx, params.importId)))
            throw new Conflict(`the import is ${found.status} and cannot be given up`, `import_${found.status}`);
          await recordChange(tx, caller, {
            action: 'imports.cancel',
            subject: { kind: 'import', id: found.id, label: found.fileName },
            communityId: id,
            before: { status: found.status },
            after: { status: 'cancelled' },
          });
        });
        await parts.files.remove(params.importId);
      },
    }),
  ];
}

/** An import that waits for its start, and its community. Conflict when it is in another state. */
async function openReady(
  { database }: Pick<ImportsRoutesParts, 'database'>,
  workspaceId: string,
  params: z.output<typeof importParams>,
) {
  const opened = await database.inWorkspace(workspaceId, async (tx) => {
    const community = await getCommunity(tx, params.communityId);
    return { community, found: await getImport(tx, community.id, params.importId) };
  });
  const { status } = opened.found;
  if (status !== 'ready') throw new Conflict(`the import is ${status}`, `import_${status}`);
  return opened;
}

function fileGone(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  throw new AppError({
    code: 'file_gone',
    status: 410,
    message: 'the uploaded file is not there any more; upload it again',
  });
}

async function previewAgain(
  parts: ImportsRoutesParts,
  workspaceId: string,
  params: z.output<typeof importParams>,
  { format: wanted, options }: z.output<typeof importChoices>,
) {
  const { database, clock, formats, files, intake } = parts;
  const { community, found } = await openReady(parts, workspaceId, params);
  const format = wanted ?? found.format;
  const choices = { format, options: { timezone: community.zone, ...options }, now: clock.now() };
  const preview = await formats.preview(files.path(found.id, found.fileName), choices).catch(fileGone);
  const admit = await intake.now({ workspaceId, communityId: community.id });
  return database.inWorkspace(workspaceId, async (tx) => {
    await setPreview(tx, found.id, format, admitted(preview, admit));
    return getImport(tx, community.id, found.id);
  });
}
