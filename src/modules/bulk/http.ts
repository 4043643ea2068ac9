import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import { addBulk, getBulk, listBulks, presentBulks } from './bulk-store.ts';
import { bulkBody, bulkParams, bulkPreviewReply, bulkSchema, bulksReply, type Bulk } from './contract.ts';
import { previewBulk } from './preview-bulk.ts';
import { type BulkParts, PORTION, runBulk, runBulkTask } from './run-bulk.ts';
import { undoBulk } from './undo-bulk.ts';

const LIST = '/api/v1/communities/:communityId/bulk-actions';

/** One thing done to many members: what it would do, doing it, how far it is, and taking it back. */
export function bulkRoutes(parts: BulkParts & { jobs: Jobs }): Route[] {
  const { database } = parts;
  const communityOf = (caller: Caller, key: string) =>
    database.inWorkspace(caller.workspaceId, async (tx) => (await getCommunity(tx, key)).id);
  const read = (workspaceId: string, communityId: string, bulkId: string): Promise<Bulk> =>
    database.inWorkspace(
      workspaceId,
      async (tx) => (await presentBulks(tx, [await getBulk(tx, communityId, bulkId)]))[0]!,
    );
  return [
    previewRoute(parts, communityOf),
    startRoute(parts, communityOf, read),
    route({
      id: 'bulk.list',
      method: 'GET',
      path: LIST,
      summary: 'What was done to many members lately',
      params: communityParams,
      reply: bulksReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return { actions: await presentBulks(tx, await listBulks(tx, id)) };
        }),
    }),
    route({
      id: 'bulk.get',
      method: 'GET',
      path: `${LIST}/:bulkId`,
      summary: 'How far a bulk action is and what came of it',
      params: bulkParams,
      reply: bulkSchema,
      handle: async ({ caller, params }) =>
        read(caller.workspaceId, await communityOf(caller, params.communityId), params.bulkId),
    }),
    route({
      id: 'bulk.undo',
      method: 'POST',
      path: `${LIST}/:bulkId/undo`,
      summary: 'Take a bulk change of tags back; tags that were set anew since stay',
      params: bulkParams,
      reply: bulkSchema,
      async handle({ caller, params: { communityId: key, bulkId } }) {
        const communityId = await communityOf(caller, key);
        await database.inWorkspace(caller.workspaceId, (tx) => undoBulk(tx, { caller, communityId, bulkId }));
        return read(caller.workspaceId, communityId, bulkId);
      },
    }),
  ];
}

type CommunityOf = (caller: Caller, key: string) => Promise<string>;

const previewRoute = (parts: BulkParts, communityOf: CommunityOf): Route =>
  route({
    id: 'bulk.preview',
    method: 'POST',
    path: `${LIST}/preview`,
    summary: 'What a bulk action would do, without doing it',
    params: communityParams,
    body: bulkBody,
    reply: bulkPreviewReply,
    async handle({ caller, params, body }) {
      const communityId = await communityOf(caller, params.communityId);
      const { evaluationId: _, ...preview } = await previewBulk(parts, {
        workspaceId: caller.workspaceId,
        communityId,
        ...body,
      });
      return preview;
    },
  });

const startRoute = (
  parts: BulkParts & { jobs: Jobs },
  communityOf: CommunityOf,
  read: (workspaceId: string, communityId: string, bulkId: string) => Promise<Bulk>,
): Route =>
  route({
    id: 'bulk.start',
    method: 'POST',
    path: LIST,
    summary: 'Do something to many members: at once for a few, as a job with progress for many',
    params: communityParams,
    body: bulkBody,
    reply: bulkSchema,
    status: 201,
    async handle({ caller, params, body }) {
      const { workspaceId, operatorId, kind } = caller;
      const communityId = await communityOf(caller, params.communityId);
      const { total, evaluationId } = await previewBulk(parts, { workspaceId, communityId, ...body });
      const short = total <= PORTION;
      const bulkId = await parts.database.inWorkspace(workspaceId, async (tx) => {
        const madeByKind = kind === 'token' ? 'token' : 'operator';
        const id = await addBulk(tx, {
          ...body,
          communityId,
          evaluationId,
          total,
          madeBy: operatorId ?? null,
          madeByKind,
        });
        if (!short) await parts.jobs.send(runBulkTask, { workspaceId, communityId, bulkId: id }, { tx });
        return id;
      });
      if (short) await runBulk(parts, { workspaceId, communityId, bulkId });
      return read(workspaceId, communityId, bulkId);
    },
  });
