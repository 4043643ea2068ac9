import { queryOptions } from '@tanstack/react-query';
import { erasurePreviewReply, erasureSchema, type Erasure } from '../../../../src/modules/members/erase.contract.ts';
import {
  type RetentionChoice,
  retentionPreviewReply,
  retentionReply,
} from '../../../../src/modules/events/retain.contract.ts';
import { importSchema, importUndoSchema } from '../../../../src/modules/imports/contract.ts';
import { call } from './client.ts';

export type { Erasure } from '../../../../src/modules/members/erase.contract.ts';
export type { RetentionChoice } from '../../../../src/modules/events/retain.contract.ts';
export type RetentionRule = RetentionChoice['community'];

const path = (communityId: string, rest: string) => `/api/v1/communities/${communityId}${rest}`;
const memberPath = (communityId: string, memberId: string, rest: string) =>
  path(communityId, `/members/${memberId}${rest}`);

/** What erasing a member would take. */
export const erasurePreviewQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['erasure-preview', communityId, memberId],
    queryFn: ({ signal }) => call(erasurePreviewReply, memberPath(communityId, memberId, '/erasure'), { signal }),
    staleTime: 0,
  });

/** How far an erasure is; asked again until it has ended. */
export const erasureQuery = (communityId: string, erasureId: string) =>
  queryOptions({
    queryKey: ['erasure', communityId, erasureId],
    queryFn: ({ signal }) => call(erasureSchema, path(communityId, `/erasures/${erasureId}`), { signal }),
    refetchInterval: ({ state }) =>
      (['done', 'failed'] satisfies Erasure['status'][] as string[]).includes(state.data?.status ?? '') ? false : 1000,
  });

export const eraseMember = (communityId: string, memberId: string, confirm: string) =>
  call(erasureSchema, memberPath(communityId, memberId, '/erasure'), { method: 'POST', body: { confirm } });

/** Where everything held about a member is downloaded from. */
export const memberExportPath = (communityId: string, memberId: string): string =>
  memberPath(communityId, memberId, '/export');

/** How long texts are kept. */
export const retentionQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['retention', communityId],
    queryFn: ({ signal }) => call(retentionReply, path(communityId, '/retention'), { signal }),
  });

/** What rules would delete now. */
export const retentionPreviewQuery = (communityId: string, rules: RetentionChoice) =>
  queryOptions({
    queryKey: ['retention-preview', communityId, rules],
    queryFn: ({ signal }) =>
      call(retentionPreviewReply, path(communityId, '/retention/preview'), { method: 'POST', body: rules, signal }),
    staleTime: 0,
  });

export const setRetention = (communityId: string, rules: RetentionChoice) =>
  call(retentionReply, path(communityId, '/retention'), { method: 'PUT', body: rules });

/** What taking an import back would do. */
export const undoPreviewQuery = (communityId: string, importId: string) =>
  queryOptions({
    queryKey: ['import-undo', communityId, importId],
    queryFn: ({ signal }) => call(importUndoSchema, path(communityId, `/imports/${importId}/undo`), { signal }),
    staleTime: 0,
  });

export const undoImport = (communityId: string, importId: string) =>
  call(importSchema, path(communityId, `/imports/${importId}/undo`), { method: 'POST' });
