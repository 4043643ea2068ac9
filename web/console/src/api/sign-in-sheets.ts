import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { importPeopleReply, importSchema } from '../../../../src/modules/imports/contract.ts';
import { call } from './client.ts';
import type { ImportChoices } from './imports.ts';

export type { ImportPeople } from '../../../../src/modules/imports/contract.ts';

const path = (communityId: string, importId: string, rest: string) =>
  `/api/v1/communities/${communityId}/imports/${importId}${rest}`;

/** The sheet read with the choices made; the last answer stays on show while a new one is on its way. */
export const sheetPreviewQuery = (communityId: string, importId: string, choices: ImportChoices) =>
  queryOptions({
    queryKey: ['sheet-preview', communityId, importId, choices],
    queryFn: ({ signal }) =>
      call(importSchema, path(communityId, importId, '/preview'), { method: 'POST', body: choices, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Who the people of the sheet may be. */
export const sheetPeopleQuery = (communityId: string, importId: string, choices: ImportChoices) =>
  queryOptions({
    queryKey: ['sheet-people', communityId, importId, choices],
    queryFn: async ({ signal }) =>
      (await call(importPeopleReply, path(communityId, importId, '/people'), { method: 'POST', body: choices, signal }))
        .people,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
