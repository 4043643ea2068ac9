import { z } from 'zod';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { communityParams } from '#modules/communities/index.ts';
import { operatorsOf } from '#modules/identity/index.ts';
import { latestEvaluatedDay } from '#modules/insights/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import {
  changeObjective,
  closeObjective,
  createObjective,
  deleteObjective,
  reopenObjective,
  track,
} from './change-objective.ts';
import type { InCommunity } from './http.ts';
import { listDays, listObjectives } from './objective-store.ts';
import {
  changeObjectiveBody,
  closeObjectiveBody,
  createObjectiveBody,
  measureQuery,
  measureReply,
  objectiveParams,
  objectiveReply,
  objectivesQuery,
  objectivesReply,
  trackedObjectiveSchema,
  type Measure,
} from './objectives.contract.ts';
import { knownOf, measureKey, readMeasures, spanTo } from './read-measures.ts';
import { trackObjectives, type GoalServices } from './track-objectives.ts';

const LIST = '/api/v1/communities/:communityId/objectives';
const ONE = `${LIST}/:objectiveId`;
/** How much of a figure is shown where a target is chosen. */
const PREVIEW_DAYS = 26 * 7;

/** Objectives: what is aimed at, and how far it is. */
export function objectiveRoutes(parts: GoalServices, inCommunity: InCommunity): Route[] {
  const { engine, clock } = parts;
  return [
    route({
      id: 'goals.objectives',
      method: 'GET',
      path: LIST,
      summary: 'The objectives with where each stands, and why',
      params: communityParams,
      query: objectivesQuery,
      reply: objectivesReply,
      handle: ({ caller, params, query }) =>
        inCommunity(caller, params.communityId, async (tx, { ids, zone }) => {
          const today = dayOf(clock.now(), zone);
          const objectives = await listObjectives(tx, ids.communityId, query);
          return {
            today: formatDay(today),
            zone,
            asOf: await latestEvaluatedDay(tx, ids.communityId),
            objectives: await trackObjectives(tx, engine, ids, objectives, { today, zone }),
            operators: await operatorsOf(tx),
          };
        }),
    }),
    route({
      id: 'goals.objective',
      method: 'GET',
      path: ONE,
      summary: 'One objective with its history',
      params: objectiveParams,
      reply: objectiveReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { ids }) => ({
          ...(await track(tx, parts, ids, params.objectiveId)),
          history: await listDays(tx, params.objectiveId),
        })),
    }),
    measureRoute(parts, inCommunity),
    ...changingRoutes(parts, inCommunity),
  ];
}

const measureRoute = ({ engine, clock }: GoalServices, inCommunity: InCommunity): Route =>
  route({
    id: 'goals.measure',
    method: 'GET',
    path: '/api/v1/communities/:communityId/measures',
    summary: 'What a figure, or the size of a segment, was day by day',
    params: communityParams,
    query: measureQuery,
    reply: measureReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, async (tx, { ids, zone }) => {
        const measure = (query.segmentId ? { segmentId: query.segmentId } : { metric: query.metric }) as Measure;
        const today = dayOf(clock.now(), zone);
        const found = await readMeasures(tx, engine, ids, [measure], spanTo(today, today - PREVIEW_DAYS + 1));
        const { unit, better, series, name } = found.get(measureKey(measure))!;
        if (query.segmentId && name === null)
          throw new BadInput('the segment is not there', [
            { where: '/segmentId', what: 'is no segment of this community' },
          ]);
        const latest = knownOf(series).at(-1);
        return {
          unit,
          better,
          series,
          latest: latest?.value ?? null,
          latestDay: latest ? formatDay(latest.day) : null,
        };
      }),
  });

const changingRoutes = (parts: GoalServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'goals.create-objective',
    method: 'POST',
    path: LIST,
    summary: 'Aim at a figure by a day',
    params: communityParams,
    body: createObjectiveBody,
    reply: trackedObjectiveSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids }) =>
        createObjective(tx, parts, { actor: caller, ids, body }),
      ),
  }),
  route({
    id: 'goals.change-objective',
    method: 'PATCH',
    path: ONE,
    summary: 'Change an open objective; what it counts stays',
    params: objectiveParams,
    body: changeObjectiveBody,
    reply: trackedObjectiveSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids }) =>
        changeObjective(tx, parts, { actor: caller, ids, id: params.objectiveId, body }),
      ),
  }),
  route({
    id: 'goals.close-objective',
    method: 'POST',
    path: `${ONE}/close`,
    summary: 'Close an objective with what came of it',
    params: objectiveParams,
    body: closeObjectiveBody,
    reply: trackedObjectiveSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids }) =>
        closeObjective(tx, parts, { actor: caller, ids, id: params.objectiveId, body }),
      ),
  }),
  route({
    id: 'goals.reopen-objective',
    method: 'POST',
    path: `${ONE}/reopen`,
    summary: 'Open a closed objective again',
    params: objectiveParams,
    reply: trackedObjectiveSchema,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { ids }) =>
        reopenObjective(tx, parts, { actor: caller, ids, id: params.objectiveId }),
      ),
  }),
  route({
    id: 'goals.delete-objective',
    method: 'DELETE',
    path: ONE,
    summary: 'Take away an objective that was made by mistake',
    params: objectiveParams,
    reply: z.undefined(),
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { ids }) => {
        await deleteObjective(tx, { actor: caller, ids, id: params.objectiveId });
        return undefined;
      }),
  }),
];
