import { recordChange } from '#modules/identity/index.ts';
import { communityParams } from '#modules/communities/index.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { changeList } from './change-list.ts';
import { compareSegments } from './compare-segments.ts';
import {
  changeListBody,
  changeListReply,
  changesQuery,
  changesReply,
  compareQuery,
  compareReply,
  importListBody,
  importListReply,
  overlapBody,
  overlapPeopleBody,
  overlapReply,
  segmentParams,
  transientReply,
  whereUsedReply,
  whyParams,
  whyReply,
} from './contract.ts';
import { createSet } from './create-set.ts';
import type { Open } from './http.ts';
import { importList } from './import-list.ts';
import { readOverlap, regionMembers } from './overlap.ts';
import { listChanges } from './segment-changes.read-model.ts';
import { getSegment, type SegmentRow } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';
import { whereUsed } from './where-used.ts';
import { whyMember } from './why-member.ts';

const LIST = '/api/v1/communities/:communityId/segments';
const CSV_BYTES = 9_000_000;

/** Who is in segments and why, how they meet, and lists by hand and by file. */
export function segmentMembersRoutes(services: SegmentServices, open: Open): Route[] {
  const get = ({ community, frame }: Evaluated, id: string): Promise<SegmentRow> =>
    services.database.inWorkspace(frame.scope.workspaceId, (tx) => getSegment(tx, community.id, id));
  return [
    ...questions(services, open, get),
    ...meetings(services, open, get),
    route({
      id: 'segments.change-list',
      method: 'POST',
      path: `${LIST}/:segmentId/members`,
      summary: 'Put members on a list and take them off',
      params: segmentParams,
      body: changeListBody,
      bodyLimit: CSV_BYTES,
      reply: changeListReply,
      async handle({ caller, params: { communityId: key, segmentId }, body }) {
        const { evaluated } = await open(caller, key);
        const segment = await get(evaluated, segmentId);
        const done = await changeList(services, evaluated, { segmentId, ...body });
        await services.database.inWorkspace(caller.workspaceId, (tx) =>
          recordChange(tx, caller, {
            action: 'segments.change-list',
            subject: { kind: 'segment', id: segmentId, label: segment.name },
            communityId: evaluated.community.id,
            after: { added: done.added, removed: done.removed },
          }),
        );
        return done;
      },
    }),
    route({
      id: 'segments.import',
      method: 'POST',
      path: `${LIST}/import`,
      summary: 'Make a list out of a CSV of ids or names, or say what it would match',
      params: communityParams,
      body: importListBody,
      bodyLimit: CSV_BYTES,
      reply: importListReply,
      handle: async ({ caller, params, body }) => importList(services, await open(caller, params.communityId), body),
    }),
  ];
}

type Get = (evaluated: Evaluated, id: string) => Promise<SegmentRow>;

const questions = (services: SegmentServices, open: Open, get: Get): Route[] => [
  route({
    id: 'segments.why',
    method: 'GET',
    path: `${LIST}/:segmentId/members/:memberId`,
    summary: 'Why a member is in a segment or not: each condition with the member’s values',
    params: whyParams,
    reply: whyReply,
    async handle({ caller, params: { communityId: key, segmentId, memberId } }) {
      const { evaluated } = await open(caller, key);
      return whyMember(services, evaluated, { segment: await get(evaluated, segmentId), memberId });
    },
  }),
  route({
    id: 'segments.changes',
    method: 'GET',
    path: `${LIST}/:segmentId/changes`,
    summary: 'Who entered and left a segment, when and why',
    params: segmentParams,
    query: changesQuery,
    reply: changesReply,
    async handle({ caller, params, query }) {
      const { evaluated } = await open(caller, params.communityId);
      return listChanges(evaluated, await get(evaluated, params.segmentId), query);
    },
  }),
  route({
    id: 'segments.where-used',
    method: 'GET',
    path: `${LIST}/:segmentId/where-used`,
    summary: 'What is made from a segment',
    params: segmentParams,
    reply: whereUsedReply,
    async handle({ caller, params: { communityId: key, segmentId } }) {
      const { evaluated } = await open(caller, key);
      await get(evaluated, segmentId);
      const communityId = evaluated.community.id;
      return {
        uses: await services.database.inWorkspace(caller.workspaceId, (tx) =>
          whereUsed(tx, services, { communityId, segmentId }),
        ),
      };
    },
  }),
];

const meetings = (services: SegmentServices, open: Open, get: Get): Route[] => [
  route({
    id: 'segments.overlap',
    method: 'POST',
    path: `${LIST}/overlap`,
    summary: 'How two or three segments overlap',
    params: communityParams,
    body: overlapBody,
    reply: overlapReply,
    async handle({ caller, params, body: { segmentIds } }) {
      const { evaluated } = await open(caller, params.communityId);
      for (const id of segmentIds) await get(evaluated, id);
      return readOverlap(evaluated, segmentIds);
    },
  }),
  route({
    id: 'segments.overlap-people',
    method: 'POST',
    path: `${LIST}/overlap/people`,
    summary: 'The members of one region of an overlap, as a transient segment',
    params: communityParams,
    body: overlapPeopleBody,
    reply: transientReply,
    async handle({ caller, params, body }) {
      const { evaluated } = await open(caller, params.communityId);
      const segments = await Promise.all(body.segmentIds.map((id) => get(evaluated, id)));
      const name = segments.map((one, at) => `${body.in[at] ? '' : '¬'}${one.name}`).join(' ∩ ');
      const set = { workspaceId: caller.workspaceId, communityId: evaluated.community.id, name, transient: true };
      const members = regionMembers(evaluated, body.segmentIds, body.in);
      const segmentId = await createSet(services, { ...set, members, createdBy: caller.operatorId ?? null });
      return { segmentId, total: (await get(evaluated, segmentId)).members };
    },
  }),
  route({
    id: 'segments.compare',
    method: 'GET',
    path: `${LIST}/:segmentId/compare`,
    summary: 'Two segments, or one and everybody else, side by side on every figure',
    params: segmentParams,
    query: compareQuery,
    reply: compareReply,
    async handle({ caller, params, query }) {
      const { evaluated } = await open(caller, params.communityId);
      const [a, b] = [
        await get(evaluated, params.segmentId),
        query.b === undefined ? undefined : await get(evaluated, query.b),
      ];
      return compareSegments(evaluated, { a, b });
    },
  }),
];
