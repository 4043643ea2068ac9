import { BadInput } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import type { changeRuleBody, createRuleBody } from './contract.ts';
import type { CreditPolicy } from './policy.contract.ts';
import { readPolicy, writePolicy } from './policy-store.ts';
import { addRule, getRule, type KeptRule, listRules, orderRules, updateRule } from './rule-store.ts';
import { listRuleTemplates } from './templates/list-rule-templates.ts';

type Who = { actor: Actor & { operatorId?: string | undefined }; communityId: string };

const fieldsOf = ({ title, text, examples, cost, archivedAt }: KeptRule) => ({
  title,
  text,
  examples,
  cost,
  archivedAt,
});

async function checkCost(tx: Tx, communityId: string, cost: number): Promise<void> {
  const { costs } = (await readPolicy(tx, communityId)).policy;
  if (!costs.includes(cost))
    throw new BadInput(`a rule costs one of ${costs.join(', ')}`, [
      { where: '/body/cost', what: `is none of ${costs.join(', ')}` },
    ]);
}

/** Writes a rule down. BadInput for a cost that the figures do not have, Conflict for a title that is there. @returns its id */
export async function createRule(
  tx: Tx,
  { actor, communityId, body }: Who & { body: z.output<typeof createRuleBody> },
): Promise<string> {
  await checkCost(tx, communityId, body.cost);
  const id = await addRule(tx, communityId, body, actor.operatorId);
  const subject = { kind: 'rule', id, label: body.title };
  await recordChange(tx, actor, { action: 'rules.create', subject, communityId, after: body });
  return id;
}

/** Changes a rule, or puts it away: what was recorded under it stays, with what it cost then. */
export async function changeRule(
  tx: Tx,
  { actor, communityId, id, body, now }: Who & { id: string; body: z.output<typeof changeRuleBody>; now: Date },
): Promise<void> {
  const before = fieldsOf(await getRule(tx, communityId, id));
  const { archived, ...fields } = body;
  const archivedAt = archived === undefined ? before.archivedAt : archived ? (before.archivedAt ?? now) : null;
  const after = { ...before, ...fields, archivedAt };
  if (fields.cost !== undefined && fields.cost !== before.cost) await checkCost(tx, communityId, fields.cost);
  await updateRule(tx, id, { ...after, now });
  const subject = { kind: 'rule', id, label: after.title };
  await recordChange(tx, actor, { action: 'rules.change', subject, communityId, before, after });
}

/** Sets the order in which members read the rules. */
export async function setRuleOrder(
  tx: Tx,
  { actor, communityId, ruleIds }: Who & { ruleIds: readonly string[] },
): Promise<void> {
  const titles = async () => (await listRules(tx, communityId, { archived: false })).map(({ title }) => title);
  const before = await titles();
  await orderRules(tx, communityId, ruleIds);
  await recordChange(tx, actor, {
    action: 'rules.order',
    subject: { kind: 'community', id: communityId },
    communityId,
    before: { order: before },
    after: { order: await titles() },
  });
}

/** Adds those rules of the community's type that it does not have. @returns how many */
export async function prefillRules(
  tx: Tx,
  { actor, communityId, language }: Who & { language: 'zh-CN' | 'en' },
): Promise<number> {
  const { type } = await getCommunity(tx, communityId);
  const there = new Set((await listRules(tx, communityId, { archived: true })).map(({ title }) => title));
  const { costs } = (await readPolicy(tx, communityId)).policy;
  const missing = listRuleTemplates(type, language).filter(({ title }) => !there.has(title));
  for (const rule of missing) {
    // A community may have other costs: the nearest that is not more.
    const cost = Math.max(...costs.filter((one) => one <= rule.cost), Math.min(...costs));
    await addRule(tx, communityId, { ...rule, cost }, actor.operatorId);
  }
  await recordChange(tx, actor, {
    action: 'rules.prefill',
    subject: { kind: 'community', id: communityId },
    communityId,
    after: { rules: missing.map(({ title }) => title) },
  });
  return missing.length;
}

/** Sets the figures of the licence. They hold for what was recorded before, too; what it cost stays. */
export async function setPolicy(
  tx: Tx,
  { actor, communityId, policy, now }: Who & { policy: CreditPolicy; now: Date },
): Promise<void> {
  const { policy: before } = await readPolicy(tx, communityId);
  await writePolicy(tx, communityId, { policy, by: actor.operatorId, now });
  await recordChange(tx, actor, {
    action: 'credit.set-policy',
    subject: { kind: 'community', id: communityId },
    communityId,
    before,
    after: policy,
  });
}
