import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import {
  createSegmentBody,
  previewBody,
  previewReply,
  segmentParams,
  segmentSchema,
  segmentsQuery,
  segmentsReply,
  updateSegmentBody,
  vocabularyReply,
} from './contract.ts';
import { memberSegmentRoutes } from './member-segments.http.ts';
import { previewRule } from './preview-rule.ts';
import { createSegment, removeSegment, updateSegment, type Asking } from './save-segment.ts';
import { schemeRoutes } from './schemes.http.ts';
import { countRecent } from './segment-changes.read-model.ts';
import { segmentMembersRoutes } from './segment-members.http.ts';
import { getSegment, listSegments, presentSegments } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';
import { readVocabulary } from './vocabulary.ts';

const LIST = '/api/v1/communities/:communityId/segments';
const WEEK_MS = 7 * 86_400_000;
/** A rule of the largest size is far below. */
const RULE_BYTES = 256 * 1024;

/** Opens the caller's community for questions about its members. Throws NotFound. */
export type Open = (caller: Caller, communityKey: string) => Promise<Asking>;

/** Segments, their members, and tiers of one's own. */
export function segmentsRoutes(services: SegmentServices): Route[] {
  const open: Open = async (caller, communityKey) => ({
    caller,
    evaluated: await openEvaluated(services, { workspaceId: caller.workspaceId, communityKey }),
  });
  return [
    ...readRoutes(services, open),
    ...changeRoutes(services, open),
    ...segmentMembersRoutes(services, open),
    ...memberSegmentRoutes(services, open),
    ...schemeRoutes(services, open),
  ];
}

async function present({ database }: SegmentServices, { caller, evaluated }: Asking, id: string) {
  return database.inWorkspace(
    caller.workspaceId,
    async (tx) => (await presentSegments(tx, [await getSegment(tx, evaluated.community.id, id)]))[0]!,
  );
}

const readRoutes = (services: SegmentServices, open: Open): Route[] => [
  route({
    id: 'segments.list',
    method: 'GET',
    path: LIST,
    summary: 'The segments of a community with their size and the changes of a week',
    params: communityParams,
    query: segmentsQuery,
    reply: segmentsReply,
    async handle({ caller, params, query }) {
      const { evaluated } = await open(caller, params.communityId);
      const { frame, community } = evaluated;
      const segments = await services.database.inWorkspace(caller.workspaceId, async (tx) =>
        presentSegments(tx, await listSegments(tx, community.id, query)),
      );
      const since = services.clock.now() - WEEK_MS;
      const recent = await countRecent(frame.engine, frame.scope, { ids: segments.map(({ id }) => id), since });
      const none = { entered7: 0, left7: 0 };
      return { segments: segments.map((one) => ({ ...one, ...(recent.get(one.id) ?? none) })) };
    },
  }),
  route({
    id: 'segments.vocabulary',
    method: 'GET',
    path: `${LIST}/vocabulary`,
    summary: 'What a rule can name in this community',
    params: communityParams,
    reply: vocabularyReply,
    handle: async ({ caller, params }) => readVocabulary(services, (await open(caller, params.communityId)).evaluated),
  }),
  route({
    id: 'segments.preview',
    method: 'POST',
    path: `${LIST}/preview`,
    summary: 'How many members a rule means, and some of them, without keeping it',
    params: communityParams,
    body: previewBody,
    bodyLimit: RULE_BYTES,
    reply: previewReply,
    handle: async ({ caller, params, body }) =>
      previewRule(services, (await open(caller, params.communityId)).evaluated, body),
  }),
  route({
    id: 'segments.get',
    method: 'GET',
    path: `${LIST}/:segmentId`,
    summary: 'One segment, transient ones too',
    params: segmentParams,
    reply: segmentSchema,
    handle: async ({ caller, params }) => present(services, await open(caller, params.communityId), params.segmentId),
  }),
];

const changeRoutes = (services: SegmentServices, open: Open): Route[] => [
  route({
    id: 'segments.create',
    method: 'POST',
    path: LIST,
    summary: 'Make a segment and compute its members',
    params: communityParams,
    body: createSegmentBody,
    bodyLimit: RULE_BYTES,
    reply: segmentSchema,
    status: 201,
    async handle({ caller, params, body }) {
      const asking = await open(caller, params.communityId);
      return present(services, asking, await createSegment(services, asking, body));
    },
  }),
  route({
    id: 'segments.update',
    method: 'PATCH',
    path: `${LIST}/:segmentId`,
    summary: 'Change a segment, archive it, bring it back, or keep a transient one',
    params: segmentParams,
    body: updateSegmentBody,
    bodyLimit: RULE_BYTES,
    reply: segmentSchema,
    async handle({ caller, params, body }) {
      const asking = await open(caller, params.communityId);
      await updateSegment(services, asking, params.segmentId, body);
      return present(services, asking, params.segmentId);
    },
  }),
  route({
    id: 'segments.delete',
    method: 'DELETE',
    path: `${LIST}/:segmentId`,
    summary: 'Forget a segment that nothing uses, with its past',
    params: segmentParams,
    reply: z.undefined(),
    async handle({ caller, params }) {
      await removeSegment(services, await open(caller, params.communityId), params.segmentId);
      return undefined;
    },
  }),
];
