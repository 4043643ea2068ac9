import { dayOf, formatDay } from '#kernel/calendar.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type InsightServices, openEvaluated } from '#modules/insights/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import {
  decisionBody,
  introductionParams,
  introductionSchema,
  type Introductions,
  introductionsQuery,
  introductionsReply,
} from './contract.ts';
import { queueProposals } from './follow-evaluation.ts';
import { countStates, decide, listIntroductions, tallyOutcomes } from './introduction-store.ts';
import { presentIntroductions } from './introductions.read-model.ts';
import { PAIR_RULES } from './pair-rules.ts';
import { findOptionalSearch, presentSearch } from './search-store.ts';

const LIST = '/api/v1/communities/:communityId/introductions';

type Asked = { workspaceId: string; communityKey: string } & Parameters<typeof listIntroductions>[2];

/** Who should meet and why, what was done about it, and what became of it. */
export function introductionsRoutes(services: InsightServices & { jobs: Jobs }): Route[] {
  return [listRoute(services), proposeRoute(services), decideRoute(services)];
}

async function read(services: InsightServices, { workspaceId, communityKey, ...query }: Asked): Promise<Introductions> {
  const { database } = services;
  const evaluated = await openEvaluated(services, { workspaceId, communityKey });
  const communityId = evaluated.community.id;
  const { listed, ...rest } = await database.inWorkspace(workspaceId, async (tx) => {
    const { made, notMade } = await tallyOutcomes(tx, communityId);
    return {
      listed: await listIntroductions(tx, communityId, query),
      counts: await countStates(tx, communityId),
      comparison: compareOutcomes(made, notMade),
      search: presentSearch(await findOptionalSearch(tx, communityId)),
    };
  });
  return {
    introductions: await presentIntroductions(database, evaluated, listed.found),
    total: listed.total,
    limits: { each: PAIR_RULES.each, days: PAIR_RULES.days },
    ...rest,
  };
}

const listRoute = (services: InsightServices): Route =>
  route({
    id: 'introductions.list',
    method: 'GET',
    path: LIST,
    summary: 'Pairs of members worth introducing, with reasons and a text to send; what was done and what became of it',
    params: communityParams,
    query: introductionsQuery,
    reply: introductionsReply,
    handle: ({ caller, params, query: { state, reason, member } }) =>
      read(services, {
        workspaceId: caller.workspaceId,
        communityKey: params.communityId,
        state,
        ...(reason && { reason }),
        ...(member && { member }),
      }),
  });

const proposeRoute = (services: InsightServices & { jobs: Jobs }): Route =>
  route({
    id: 'introductions.propose',
    method: 'POST',
    path: `${LIST}/propose`,
    summary: 'Look for members worth introducing, in the background: the list says how far it is',
    params: communityParams,
    reply: introductionsReply,
    status: 202,
    async handle({ caller: { workspaceId }, params }) {
      await services.database.inWorkspace(workspaceId, async (tx) => {
        const { id: communityId } = await getCommunity(tx, params.communityId);
        await queueProposals(tx, services.jobs, { workspaceId, communityId });
      });
      return read(services, { workspaceId, communityKey: params.communityId, state: 'proposed' });
    },
  });

const decideRoute = (services: InsightServices): Route =>
  route({
    id: 'introductions.decide',
    method: 'POST',
    path: `${LIST}/:introductionId/decision`,
    summary: 'Say that an introduction was made, dismiss it with a reason, or take either back',
    params: introductionParams,
    body: decisionBody,
    reply: introductionSchema,
    async handle({ caller, params, body: order }) {
      const { database, clock } = services;
      const { workspaceId } = caller;
      const { id, communityId, after } = await database.inWorkspace(workspaceId, async (tx) => {
        const community = await getCommunity(tx, params.communityId);
        const found = await decide(tx, community.id, {
          id: params.introductionId,
          order,
          by: caller.operatorId,
          at: clock.now(),
          today: formatDay(dayOf(clock.now(), community.zone)),
        });
        const factsOf = ({ state, first, second, dismissedFor, note }: typeof found.before) => ({
          state,
          first,
          second,
          ...(dismissedFor && { dismissedFor, note }),
        });
        await recordChange(tx, caller, {
          action: 'introductions.decide',
          subject: { kind: 'introduction', id: params.introductionId },
          communityId: community.id,
          before: factsOf(found.before),
          after: factsOf(found.after),
        });
        return { id: params.introductionId, communityId: community.id, after: found.after };
      });
      const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
      const [presented] = await presentIntroductions(database, evaluated, [{ ...after, id }]);
      return presented!;
    },
  });
