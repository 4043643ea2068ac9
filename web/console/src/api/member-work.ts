import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  bulkPreviewReply,
  bulkSchema,
  bulksReply,
  type BulkAction,
  type Selection,
} from '../../../../src/modules/bulk/contract.ts';
import { suggestionsReply } from '../../../../src/modules/matching/contract.ts';
import {
  attributeDefinitionSchema,
  attributesReply,
  memberAttributesReply,
  mergeReply,
  mergesReply,
  notesReply,
  standingsBody,
  unmergeReply,
  type Standing,
} from '../../../../src/modules/members/contract.ts';
import { preferenceReply, savedViewSchema, viewsReply } from '../../../../src/modules/views/contract.ts';
import type { MemberSearch } from '../pages/members/member-search.ts';
import { address, call } from './client.ts';

const of = (communityId: string, rest: string) => `/api/v1/communities/${communityId}${rest}`;
const nothing = z.undefined();

/** What can be known of members, in the order it is shown. */
export const attributesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['attributes', communityId],
    queryFn: async ({ signal }) => (await call(attributesReply, of(communityId, '/attributes'), { signal })).attributes,
    staleTime: 60_000,
  });
export type ListedAttribute = z.infer<typeof attributesReply>['attributes'][number];

/** Makes an attribute, or changes the one of an id. */
export const saveAttribute = (communityId: string, id: string | undefined, body: object) =>
  id === undefined
    ? call(attributeDefinitionSchema, of(communityId, '/attributes'), { method: 'POST', body })
    : call(attributeDefinitionSchema, of(communityId, `/attributes/${id}`), { method: 'PATCH', body });

export const removeAttribute = (communityId: string, id: string) =>
  call(nothing, of(communityId, `/attributes/${id}`), { method: 'DELETE' });

/** Sets an attribute of a member. */
export const setMemberAttribute = (communityId: string, memberId: string, key: string, body: object) =>
  call(memberAttributesReply, of(communityId, `/members/${memberId}/attributes/${key}`), { method: 'PUT', body });

export const clearMemberAttribute = (communityId: string, memberId: string, key: string) =>
  call(memberAttributesReply, of(communityId, `/members/${memberId}/attributes/${key}`), { method: 'DELETE' });

export const setStandings = (communityId: string, memberId: string, standings: readonly Standing[]) =>
  call(standingsBody, of(communityId, `/members/${memberId}/standings`), { method: 'PUT', body: { standings } });

export const notesQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['notes', communityId, memberId],
    queryFn: async ({ signal }) =>
      (await call(notesReply, of(communityId, `/members/${memberId}/notes`), { signal })).notes,
  });

/** Writes, changes or removes a note; answers with all of the member's. */
export const saveNote = (communityId: string, memberId: string, noteId: string | undefined, text: string) =>
  call(notesReply, of(communityId, `/members/${memberId}/notes${noteId ? `/${noteId}` : ''}`), {
    method: noteId ? 'PATCH' : 'POST',
    body: { text },
  });
export const removeNote = (communityId: string, memberId: string, noteId: string) =>
  call(notesReply, of(communityId, `/members/${memberId}/notes/${noteId}`), { method: 'DELETE' });

export const mergesQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['merges', communityId, memberId],
    queryFn: async ({ signal }) =>
      (await call(mergesReply, of(communityId, `/members/${memberId}/merges`), { signal })).merges,
  });
export const mergeMembers = (communityId: string, body: { intoId: string; memberId: string; reason: string }) =>
  call(mergeReply, of(communityId, '/merges'), { method: 'POST', body });
export const unmerge = (communityId: string, mergeId: string) =>
  call(unmergeReply, of(communityId, `/merges/${mergeId}`), { method: 'DELETE' });

/** Pairs of members who may be one person; with a member, only those it is part of. */
export const suggestionsQuery = (communityId: string, member?: string) =>
  queryOptions({
    queryKey: ['merge-suggestions', communityId, member],
    queryFn: ({ signal }) =>
      call(suggestionsReply, of(communityId, '/merge-suggestions'), { query: { member }, signal }),
  });
export const searchSuggestions = (communityId: string) =>
  call(suggestionsReply, of(communityId, '/merge-suggestions/search'), { method: 'POST' });
export const dismissPair = (communityId: string, body: { firstId: string; secondId: string }, dismissed: boolean) =>
  call(nothing, of(communityId, '/merge-suggestions/dismissals'), { method: dismissed ? 'POST' : 'DELETE', body });

export const previewBulk = (communityId: string, selection: Selection, action: BulkAction, signal?: AbortSignal) =>
  call(bulkPreviewReply, of(communityId, '/bulk-actions/preview'), {
    method: 'POST',
    body: { selection, action },
    ...(signal ? { signal } : {}),
  });
export const startBulk = (communityId: string, selection: Selection, action: BulkAction) =>
  call(bulkSchema, of(communityId, '/bulk-actions'), { method: 'POST', body: { selection, action } });
export const bulkQuery = (communityId: string, bulkId: string) =>
  queryOptions({
    queryKey: ['bulk', communityId, bulkId],
    queryFn: ({ signal }) => call(bulkSchema, of(communityId, `/bulk-actions/${bulkId}`), { signal }),
  });
/** The latest bulk actions, latest first. */
export const bulksQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['bulks', communityId],
    queryFn: async ({ signal }) => (await call(bulksReply, of(communityId, '/bulk-actions'), { signal })).actions,
  });
export const undoBulk = (communityId: string, bulkId: string) =>
  call(bulkSchema, of(communityId, `/bulk-actions/${bulkId}/undo`), { method: 'POST' });

/** Saved views of the member list. */
export const viewsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['views', communityId],
    queryFn: async ({ signal }) =>
      (await call(viewsReply, of(communityId, '/views'), { query: { page: 'members' }, signal })).views,
  });
export const createView = (communityId: string, body: { name: string; query: object; shared: boolean }) =>
  call(savedViewSchema, of(communityId, '/views'), { method: 'POST', body: { page: 'members', ...body } });
export const updateView = (communityId: string, id: string, body: object) =>
  call(savedViewSchema, of(communityId, `/views/${id}`), { method: 'PATCH', body });
export const deleteView = (communityId: string, id: string) =>
  call(nothing, of(communityId, `/views/${id}`), { method: 'DELETE' });

/** How the operator likes the member list. */
export const preferenceQuery = queryOptions({
  queryKey: ['preference', 'members'],
  queryFn: async ({ signal }) =>
    (await call(preferenceReply, '/api/v1/preferences', { query: { page: 'members' }, signal })).value,
  staleTime: Infinity,
});
export const setPreference = (value: object) =>
  call(preferenceReply, '/api/v1/preferences?page=members', { method: 'PUT', body: { value } });

/** The address of the list as a file. */
export const exportAddress = (communityId: string, search: MemberSearch, language: string) =>
  address(of(communityId, '/members.csv'), { ...search, language });
