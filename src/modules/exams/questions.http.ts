import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { changeQuestion, createQuestion, deleteQuestion, draftFromRules, importQuestions } from './change-question.ts';
import type { ExamParts, InCommunity } from './http.ts';
import {
  changeQuestionBody,
  createQuestionBody,
  draftBody,
  draftReply,
  importQuestionsBody,
  importQuestionsReply,
  questionParams,
  questionSchema,
  questionsQuery,
  questionsReply,
} from './question.contract.ts';
import { showQuestion, showQuestions } from './questions.read-model.ts';
import { listQuestions } from './question-store.ts';
import { questionsCsv } from './questions-csv.ts';

const BASE = '/api/v1/communities/:communityId';
const QUESTIONS = `${BASE}/exam-questions`;
const CSV_BODY_LIMIT = 5 * 2 ** 20;

/** The bank of questions. */
export const questionRoutes = ({ ports }: ExamParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'exams.questions',
    method: 'GET',
    path: QUESTIONS,
    summary: 'The bank of questions, with how members fared with each',
    params: communityParams,
    query: questionsQuery,
    reply: questionsReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, async (tx, { communityId }) =>
        showQuestions(tx, communityId, { query, rules: await ports.rulesOf(tx, communityId) }),
      ),
  }),
  route({
    id: 'exams.question',
    method: 'GET',
    path: `${QUESTIONS}/:questionId`,
    summary: 'One question of the bank',
    params: questionParams,
    reply: questionSchema,
    handle: ({ caller, params: { questionId: id, communityId: key } }) =>
      inCommunity(caller, key, async (tx, { communityId }) =>
        showQuestion(tx, communityId, { id, rules: await ports.rulesOf(tx, communityId) }),
      ),
  }),
  route({
    id: 'exams.create-question',
    method: 'POST',
    path: QUESTIONS,
    summary: 'Put a question into the bank',
    params: communityParams,
    body: createQuestionBody,
    reply: questionSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { communityId }) => {
        const id = await createQuestion(tx, { actor: caller, communityId, body });
        return showQuestion(tx, communityId, { id, rules: await ports.rulesOf(tx, communityId) });
      }),
  }),
  route({
    id: 'exams.change-question',
    method: 'PATCH',
    path: `${QUESTIONS}/:questionId`,
    summary: 'Change a question, put it to use or retire it; exams under way keep what they began with',
    params: questionParams,
    body: changeQuestionBody,
    reply: questionSchema,
    handle: ({ caller, params: { questionId: id, communityId: key }, body }) =>
      inCommunity(caller, key, async (tx, { communityId }) => {
        await changeQuestion(tx, { actor: caller, communityId, id, body });
        return showQuestion(tx, communityId, { id, rules: await ports.rulesOf(tx, communityId) });
      }),
  }),
  route({
    id: 'exams.delete-question',
    method: 'DELETE',
    path: `${QUESTIONS}/:questionId`,
    summary: 'Delete a question that nobody was asked',
    params: questionParams,
    reply: z.undefined(),
    handle: ({ caller, params: { questionId: id, communityId: key } }) =>
      inCommunity(caller, key, async (tx, { communityId }) => {
        await deleteQuestion(tx, { actor: caller, communityId, id });
        return undefined;
      }),
  }),
  ...fileRoutes(ports, inCommunity),
];

const fileRoutes = (ports: ExamParts['ports'], inCommunity: InCommunity): Route[] => [
  route({
    id: 'exams.draft-questions',
    method: 'POST',
    path: `${QUESTIONS}/draft`,
    summary: 'Draft questions out of the rules of the community',
    params: communityParams,
    body: draftBody,
    reply: draftReply,
    handle: ({ caller, params, body: { language } }) =>
      inCommunity(caller, params.communityId, async (tx, { communityId }) => {
        const rules = await ports.rulesOf(tx, communityId);
        return draftFromRules(tx, { actor: caller, communityId, rules, language });
      }),
  }),
  route({
    id: 'exams.import-questions',
    method: 'POST',
    path: `${QUESTIONS}/import`,
    summary: 'Take questions from a CSV file, or say what would be taken',
    params: communityParams,
    body: importQuestionsBody,
    bodyLimit: CSV_BODY_LIMIT,
    reply: importQuestionsReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { communityId }) =>
        importQuestions(tx, { actor: caller, communityId, ...body }),
      ),
  }),
  route({
    id: 'exams.export-questions',
    method: 'GET',
    path: `${QUESTIONS}.csv`,
    summary: 'The bank as CSV, solutions included; written down in the audit trail',
    params: communityParams,
    reply: 'stream',
    async handle({ caller, params, response }) {
      const csv = await inCommunity(caller, params.communityId, async (tx, { communityId }) => {
        const questions = await listQuestions(tx, communityId);
        const subject = { kind: 'community', id: communityId };
        const after = { questions: questions.length };
        await recordChange(tx, caller, { action: 'exams.export-questions', subject, communityId, after });
        return questionsCsv(questions);
      });
      return response
        .header('content-type', 'text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment; filename="exam-questions.csv"')
        .send(csv);
    },
  }),
];
