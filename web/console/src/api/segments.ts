import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import type { Selection } from '../../../../src/modules/bulk/contract.ts';
import {
  changeListReply,
  changesReply,
  compareReply,
  importListReply,
  overlapReply,
  previewReply,
  schemeSchema,
  schemesReply,
  segmentSchema,
  segmentsReply,
  transientReply,
  vocabularyReply,
  whereUsedReply,
  whyReply,
} from '../../../../src/modules/segments/contract.ts';
import { fromMembersReply, memberSegmentsReply } from '../../../../src/modules/segments/members.contract.ts';
import type { Rule } from '../../../../src/modules/segments/rule.contract.ts';
import { address, call } from './client.ts';

export type {
  Overlap,
  Preview,
  RuleAnswer,
  Scheme,
  Segment,
  SegmentChanges,
  SegmentComparison,
  SegmentsReply,
  Why,
} from '../../../../src/modules/segments/contract.ts';

const of = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/segments${rest}`;
const nothing = z.undefined();

/** Every segment of a community, by name; archived ones instead where asked for. */
export const segmentsQuery = (communityId: string, archived = false) =>
  queryOptions({
    queryKey: ['segments', communityId, 'all', archived],
    queryFn: async ({ signal }) =>
      (await call(segmentsReply, of(communityId), { query: archived ? { archived: true } : {}, signal })).segments,
  });
export type ListedSegment = z.infer<typeof segmentsReply>['segments'][number];

export const segmentQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: ['segments', communityId, 'one', id],
    queryFn: ({ signal }) => call(segmentSchema, of(communityId, `/${id}`), { signal }),
  });

export const createSegment = (communityId: string, body: object) =>
  call(segmentSchema, of(communityId), { method: 'POST', body });
export const updateSegment = (communityId: string, id: string, body: { version: number; [field: string]: unknown }) =>
  call(segmentSchema, of(communityId, `/${id}`), { method: 'PATCH', body });
export const deleteSegment = (communityId: string, id: string) =>
  call(nothing, of(communityId, `/${id}`), { method: 'DELETE' });

/** How many a rule means now; `exact` looks at everybody. A question that is not wanted any more is given up. */
export const previewQuery = (communityId: string, rule: Rule | undefined, exact: boolean) =>
  queryOptions({
    queryKey: ['segments', communityId, 'preview', rule, exact],
    queryFn: ({ signal }) =>
      call(previewReply, of(communityId, '/preview'), { method: 'POST', body: { rule, exact }, signal }),
    enabled: rule !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });

/** What the rule builder offers: what was seen in this community. */
export const vocabularyQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['segments', communityId, 'vocabulary'],
    queryFn: ({ signal }) => call(vocabularyReply, of(communityId, '/vocabulary'), { signal }),
    staleTime: 300_000,
  });
export type Vocabulary = z.infer<typeof vocabularyReply>;

export const whyQuery = (communityId: string, id: string, memberId: string) =>
  queryOptions({
    queryKey: ['segments', communityId, 'why', id, memberId],
    queryFn: ({ signal }) => call(whyReply, of(communityId, `/${id}/members/${memberId}`), { signal }),
  });

/** Who entered and who left, latest first. The first page brings the days. */
export const changesQuery = (communityId: string, id: string, entered: boolean | undefined) =>
  infiniteQueryOptions({
    queryKey: ['segments', communityId, 'changes', id, entered],
    queryFn: ({ pageParam, signal }) =>
      call(changesReply, of(communityId, `/${id}/changes`), { query: { entered, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const usesQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: ['segments', communityId, 'uses', id],
    queryFn: async ({ signal }) => (await call(whereUsedReply, of(communityId, `/${id}/where-used`), { signal })).uses,
  });

export const changeList = (communityId: string, id: string, body: { add?: string[]; remove?: string[] }) =>
  call(changeListReply, of(communityId, `/${id}/members`), { method: 'POST', body });
export const importList = (
  communityId: string,
  body: { csv: string; name?: string; segmentId?: string; dryRun: boolean },
) => call(importListReply, of(communityId, '/import'), { method: 'POST', body });

/** The address of a segment's members as a file. */
export const segmentFile = (communityId: string, id: string, language: string) =>
  address(of(communityId, `/${id}/members.csv`), { language });

export const overlapQuery = (communityId: string, segmentIds: readonly string[]) =>
  queryOptions({
    queryKey: ['segments', communityId, 'overlap', ...segmentIds],
    queryFn: ({ signal }) =>
      call(overlapReply, of(communityId, '/overlap'), { method: 'POST', body: { segmentIds }, signal }),
    enabled: segmentIds.length >= 2,
    placeholderData: keepPreviousData,
  });
export const overlapPeople = (communityId: string, segmentIds: readonly string[], region: readonly boolean[]) =>
  call(transientReply, of(communityId, '/overlap/people'), { method: 'POST', body: { segmentIds, in: region } });

/** Two segments on every metric; without the second, with everybody else. */
export const compareQuery = (communityId: string, a: string | undefined, b: string | undefined) =>
  queryOptions({
    queryKey: ['segments', communityId, 'compare', a, b],
    queryFn: ({ signal }) => call(compareReply, of(communityId, `/${a}/compare`), { query: { b }, signal }),
    enabled: a !== undefined,
    placeholderData: keepPreviousData,
  });

const schemes = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/tier-schemes${rest}`;

/** The community's own tier schemes with their counts. */
export const schemesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['segments', communityId, 'schemes'],
    queryFn: async ({ signal }) => (await call(schemesReply, schemes(communityId), { signal })).schemes,
  });
export const createScheme = (communityId: string, body: { name: string; tiers: string[] }) =>
  call(schemeSchema, schemes(communityId), { method: 'POST', body });
export const updateScheme = (
  communityId: string,
  id: string,
  body: { version: number; name: string; tiers: string[] },
) => call(schemeSchema, schemes(communityId, `/${id}`), { method: 'PATCH', body });
/** The members of a tier (a segment's id, or `none`) as a transient segment. */
export const schemePeople = (communityId: string, id: string, tier: string) =>
  call(transientReply, schemes(communityId, `/${id}/people`), { method: 'POST', body: { tier } });
export const deleteScheme = (communityId: string, id: string) =>
  call(nothing, schemes(communityId, `/${id}`), { method: 'DELETE' });

/** Members of a selection onto a list: a new one of a name, or one that is there. */
export const listMembers = (
  communityId: string,
  body: { selection: Selection } & ({ name: string } | { segmentId: string }),
) => call(fromMembersReply, of(communityId, '/from-members'), { method: 'POST', body });

/** Which segments and own tiers a member is in. */
export const memberSegmentsQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['segments', communityId, 'of-member', memberId],
    queryFn: ({ signal }) =>
      call(memberSegmentsReply, `/api/v1/communities/${communityId}/members/${memberId}/segments`, { signal }),
  });
