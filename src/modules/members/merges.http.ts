import { communityParams } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { memberParams, mergeBody, mergeParams, mergeReply, mergesReply, unmergeReply } from './contract.ts';
import type { InCommunity, MembersParts } from './http.ts';
import { mergeMembers, unmerge } from './merge-members.ts';
import { listMerges } from './merges.read-model.ts';

const MERGES = '/api/v1/communities/:communityId/merges';

/** Making one person of two, and taking it back. */
export const mergeRoutes = (inCommunity: InCommunity, { onPeopleChanged }: MembersParts): Route[] => [
  route({
    id: 'members.merges',
    method: 'GET',
    path: '/api/v1/communities/:communityId/members/:memberId/merges',
    summary: 'Every merge that a member is or was part of',
    params: memberParams,
    reply: mergesReply,
    handle: ({ caller, params: { communityId: key, memberId } }) =>
      inCommunity(caller, key, async (tx, communityId) => ({ merges: await listMerges(tx, communityId, memberId) })),
  }),
  route({
    id: 'members.merge',
    method: 'POST',
    path: MERGES,
    summary: 'Make one person of two; nothing moves, so taking it back restores everything',
    params: communityParams,
    body: mergeBody,
    reply: mergeReply,
    status: 201,
    async handle({ caller, params, body }) {
      const { workspaceId, operatorId } = caller;
      const { communityId, ...made } = await inCommunity(caller, params.communityId, async (tx, communityId) => {
        const merged = await mergeMembers(tx, { communityId, ...body, operatorId });
        await recordChange(tx, caller, {
          action: 'members.merge',
          subject: { kind: 'member', id: body.intoId },
          communityId,
          after: { merge: merged.mergeId, memberId: body.memberId, intoId: body.intoId },
        });
        return { communityId, ...merged };
      });
      onPeopleChanged?.({ workspaceId, communityId });
      return made;
    },
  }),
  route({
    id: 'members.unmerge',
    method: 'DELETE',
    path: `${MERGES}/:mergeId`,
    summary: 'Take a merge back: each has again what was theirs',
    params: mergeParams,
    reply: unmergeReply,
    async handle({ caller, params: { communityId: key, mergeId } }) {
      const { workspaceId, operatorId } = caller;
      const { communityId, ...undone } = await inCommunity(caller, key, async (tx, communityId) => {
        const ends = await unmerge(tx, { communityId, mergeId, operatorId });
        await recordChange(tx, caller, {
          action: 'members.unmerge',
          subject: { kind: 'member', id: ends.intoId },
          communityId,
          before: { merge: mergeId, ...ends },
        });
        return { communityId, ...ends };
      });
      onPeopleChanged?.({ workspaceId, communityId });
      return undone;
    },
  }),
];
