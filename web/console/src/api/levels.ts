import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  badgeHoldersReply,
  badgeSchema,
  badgesReply,
  memberBadgesReply,
} from '../../../../src/modules/levels/badges.contract.ts';
import {
  benefitSchema,
  benefitsReply,
  entriesReply,
  memberBenefitsReply,
  useBenefitReply,
  usesReply,
} from '../../../../src/modules/levels/benefits.contract.ts';
import { boardSchema, boardsReply, placesReply } from '../../../../src/modules/levels/leaderboards.contract.ts';
import {
  holdersReply,
  levelFlowReply,
  levelsReply,
  memberLevelReply,
  simulationReply,
} from '../../../../src/modules/levels/levels.contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;
const nothing = z.undefined();

/** What of levels, benefits, badges and leaderboards is asked anew after any change of them. */
export const levelsKey = (communityId: string) => ['levels', communityId] as const;

const at = <S extends z.ZodType>(communityId: string, path: string, schema: S, query: Record<string, unknown> = {}) =>
  queryOptions({
    queryKey: [...levelsKey(communityId), path, query],
    queryFn: ({ signal }) => call(schema, `${base(communityId)}${path}`, { query: query as never, signal }),
  });

export const levelsQuery = (communityId: string) => at(communityId, '/levels', levelsReply);
export const levelFlowQuery = (communityId: string, days: number) =>
  at(communityId, '/levels/flow', levelFlowReply, { days });
export type HoldersFilter = { rank?: number | undefined; grace?: boolean | undefined };
/** A page of people on a level. */
export const fetchHolders = (
  communityId: string,
  filter: HoldersFilter & { cursor?: string | undefined },
  signal?: AbortSignal,
) => call(holdersReply, `${base(communityId)}/levels/holders`, { query: filter, ...(signal && { signal }) });
export const memberLevelQuery = (communityId: string, memberId: string) =>
  at(communityId, `/members/${memberId}/level`, memberLevelReply);
export const memberBenefitsQuery = (communityId: string, memberId: string) =>
  at(communityId, `/members/${memberId}/benefits`, memberBenefitsReply);
export const memberBadgesQuery = (communityId: string, memberId: string) =>
  at(communityId, `/members/${memberId}/badges`, memberBadgesReply);
export const benefitsQuery = (communityId: string) => at(communityId, '/benefits', benefitsReply);
export const usesQuery = (communityId: string) => at(communityId, '/benefits/uses', usesReply);
export const entriesQuery = (communityId: string) => at(communityId, '/benefits/entries', entriesReply);
export const badgesQuery = (communityId: string) => at(communityId, '/badges', badgesReply);
export const badgeHoldersQuery = (communityId: string, badgeId: string) =>
  at(communityId, `/badges/${badgeId}/holders`, badgeHoldersReply);
export const boardsQuery = (communityId: string) => at(communityId, '/leaderboards', boardsReply);
export const placesQuery = (communityId: string, boardId: string, query: { back?: number; from?: number } = {}) =>
  at(communityId, `/leaderboards/${boardId}/places`, placesReply, query);

export const boardStream = (communityId: string, boardId: string): string =>
  `${base(communityId)}/leaderboards/${boardId}/stream`;

export const saveLevels = (communityId: string, body: object) =>
  call(levelsReply, `${base(communityId)}/levels`, { method: 'PUT', body });
export const simulateLevels = (communityId: string, body: object) =>
  call(simulationReply, `${base(communityId)}/levels/simulate`, { method: 'POST', body });

/** Makes one of a list of things, or changes the one named. */
const saved =
  <S extends z.ZodType>(path: string, schema: S) =>
  (communityId: string, id: string | undefined, body: object) =>
    call(schema, `${base(communityId)}/${path}${id ? `/${id}` : ''}`, { method: id ? 'PUT' : 'POST', body });
export const saveBenefit = saved('benefits', benefitSchema);
export const saveBadge = saved('badges', badgeSchema);
export const saveBoard = saved('leaderboards', boardSchema);

const removed = (path: string) => (communityId: string, id: string) =>
  call(nothing, `${base(communityId)}/${path}/${id}`, { method: 'DELETE' });
export const deleteBenefit = removed('benefits');
export const deleteBadge = removed('badges');
export const deleteBoard = removed('leaderboards');

export const settleEntry = (communityId: string, entryId: string) =>
  call(nothing, `${base(communityId)}/benefits/entries/${entryId}/settle`, { method: 'POST' });
export const giveBadge = (communityId: string, badgeId: string, body: { memberId: string; reason: string }) =>
  call(z.object({ given: z.boolean() }), `${base(communityId)}/badges/${badgeId}/holders`, { method: 'POST', body });
export const takeBadge = (communityId: string, badgeId: string, memberId: string) =>
  call(nothing, `${base(communityId)}/badges/${badgeId}/holders/${memberId}`, { method: 'DELETE' });
export const recordUse = (communityId: string, benefitId: string, body: { memberId: string; key: string }) =>
  call(useBenefitReply, `${base(communityId)}/benefits/${benefitId}/uses`, { method: 'POST', body });
