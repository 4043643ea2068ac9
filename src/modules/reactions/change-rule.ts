import { checkMessage } from '#modules/delivery/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import type { changeRuleBody } from './contract.ts';
import {
  addRule,
  checkGroups,
  getRule,
  type KeptRule,
  orderRules,
  readRules,
  removeRule,
  type RuleFields,
  updateRule,
} from './rule-store.ts';

type Who = { actor: Actor & { operatorId?: string | undefined }; communityId: string };

const fieldsOf = ({ name, trigger, groupIds, answer, place, restSeconds, enabled }: KeptRule): RuleFields => ({
  name,
  trigger,
  groupIds,
  answer,
  place,
  restSeconds,
  enabled,
});

/** Groups have to be the community's, and what the answer fills in has to be known. BadInput, NotFound of a template. */
async function checkRule(tx: Tx, communityId: string, { groupIds, answer }: RuleFields): Promise<void> {
  await checkGroups(tx, communityId, groupIds);
  await checkMessage(tx, communityId, { ...answer, variables: { name: '', ...answer.variables } });
}

/** Makes a rule, behind the others. @returns its id */
export async function createRule(tx: Tx, { actor, communityId, body }: Who & { body: RuleFields }): Promise<string> {
  await checkRule(tx, communityId, body);
  const id = await addRule(tx, communityId, { ...body, createdBy: actor.operatorId });
  const subject = { kind: 'reaction', id, label: body.name };
  await recordChange(tx, actor, { action: 'reactions.create', subject, communityId, after: body });
  return id;
}

/** Changes a rule; what is absent stays. */
export async function changeRule(
  tx: Tx,
  { actor, communityId, id, body }: Who & { id: string; body: z.output<typeof changeRuleBody> },
): Promise<void> {
  const before = fieldsOf(await getRule(tx, communityId, id, true));
  const after = { ...before, ...body };
  await checkRule(tx, communityId, after);
  await updateRule(tx, id, after);
  const subject = { kind: 'reaction', id, label: after.name };
  await recordChange(tx, actor, { action: 'reactions.update', subject, communityId, before, after });
}

/** Deletes a rule with what it made of events; what it sent stays. */
export async function deleteRule(tx: Tx, { actor, communityId, id }: Who & { id: string }): Promise<void> {
  const before = fieldsOf(await getRule(tx, communityId, id, true));
  await removeRule(tx, id);
  const subject = { kind: 'reaction', id, label: before.name };
  await recordChange(tx, actor, { action: 'reactions.delete', subject, communityId, before });
}

/** Sets the order in which rules are tried; those not named come behind, as they were. */
export async function setOrder(
  tx: Tx,
  { actor, communityId, ruleIds }: Who & { ruleIds: readonly string[] },
): Promise<void> {
  const names = async () => (await readRules(tx, communityId)).map(({ name }) => name);
  const before = await names();
  await orderRules(tx, communityId, ruleIds);
  await recordChange(tx, actor, {
    action: 'reactions.order',
    subject: { kind: 'community', id: communityId },
    communityId,
    before: { order: before },
    after: { order: await names() },
  });
}
