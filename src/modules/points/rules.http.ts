import { communityParams, getCommunity, listGroups } from '#modules/communities/index.ts';
import { BadInput } from '#kernel/errors.ts';
import { recordChange } from '#modules/identity/index.ts';
import { getSegment } from '#modules/segments/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { dryRun } from './dry-run.ts';
import type { InCommunity, PointsServices } from './http.ts';
import {
  addPointRule,
  getPointRule,
  type KeptRule,
  readPointRules,
  removePointRule,
  type RuleFields,
  ruleFigures,
  updatePointRule,
} from './rule-store.ts';
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

const fieldsOf = ({ name, kind, conditions, points, growth, caps, bonuses, enabled }: KeptRule): RuleFields => ({
  name,
  kind,
  conditions,
  points,
  growth,
  caps,
  bonuses,
  enabled,
});

/** Groups and the segment of a rule have to be the community's. BadInput, NotFound. */
async function checkRule(tx: Tx, communityId: string, { conditions }: RuleFields): Promise<void> {
  const own = new Set((await listGroups(tx, communityId)).map(({ id }) => id));
  const strange = conditions.groupIds.findIndex((id) => !own.has(id));
  if (strange >= 0)
    throw new BadInput('a group is not of this community', [
      { where: `/body/conditions/groupIds/${strange}`, what: 'is no group of this community' },
    ]);
  if (conditions.segmentId !== null) await getSegment(tx, communityId, conditions.segmentId);
}

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
        await checkRule(tx, (await getCommunity(tx, params.communityId)).id, rule);
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
        await checkRule(tx, communityId, body);
        const now = clock.now();
        const id = await addPointRule(tx, communityId, { ...body, createdBy: caller.operatorId, now });
        const subject = { kind: 'points-rule', id, label: body.name };
        await recordChange(tx, caller, { action: 'points.create-rule', subject, communityId, after: body });
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
        const before = fieldsOf(await getPointRule(tx, communityId, params.pointRuleId));
        const after = { ...before, ...body };
        await checkRule(tx, communityId, after);
        await updatePointRule(tx, params.pointRuleId, { ...after, now: clock.now() });
        const subject = { kind: 'points-rule', id: params.pointRuleId, label: after.name };
        await recordChange(tx, caller, { action: 'points.change-rule', subject, communityId, before, after });
        return presentRules(tx, communityId, clock.now());
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
        const before = fieldsOf(await getPointRule(tx, communityId, params.pointRuleId));
        await removePointRule(tx, params.pointRuleId);
        const subject = { kind: 'points-rule', id: params.pointRuleId, label: before.name };
        await recordChange(tx, caller, { action: 'points.delete-rule', subject, communityId, before });
        return presentRules(tx, communityId, clock.now());
      }),
  }),
];
