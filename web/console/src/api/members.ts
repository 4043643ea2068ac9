import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  membersReply,
  portraitReply,
  timelineReply,
  type Timeline,
} from '../../../../src/modules/insights/members.contract.ts';
import { communityTagsReply, tagsReply } from '../../../../src/modules/members/contract.ts';
import type { MemberSearch } from '../pages/members/member-search.ts';
import { call } from './client.ts';

const PAGE = 100;
const path = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/members${rest}`;

/** The member list for a filter, page by page; `total` is of the whole filter. */
export const membersQuery = (communityId: string, search: MemberSearch) =>
  infiniteQueryOptions({
    queryKey: ['members', communityId, search],
    queryFn: ({ pageParam, signal }) =>
      call(membersReply, path(communityId), { query: { ...search, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** The first few members a name finds, for the palette. */
export const memberHits = (communityId: string, q: string) =>
  queryOptions({
    queryKey: ['member-hits', communityId, q],
    queryFn: ({ signal }) => call(membersReply, path(communityId), { query: { q, limit: 6 }, signal }),
  });

/** Everything known of one member. */
export const memberQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['member', communityId, memberId],
    queryFn: ({ signal }) => call(portraitReply, path(communityId, `/${memberId}`), { signal }),
  });

/** What a member did, latest first; `kind` narrows it. */
export const timelineQuery = (communityId: string, memberId: string, kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['timeline', communityId, memberId, kind],
    queryFn: ({ pageParam, signal }) =>
      call(timelineReply, path(communityId, `/${memberId}/timeline`), { query: { before: pageParam, kind }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  });

/** The tags in use, most used first. */
export const tagsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['tags', communityId],
    queryFn: async ({ signal }) =>
      (await call(communityTagsReply, `/api/v1/communities/${communityId}/tags`, { signal })).tags,
  });

/** Replaces the tags set by hand. */
export const setTags = (communityId: string, memberId: string, tags: readonly string[]) =>
  call(tagsReply, path(communityId, `/${memberId}/tags`), { method: 'PUT', body: { tags } });

export type { MemberRow, Portrait } from '../../../../src/modules/insights/members.contract.ts';
export type TimelineEvent = Timeline['events'][number];
