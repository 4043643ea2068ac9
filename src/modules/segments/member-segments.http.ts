import { communityParams } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { memberParams } from '#modules/members/contract.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Open } from './http.ts';
import { listSelection } from './list-selection.ts';
import { fromMembersBody, fromMembersReply, memberSegmentsReply } from './members.contract.ts';
import { getSegment } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';
import { segmentsOfMember } from './segments-of-member.read-model.ts';

const COMMUNITY = '/api/v1/communities/:communityId';

/** From members to segments: those a member is in, and a selection of members as a list. */
export const memberSegmentRoutes = (services: SegmentServices, open: Open): Route[] => [
  route({
    id: 'segments.of-member',
    method: 'GET',
    path: `${COMMUNITY}/members/:memberId/segments`,
    summary: 'The segments that a member is in, and their tier in each own scheme',
    params: memberParams,
    reply: memberSegmentsReply,
    handle: async ({ caller, params }) =>
      segmentsOfMember(services, (await open(caller, params.communityId)).evaluated, params.memberId),
  }),
  route({
    id: 'segments.from-members',
    method: 'POST',
    path: `${COMMUNITY}/segments/from-members`,
    summary: 'Put the members of a selection on a list, a new one or one that is there',
    params: communityParams,
    body: fromMembersBody,
    reply: fromMembersReply,
    async handle({ caller, params, body }) {
      const { evaluated } = await open(caller, params.communityId);
      const { selection, ...list } = body;
      const done = await listSelection(services, evaluated, { selection, list, createdBy: caller.operatorId ?? null });
      await services.database.inWorkspace(caller.workspaceId, async (tx) =>
        recordChange(tx, caller, {
          action: 'segments.from-members',
          subject: {
            kind: 'segment',
            id: done.segmentId,
            label: (await getSegment(tx, evaluated.community.id, done.segmentId)).name,
          },
          communityId: evaluated.community.id,
          after: { added: done.added },
        }),
      );
      return done;
    },
  }),
];
