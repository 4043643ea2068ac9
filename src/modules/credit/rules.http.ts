import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { changeRule, createRule, prefillRules, setPolicy, setRuleOrder } from './change-rules.ts';
import {
  changeRuleBody,
  type CommunityRule,
  createRuleBody,
  orderBody,
  policyBody,
  prefillBody,
  prefillReply,
  ruleParams,
  ruleSchema,
  rulesQuery,
  rulesReply,
} from './contract.ts';
import type { InCommunity } from './http.ts';
import { readPolicy } from './policy-store.ts';
import { getRule, type KeptRule, listRules } from './rule-store.ts';

const BASE = '/api/v1/communities/:communityId';
const RULES = `${BASE}/rules`;

export const presentRule = ({ archivedAt, changedAt, ...rule }: KeptRule): CommunityRule => ({
  ...rule,
  archivedAt: archivedAt?.toISOString() ?? null,
  changedAt: changedAt.toISOString(),
});

/** The rules of a community, and the figures of its licence. */
export const ruleRoutes = (inCommunity: InCommunity): Route[] => {
  const shown = async (tx: Tx, communityId: string, id: string) => presentRule(await getRule(tx, communityId, id));
  return [
    route({
      id: 'rules.list',
      method: 'GET',
      path: RULES,
      summary: 'The rules of the community, and the figures of the credit licence',
      params: communityParams,
      query: rulesQuery,
      reply: rulesReply,
      handle: ({ caller, params, query }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const { policy, own } = await readPolicy(tx, communityId);
          return { rules: (await listRules(tx, communityId, query)).map(presentRule), policy, ownPolicy: own };
        }),
    }),
    route({
      id: 'rules.create',
      method: 'POST',
      path: RULES,
      summary: 'Add a rule, behind the others',
      params: communityParams,
      body: createRuleBody,
      reply: ruleSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) =>
          shown(tx, communityId, await createRule(tx, { actor: caller, communityId, body })),
        ),
    }),
    route({
      id: 'rules.prefill',
      method: 'POST',
      path: `${RULES}/prefill`,
      summary: 'Add the rules that suit the community’s type and are not there',
      params: communityParams,
      body: prefillBody,
      reply: prefillReply,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => ({
          added: await prefillRules(tx, { actor: caller, communityId, ...body }),
        })),
    }),
    route({
      id: 'rules.order',
      method: 'PUT',
      path: `${RULES}/order`,
      summary: 'Set the order in which members read the rules',
      params: communityParams,
      body: orderBody,
      reply: z.undefined(),
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          await setRuleOrder(tx, { actor: caller, communityId, ...body });
          return undefined;
        }),
    }),
    route({
      id: 'rules.change',
      method: 'PATCH',
      path: `${RULES}/:communityRuleId`,
      summary: 'Change a rule, or put it away',
      params: ruleParams,
      body: changeRuleBody,
      reply: ruleSchema,
      handle: ({ caller, params: { communityId: key, communityRuleId: id }, body }) =>
        inCommunity(caller, key, async (tx, communityId, { now }) => {
          await changeRule(tx, { actor: caller, communityId, id, body, now });
          return shown(tx, communityId, id);
        }),
    }),
    route({
      id: 'credit.set-policy',
      method: 'PUT',
      path: `${BASE}/credit/policy`,
      summary: 'Set the figures of the credit licence',
      params: communityParams,
      body: policyBody,
      reply: z.undefined(),
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId, { now }) => {
          await setPolicy(tx, { actor: caller, communityId, policy: body, now });
          return undefined;
        }),
    }),
  ];
};
