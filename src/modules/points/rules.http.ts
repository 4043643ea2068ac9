import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { changePointRule, checkPointRule, createPointRule, deletePointRule, fieldsOf } from './change-points.ts';
import { dryRun } from './dry-run.ts';
import type { InCommunity, PointsServices } from './http.ts';
import { readPointRules, ruleFigures } from './rule-store.ts';
import {
  changePointRuleBody,
  createPointRuleBody,
  dryRunBody,
  dryRunReply,
  type PointRule,
  pointRuleParams,
  pointRulesReply,
} from './rules.contract.ts';

const RULES = '/api/v1/communities/:communityId/points/rules';
const FIGURES_MS = 28 * 86_400_000;

async function presentRules(tx: Tx, communityId: string, now: number): Promise<{ rules: PointRule[] }> {
  const figures = await ruleFigures(tx, communityId, new Date(now - FIGURES_MS));
  return {
    rules: (await readPointRules(tx, communityId)).map((rule) => {
      const { times = 0, points = 0, members = 0, refused = 0 } = figures.get(rule.id) ?? {};
      return {
        ...fieldsOf(rule),
        id: rule.id,
        createdAt: rule.createdAt.toISOString(),
        granted: { times, points, members },
        refused,
      };
    }),
  };
}

/** Rules by which members earn, and what one would have granted. */
export const pointRuleRoutes = (services: PointsServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'points.rules',
    method: 'GET',
    path: RULES,
    summary: 'The rules by which members earn points, with what each granted in the last 28 days',
    params: communityParams,
    reply: pointRulesReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { id }) => presentRules(tx, id, services.clock.now())),
  }),
  route({
    id: 'points.dry-run',
    method: 'POST',
    path: `${RULES}/dry-run`,
    summary: 'What a rule would have granted on past days, without granting anything',
    params: communityParams,
    body: dryRunBody,
    reply: dryRunReply,
    async handle({ caller: { workspaceId }, params, body: { rule, from, to } }) {
      await services.database.inWorkspace(workspaceId, async (tx) => {
        await checkPointRule(tx, (await getCommunity(tx, params.communityId)).id, rule);
      });
      return dryRun(services, {
        workspaceId,
        communityKey: params.communityId,
        rule,
        from,
        to,
        now: services.clock.now(),
      });
    },
  }),
  ...changingRules(services, inCommunity),
];

const changingRules = ({ clock }: PointsServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'points.create-rule',
    method: 'POST',
    path: RULES,
    summary: 'Make a rule; it holds for what happens from now on',
    params: communityParams,
    body: createPointRuleBody,
    reply: pointRulesReply,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        const now = clock.now();
        await createPointRule(tx, caller, { communityId, body, now });
        return presentRules(tx, communityId, now);
      }),
  }),
  route({
    id: 'points.change-rule',
    method: 'PATCH',
    path: `${RULES}/:pointRuleId`,
    summary: 'Change a rule; what it granted stays',
    params: pointRuleParams,
    body: changePointRuleBody,
    reply: pointRulesReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        const now = clock.now();
        await changePointRule(tx, caller, { communityId, id: params.pointRuleId, body, now });
        return presentRules(tx, communityId, now);
      }),
  }),
  route({
    id: 'points.delete-rule',
    method: 'DELETE',
    path: `${RULES}/:pointRuleId`,
    summary: 'Delete a rule; what it granted stays in the ledger',
    params: pointRuleParams,
    reply: pointRulesReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        await deletePointRule(tx, caller, { communityId, id: params.pointRuleId });
        return presentRules(tx, communityId, clock.now());
      }),
  }),
];
