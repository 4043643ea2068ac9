import { BadInput } from '#kernel/errors.ts';
import { listGroups } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { getSegment } from '#modules/segments/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { setBudget } from './budget-store.ts';
import { readCheckInSettings, writeCheckInSettings } from './check-in-store.ts';
import type { PointSettingsBody } from './contract.ts';
import {
  addPointRule,
  getPointRule,
  type KeptRule,
  removePointRule,
  type RuleFields,
  updatePointRule,
} from './rule-store.ts';
import { createPointRuleBody, type NewPointRule } from './rules.contract.ts';
import { readSettings, writeSettings } from './settings-store.ts';

export type Operator = Actor & { operatorId?: string | undefined };

/** How points and checking in work in a community. */
export const allSettings = async (tx: Tx, communityId: string): Promise<PointSettingsBody> => ({
  ...(await readSettings(tx, communityId)),
  checkIn: await readCheckInSettings(tx, communityId),
});

/** Says how points work; what is posted already keeps its expiry. */
export async function setPointSettings(
  tx: Tx,
  actor: Operator,
  communityId: string,
  { checkIn, ...settings }: PointSettingsBody,
): Promise<PointSettingsBody> {
  const before = await allSettings(tx, communityId);
  await writeSettings(tx, communityId, settings);
  await writeCheckInSettings(tx, communityId, checkIn);
  const after = await allSettings(tx, communityId);
  const subject = { kind: 'community', id: communityId };
  await recordChange(tx, actor, { action: 'points.set-settings', subject, communityId, before, after });
  return after;
}

/** Sets what may be issued in a month, or lifts it. Conflict below what was issued. */
export async function setPointBudget(
  tx: Tx,
  actor: Operator,
  { communityId, month, amount }: { communityId: string; month: string; amount: number | null },
): Promise<void> {
  const before = await setBudget(tx, communityId, { month, amount });
  await recordChange(tx, actor, {
    action: 'points.set-budget',
    subject: { kind: 'points-budget', id: `${communityId} ${month}`, label: month },
    communityId,
    before: { amount: before },
    after: { amount },
  });
}

export const fieldsOf = ({ name, kind, conditions, points, growth, caps, bonuses, enabled }: KeptRule): RuleFields => ({
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
export async function checkPointRule(tx: Tx, communityId: string, { conditions }: RuleFields): Promise<void> {
  const own = new Set((await listGroups(tx, communityId)).map(({ id }) => id));
  const strange = conditions.groupIds.findIndex((id) => !own.has(id));
  if (strange >= 0)
    throw new BadInput('a group is not of this community', [
      { where: `/body/conditions/groupIds/${strange}`, what: 'is no group of this community' },
    ]);
  if (conditions.segmentId !== null) await getSegment(tx, communityId, conditions.segmentId);
}

type Change = { communityId: string; now: number };

/** Makes a rule; it holds for what happens from `now` on. @returns its id */
export async function createPointRule(
  tx: Tx,
  actor: Operator,
  { communityId, body, now }: Change & { body: NewPointRule },
): Promise<string> {
  const rule = createPointRuleBody.parse(body);
  await checkPointRule(tx, communityId, rule);
  const id = await addPointRule(tx, communityId, { ...rule, createdBy: actor.operatorId, now });
  const subject = { kind: 'points-rule', id, label: rule.name };
  await recordChange(tx, actor, { action: 'points.create-rule', subject, communityId, after: rule });
  return id;
}

/** Changes a rule; what is absent stays, and so does what it granted. NotFound. */
export async function changePointRule(
  tx: Tx,
  actor: Operator,
  { communityId, id, body, now }: Change & { id: string; body: Partial<RuleFields> },
): Promise<void> {
  const before = fieldsOf(await getPointRule(tx, communityId, id));
  const after = { ...before, ...body };
  await checkPointRule(tx, communityId, after);
  await updatePointRule(tx, id, { ...after, now });
  const subject = { kind: 'points-rule', id, label: after.name };
  await recordChange(tx, actor, { action: 'points.change-rule', subject, communityId, before, after });
}

/** Deletes a rule; what it granted stays in the ledger. NotFound. */
export async function deletePointRule(
  tx: Tx,
  actor: Operator,
  { communityId, id }: { communityId: string; id: string },
): Promise<void> {
  const before = fieldsOf(await getPointRule(tx, communityId, id));
  await removePointRule(tx, id);
  const subject = { kind: 'points-rule', id, label: before.name };
  await recordChange(tx, actor, { action: 'points.delete-rule', subject, communityId, before });
}
