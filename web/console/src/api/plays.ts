import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  libraryPlaySchema,
  libraryReply,
  pastReply,
  playsReply,
  runSchema,
  tickBody,
  type addPlayBody,
  type changePlayBody,
  type changeTaskBody,
} from '../../../../src/modules/playbooks/library.contract.ts';
import type { Language } from '../../../ui/format.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;

/** What to do now, what is under way, the checklists. */
export const playsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['plays', communityId, 'now'],
    queryFn: ({ signal }) => call(playsReply, `${base(communityId)}/plays`, { signal }),
  });

/** Plays that were done. */
export const pastPlaysQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['plays', communityId, 'past'],
    queryFn: ({ signal }) => call(pastReply, `${base(communityId)}/plays/past`, { signal }),
  });

/** Every play of the library. */
export const libraryQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['plays', communityId, 'library'],
    queryFn: ({ signal }) => call(libraryReply, `${base(communityId)}/plays/library`, { signal }),
  });

export const acceptPlay = (communityId: string, playId: string, language: Language) =>
  call(runSchema, `${base(communityId)}/plays/${playId}/accept`, { method: 'POST', body: { language } });

export const dismissPlay = (communityId: string, playId: string, body: { reason: string; days: number }) =>
  call(z.object({ until: z.string() }), `${base(communityId)}/plays/${playId}/dismissal`, { method: 'PUT', body });

export const recallPlay = (communityId: string, playId: string) =>
  call(z.undefined(), `${base(communityId)}/plays/${playId}/dismissal`, { method: 'DELETE' });

export const tickItem = (communityId: string, item: string, done: boolean) =>
  call(tickBody, `${base(communityId)}/plays/checklist/${item}`, { method: 'PUT', body: { done } });

export const changeTask = (communityId: string, runId: string, taskId: string, body: z.input<typeof changeTaskBody>) =>
  call(runSchema, `${base(communityId)}/play-runs/${runId}/tasks/${taskId}`, { method: 'PATCH', body });

export const addTask = (communityId: string, runId: string, text: string) =>
  call(runSchema, `${base(communityId)}/play-runs/${runId}/tasks`, { method: 'POST', body: { text } });

export const removeTask = (communityId: string, runId: string, taskId: string) =>
  call(z.undefined(), `${base(communityId)}/play-runs/${runId}/tasks/${taskId}`, { method: 'DELETE' });

export const finishPlay = (communityId: string, runId: string, outcome: string) =>
  call(runSchema, `${base(communityId)}/play-runs/${runId}/finish`, { method: 'POST', body: { outcome } });

/** Changes a play of the library, or writes one where no id is given. */
export const savePlay = (
  communityId: string,
  playId: string | undefined,
  body: z.input<typeof addPlayBody> | z.input<typeof changePlayBody>,
) =>
  call(libraryPlaySchema, `${base(communityId)}/plays/library${playId ? `/${playId}` : ''}`, {
    method: playId ? 'PUT' : 'POST',
    body,
  });

export const resetPlay = (communityId: string, playId: string) =>
  call(z.undefined(), `${base(communityId)}/plays/library/${playId}`, { method: 'DELETE' });
