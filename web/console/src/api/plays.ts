import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  libraryPlaySchema,
  libraryReply,
  pastReply,
  playsReply,
  runSchema,
  tickBody,
  type acceptBody,
  type addPlayBody,
  type changePlayBody,
  type changeTaskBody,
} from '../../../../src/modules/playbooks/library.contract.ts';
import type { Language } from '../../../ui/format.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;
const plays = (communityId: string) => `${base(communityId)}/plays`;
const run = (communityId: string, runId: string) => `${base(communityId)}/play-runs/${runId}`;

/** Every question about plays, so that a change asks all of them anew. */
export const playsKey = (communityId: string) => ['plays', communityId];

/** What to do now, what is under way, and the checklists. */
export const playsQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...playsKey(communityId), 'now'],
    queryFn: ({ signal }) => call(playsReply, plays(communityId), { signal }),
  });

/** Every play as this community has it. */
export const libraryQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...playsKey(communityId), 'library'],
    queryFn: ({ signal }) => call(libraryReply, `${plays(communityId)}/library`, { signal }),
  });

/** Plays that were finished, with what became of their metric. */
export const pastPlaysQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...playsKey(communityId), 'past'],
    queryFn: ({ signal }) => call(pastReply, `${plays(communityId)}/past`, { signal }),
  });

/** Accepts a play: its steps become tasks in a language; `answers` is the part of a fall for which it is done. */
export const acceptPlay = (
  communityId: string,
  playId: string,
  language: Language,
  answers?: z.input<typeof acceptBody>['answers'],
) => call(runSchema, `${plays(communityId)}/${playId}/accept`, { method: 'POST', body: { language, answers } });

export const dismissPlay = (communityId: string, playId: string, body: { reason: string; days: number }) =>
  call(z.unknown(), `${plays(communityId)}/${playId}/dismissal`, { method: 'PUT', body });

/** Lets a dismissed play be proposed again. */
export const recallPlay = (communityId: string, playId: string) =>
  call(z.undefined(), `${plays(communityId)}/${playId}/dismissal`, { method: 'DELETE' });

export type PlayFields = z.input<typeof addPlayBody>;
export const addPlay = (communityId: string, body: PlayFields) =>
  call(libraryPlaySchema, `${plays(communityId)}/library`, { method: 'POST', body });

export const changePlay = (communityId: string, playId: string, body: z.input<typeof changePlayBody>) =>
  call(libraryPlaySchema, `${plays(communityId)}/library/${playId}`, { method: 'PUT', body });

/** Has a built-in play as it was, or removes one’s own. */
export const resetPlay = (communityId: string, playId: string) =>
  call(z.undefined(), `${plays(communityId)}/library/${playId}`, { method: 'DELETE' });

export const tickItem = (communityId: string, item: string, done: boolean) =>
  call(tickBody, `${plays(communityId)}/checklist/${item}`, { method: 'PUT', body: { done } });

export const finishRun = (communityId: string, runId: string, outcome: string) =>
  call(runSchema, `${run(communityId, runId)}/finish`, { method: 'POST', body: { outcome } });

export const addTask = (communityId: string, runId: string, text: string) =>
  call(runSchema, `${run(communityId, runId)}/tasks`, { method: 'POST', body: { text } });

export type TaskChange = z.input<typeof changeTaskBody>;
export const changeTask = (communityId: string, runId: string, taskId: string, body: TaskChange) =>
  call(runSchema, `${run(communityId, runId)}/tasks/${taskId}`, { method: 'PATCH', body });

export const removeTask = (communityId: string, runId: string, taskId: string) =>
  call(z.undefined(), `${run(communityId, runId)}/tasks/${taskId}`, { method: 'DELETE' });
