import { dayOf } from '#kernel/calendar.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { OUTCOMES } from './contract.ts';
import { addAppeal, findAppeal, setDecision } from './appeal-store.ts';
import { creditAt } from './credit-at.ts';
import { lockPerson, readFacts } from './facts-store.ts';
import { readPolicy } from './policy-store.ts';
import { daysLater } from './sanction-due.ts';
import { tellMember, type TellParts } from './tell-member.ts';
import { findViolation } from './violation-store.ts';
import { voidViolation } from './void-violation.ts';

type Who = { actor: Actor & { operatorId?: string | undefined }; communityId: string; now: Date };

/** The last day on which a violation can be appealed against: so many days after its recording, in the community's zone. */
export const lastAppealDay = (recordedAt: Date, appealDays: number, zone: string): number =>
  dayOf(recordedAt.getTime(), zone) + appealDays;

/**
 * A member answers to a violation of theirs: once, within the days that the figures give. NotFound for what is somebody
 * else's; Conflict when there is an appeal, it is too late, or nothing is left to appeal against. @returns its id
 */
export async function fileAppeal(
  tx: Tx,
  {
    actor,
    communityId,
    memberId,
    violationId,
    text,
    now,
  }: Who & { memberId: string; violationId: string; text: string },
): Promise<string> {
  const { zone } = await getCommunity(tx, communityId);
  const personId = await lockPerson(tx, communityId, memberId);
  const { members } = await readFacts(tx, communityId, personId);
  const violation = await findViolation(tx, communityId, violationId);
  if (!violation || !members.includes(violation.memberId)) throw new NotFound('the violation');
  if (violation.voidedAt) throw new Conflict('this violation counts no more', 'void');
  const { policy } = await readPolicy(tx, communityId);
  if (dayOf(now.getTime(), zone) > lastAppealDay(violation.recordedAt, policy.appealDays, zone))
    throw new Conflict(`an appeal has to come within ${policy.appealDays} days`, 'too_late');
  const decideBy = new Date(daysLater(now.getTime(), policy.decideDays, zone));
  const order = { communityId, violationId, memberId: violation.memberId, text, filedAt: now, decideBy };
  const id = await addAppeal(tx, order);
  if (id === undefined) throw new Conflict('there is one appeal a violation, and it was made', 'appealed');
  await recordChange(tx, actor, {
    action: 'm.credit.appeal',
    subject: { kind: 'member', id: personId },
    communityId,
    after: { rule: violation.ruleTitle, appeal: id },
  });
  return id;
}

/**
 * Decides an appeal, with reasons that the member reads. Upheld: the violation and all that it caused are taken back.
 * NotFound; Conflict when it was decided.
 */
export async function decideAppeal(
  tx: Tx,
  parts: TellParts,
  order: Who & { appealId: string; outcome: (typeof OUTCOMES)[number]; reasons: string },
): Promise<void> {
  const { actor, communityId, appealId, outcome, reasons, now } = order;
  const { workspaceId } = actor;
  const appeal = await findAppeal(tx, communityId, appealId);
  const violation = appeal && (await findViolation(tx, communityId, appeal.violationId));
  if (!appeal || !violation) throw new NotFound('the appeal');
  const personId = await lockPerson(tx, communityId, appeal.memberId);
  const by = actor.operatorId;
  if (!(await setDecision(tx, appealId, { outcome, reasons, by, now })))
    throw new Conflict('this appeal was decided already', 'decided');
  const { zone } = await getCommunity(tx, communityId);
  if (outcome === 'upheld')
    await voidViolation(tx, { workspaceId, violation, cause: 'appeal', by, reason: reasons, now });
  const { policy } = await readPolicy(tx, communityId);
  const { facts, latest } = await readFacts(tx, communityId, personId);
  const { credit } = creditAt(facts, policy, { now: Math.max(now.getTime(), latest), zone });
  await recordChange(tx, actor, {
    action: 'credit.decide',
    subject: { kind: 'member', id: personId },
    communityId,
    after: { rule: violation.ruleTitle, outcome, credit },
  });
  await tellMember(tx, parts, {
    workspaceId,
    communityId,
    memberId: personId,
    key: `appeal:${appealId}`,
    message: { kind: 'decided', outcome, rule: violation.ruleTitle, credit, reasons },
    policy,
    now: now.getTime(),
  });
}
