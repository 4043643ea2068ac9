import { z } from 'zod';
import type { Clock } from '#kernel/clock.ts';
import { NotFound } from '#kernel/errors.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { asText, listAttachedChats } from '#modules/connections/index.ts';
import { fillForPreview } from '#modules/delivery/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { findByIds } from '#modules/members/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { changeRule, createRule, deleteRule, setOrder } from './change-rule.ts';
import { chooseAnswers } from './choose-answers.ts';
import {
  changeRuleBody,
  createRuleBody,
  memberParams,
  orderBody,
  proofCodeReply,
  proofCodesReply,
  type ReactionRule,
  ruleParams,
  ruleSchema,
  rulesReply,
  runsReply,
  tryBody,
  tryReply,
} from './contract.ts';
import { issueProofCode, listProofCodes } from './proof-store.ts';
import { getRule, type KeptRule, readRules } from './rule-store.ts';
import { countRuns, listRuns, type RunCounts } from './run-store.ts';

const BASE = '/api/v1/communities/:communityId';
const RULES = `${BASE}/reactions`;
const SHOWN_MS = 28 * 86_400_000;
const RUNS_SHOWN = 200;

export type ReactionRoutesParts = { database: Database; clock: Clock };

/** Rules that answer at once, and codes that prove accounts. */
export function reactionsRoutes(parts: ReactionRoutesParts): Route[] {
  const inCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>): Promise<T> =>
    parts.database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));
  return [...ruleRoutes(parts.clock, inCommunity), ...codeRoutes(parts.clock, inCommunity)];
}

type InCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>) => Promise<T>;

const present = ({ createdAt, ...rule }: KeptRule, counts: RunCounts | undefined): ReactionRule => ({
  ...rule,
  createdAt: createdAt.toISOString(),
  runs: { answered: counts?.answered ?? 0, others: counts?.others ?? 0, last: counts?.last?.toISOString() ?? null },
});

function ruleRoutes(clock: Clock, inCommunity: InCommunity): Route[] {
  const since = () => new Date(clock.now() - SHOWN_MS);
  const shown = async (tx: Tx, communityId: string, id: string) =>
    present(await getRule(tx, communityId, id), (await countRuns(tx, communityId, since())).get(id));
  return [
    route({
      id: 'reactions.list',
      method: 'GET',
      path: RULES,
      summary: 'Rules that answer at once to what happens in the groups',
      params: communityParams,
      reply: rulesReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const counts = await countRuns(tx, communityId, since());
          return {
            rules: (await readRules(tx, communityId)).map((rule) => present(rule, counts.get(rule.id))),
            attached: (await listAttachedChats(tx, communityId)).length,
          };
        }),
    }),
    route({
      id: 'reactions.create',
      method: 'POST',
      path: RULES,
      summary: 'Make a rule; it is tried after the others',
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
      id: 'reactions.order',
      method: 'PUT',
      path: `${RULES}/order`,
      summary: 'Set the order in which rules are tried',
      params: communityParams,
      body: orderBody,
      reply: z.undefined(),
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          await setOrder(tx, { actor: caller, communityId, ...body });
          return undefined;
        }),
    }),
    route({
      id: 'reactions.update',
      method: 'PATCH',
      path: `${RULES}/:ruleId`,
      summary: 'Change a rule, or switch it on or off',
      params: ruleParams,
      body: changeRuleBody,
      reply: ruleSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          await changeRule(tx, { actor: caller, communityId, id: params.ruleId, body });
          return shown(tx, communityId, params.ruleId);
        }),
    }),
    route({
      id: 'reactions.delete',
      method: 'DELETE',
      path: `${RULES}/:ruleId`,
      summary: 'Delete a rule',
      params: ruleParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          await deleteRule(tx, { actor: caller, communityId, id: params.ruleId });
          return undefined;
        }),
    }),
    route({
      id: 'reactions.runs',
      method: 'GET',
      path: `${RULES}/:ruleId/runs`,
      summary: 'What a rule made of events lately',
      params: ruleParams,
      reply: runsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const { id } = await getRule(tx, communityId, params.ruleId);
          const runs = await listRuns(tx, id, RUNS_SHOWN);
          return {
            runs: runs.map(({ happenedAt, reactedAt, ...run }) => ({
              ...run,
              happenedAt: happenedAt.toISOString(),
              reactedAt: reactedAt.toISOString(),
            })),
          };
        }),
    }),
    route({
      id: 'reactions.try',
      method: 'POST',
      path: `${RULES}/try`,
      summary: 'What the rules would answer; nothing is sent',
      params: communityParams,
      body: tryBody,
      reply: tryReply,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const choices = chooseAnswers(await readRules(tx, communityId), body);
          const answers = [];
          for (const { rule, word } of choices) {
            const content = await fillForPreview(tx, communityId, {
              ...rule.answer,
              variables: { name: '小雅', ...rule.answer.variables },
            });
            answers.push({ ruleId: rule.id, name: rule.name, word, place: rule.place, text: asText(content) });
          }
          return { answers };
        }),
    }),
  ];
}

const codeRoutes = (clock: Clock, inCommunity: InCommunity): Route[] => [
  route({
    id: 'members.proof-codes',
    method: 'GET',
    path: `${BASE}/members/:memberId/proof-codes`,
    summary: 'Codes by which a member proves accounts, and what they proved',
    params: memberParams,
    reply: proofCodesReply,
    handle: ({ caller, params: { communityId: key, memberId } }) =>
      inCommunity(caller, key, async (tx, communityId) => {
        await checkMember(tx, communityId, memberId);
        const codes = await listProofCodes(tx, communityId, memberId);
        return {
          codes: codes.map(({ createdAt, expiresAt, provenAt, platform, externalId, name, ...code }) => ({
            ...code,
            createdAt: createdAt.toISOString(),
            expiresAt: expiresAt.toISOString(),
            provenAt: provenAt?.toISOString() ?? null,
            account: platform === null ? null : { platform, externalId: externalId!, name: name! },
          })),
        };
      }),
  }),
  route({
    id: 'members.issue-proof-code',
    method: 'POST',
    path: `${BASE}/members/:memberId/proof-codes`,
    summary: 'Make a code that a member posts in a group from another account, to prove that it is theirs',
    params: memberParams,
    reply: proofCodeReply,
    status: 201,
    handle: ({ caller, params: { communityId: key, memberId } }) =>
      inCommunity(caller, key, async (tx, communityId) => {
        await checkMember(tx, communityId, memberId);
        const now = new Date(clock.now());
        const { id, code, expiresAt } = await issueProofCode(tx, communityId, {
          memberId,
          createdBy: caller.operatorId,
          now,
        });
        const subject = { kind: 'member', id: memberId };
        await recordChange(tx, caller, {
          action: 'members.issue-proof-code',
          subject,
          communityId,
          after: { code: id },
        });
        return { code, expiresAt: expiresAt.toISOString() };
      }),
  }),
];

async function checkMember(tx: Tx, communityId: string, memberId: string): Promise<void> {
  const found = await findByIds(tx, communityId, [memberId]);
  if (found.length === 0) throw new NotFound('the member');
}
