import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { changePaper, createPaper, deletePaper } from './change-paper.ts';
import type { ExamParts, InCommunity } from './http.ts';
import {
  changePaperBody,
  createPaperBody,
  paperParams,
  paperSchema,
  papersReply,
  paperStatisticsReply,
} from './paper.contract.ts';
import { paperStatistics, showPaper, showPapers } from './papers.read-model.ts';

const PAPERS = '/api/v1/communities/:communityId/exam-papers';

/** Papers: what exams are made of, and how they went. */
export const paperRoutes = ({ clock }: ExamParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'exams.papers',
    method: 'GET',
    path: PAPERS,
    summary: 'The exams of a community, and how each went',
    params: communityParams,
    reply: papersReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { communityId }) => showPapers(tx, communityId)),
  }),
  route({
    id: 'exams.create-paper',
    method: 'POST',
    path: PAPERS,
    summary: 'Make an exam: what it draws, and how it is passed',
    params: communityParams,
    body: createPaperBody,
    reply: paperSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { communityId }) =>
        showPaper(tx, communityId, await createPaper(tx, { actor: caller, communityId, body })),
      ),
  }),
  route({
    id: 'exams.change-paper',
    method: 'PATCH',
    path: `${PAPERS}/:paperId`,
    summary: 'Change an exam, open or close it',
    params: paperParams,
    body: changePaperBody,
    reply: paperSchema,
    handle: ({ caller, params: { paperId: id, communityId: key }, body }) =>
      inCommunity(caller, key, async (tx, { communityId }) => {
        await changePaper(tx, { actor: caller, communityId, id, body });
        return showPaper(tx, communityId, id);
      }),
  }),
  route({
    id: 'exams.delete-paper',
    method: 'DELETE',
    path: `${PAPERS}/:paperId`,
    summary: 'Delete an exam that nobody took',
    params: paperParams,
    reply: z.undefined(),
    handle: ({ caller, params: { paperId: id, communityId: key } }) =>
      inCommunity(caller, key, async (tx, { communityId }) => {
        await deletePaper(tx, { actor: caller, communityId, id });
        return undefined;
      }),
  }),
  route({
    id: 'exams.paper-statistics',
    method: 'GET',
    path: `${PAPERS}/:paperId/statistics`,
    summary: 'How an exam went, by score, by tag and by week',
    params: paperParams,
    reply: paperStatisticsReply,
    handle: ({ caller, params: { paperId: id, communityId: key } }) =>
      inCommunity(caller, key, (tx, { communityId, zone }) =>
        paperStatistics(tx, { communityId, zone, id, now: clock.now() }),
      ),
  }),
];
