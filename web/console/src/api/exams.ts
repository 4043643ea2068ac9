import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  type askBody,
  askReply,
  attemptReply,
  attemptsReply,
  entryReply,
} from '../../../../src/modules/exams/attempt.contract.ts';
import { paperSchema, papersReply, paperStatisticsReply } from '../../../../src/modules/exams/paper.contract.ts';
import {
  draftReply,
  importQuestionsReply,
  questionSchema,
  questionsReply,
} from '../../../../src/modules/exams/question.contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;
type Query = Record<string, string | number | undefined>;

/** What of exams is asked anew after any change of them. */
export const examsKey = (communityId: string) => ['exams', communityId] as const;

export const questionsQuery = (communityId: string, query: Query) =>
  queryOptions({
    queryKey: [...examsKey(communityId), 'questions', query],
    queryFn: ({ signal }) => call(questionsReply, `${base(communityId)}/exam-questions`, { query, signal }),
    placeholderData: keepPreviousData,
  });
/** Makes a question, or changes the one named. */
export const saveQuestion = (communityId: string, id: string | undefined, body: object) =>
  call(questionSchema, `${base(communityId)}/exam-questions${id ? `/${id}` : ''}`, {
    method: id ? 'PATCH' : 'POST',
    body,
  });
export const deleteQuestion = (communityId: string, id: string) =>
  call(z.undefined(), `${base(communityId)}/exam-questions/${id}`, { method: 'DELETE' });
export const draftQuestions = (communityId: string, language: string) =>
  call(draftReply, `${base(communityId)}/exam-questions/draft`, { method: 'POST', body: { language } });
export const importQuestions = (communityId: string, body: { csv: string; dryRun: boolean }) =>
  call(importQuestionsReply, `${base(communityId)}/exam-questions/import`, { method: 'POST', body });
/** Where the bank can be fetched as a file. */
export const questionsFile = (communityId: string) => `${base(communityId)}/exam-questions.csv`;

export const papersQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...examsKey(communityId), 'papers'],
    queryFn: ({ signal }) => call(papersReply, `${base(communityId)}/exam-papers`, { signal }),
  });
/** Makes a paper, or changes the one named. */
export const savePaper = (communityId: string, id: string | undefined, body: object) =>
  call(paperSchema, `${base(communityId)}/exam-papers${id ? `/${id}` : ''}`, { method: id ? 'PATCH' : 'POST', body });
export const deletePaper = (communityId: string, id: string) =>
  call(z.undefined(), `${base(communityId)}/exam-papers/${id}`, { method: 'DELETE' });
export const paperStatisticsQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...examsKey(communityId), 'statistics', id],
    queryFn: ({ signal }) =>
      call(paperStatisticsReply, `${base(communityId)}/exam-papers/${id}/statistics`, { signal }),
  });

export const attemptsQuery = (communityId: string, query: Query) =>
  queryOptions({
    queryKey: [...examsKey(communityId), 'attempts', query],
    queryFn: ({ signal }) => call(attemptsReply, `${base(communityId)}/exam-attempts`, { query, signal }),
    placeholderData: keepPreviousData,
  });
export const attemptQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...examsKey(communityId), 'attempt', id],
    queryFn: ({ signal }) => call(attemptReply, `${base(communityId)}/exam-attempts/${id}`, { signal }),
  });

export const entryQuery = (communityId: string, query: Query) =>
  queryOptions({
    queryKey: [...examsKey(communityId), 'entry', query],
    queryFn: ({ signal }) => call(entryReply, `${base(communityId)}/entry-exam`, { query, signal }),
    placeholderData: keepPreviousData,
  });
/** Asks members to take the entry exam. */
export const askEntry = (communityId: string, body: z.input<typeof askBody>) =>
  call(askReply, `${base(communityId)}/entry-exam/ask`, { method: 'POST', body });
