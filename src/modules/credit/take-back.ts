import { Conflict, NotFound } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ringSanctions } from './act-bell.ts';
import { creditAt } from './credit-at.ts';
import { addRestoration, lockPerson, readFacts } from './facts-store.ts';
import { readPolicy } from './policy-store.ts';
import { holds, liftSanctions, findSanction, sanctionsOfMembers } from './sanction-store.ts';
import { tellMember, type TellParts } from './tell-member.ts';
import { findViolation } from './violation-store.ts';
import { voidViolation } from './void-violation.ts';

type Who = { actor: Actor & { operatorId?: string | undefined }; communityId: string; reason: string; now: Date };

/** An operator takes a violation back that should not have been recorded. NotFound; Conflict when it is void. */
export async function withdrawViolation(
  tx: Tx,
  parts: TellParts,
  { actor, communityId, violationId, reason, now }: Who & { violationId: string },
): Promise<void> {
  const { workspaceId, operatorId: by } = actor;
  const found = await findViolation(tx, communityId, violationId);
  if (!found) throw new NotFound('the violation');
  const personId = await lockPerson(tx, communityId, found.memberId);
  const violation = (await findViolation(tx, communityId, violationId))!;
  if (violation.voidedAt) throw new Conflict('this violation counts no more', 'void');
  const order = { workspaceId, violation, cause: 'operator', by, reason, now } as const;
  const { credit, policy } = await voidViolation(tx, order);
  await recordChange(tx, actor, {
    action: 'credit.withdraw',
    subject: { kind: 'member', id: personId },
    communityId,
    after: { rule: violation.ruleTitle, credit },
  });
  await tellMember(tx, parts, {
    workspaceId,
    communityId,
    memberId: personId,
    key: `withdrawn:${violationId}`,
    message: { kind: 'withdrawn', rule: violation.ruleTitle, cost: violation.cost, credit, reason },
    policy,
    now: now.getTime(),
  });
}

/**
 * An operator ends a sanction before its time; what it cost stays. A suspension that is ended gives no credit back.
 * NotFound; Conflict when it holds no more.
 */
export async function liftSanction(
  tx: Tx,
  parts: TellParts,
  { actor, communityId, sanctionId, reason, now }: Who & { sanctionId: string },
): Promise<void> {
  const { workspaceId, operatorId: by } = actor;
  const asked = await findSanction(tx, communityId, sanctionId);
  if (!asked) throw new NotFound('the sanction');
  const personId = await lockPerson(tx, communityId, asked.memberId);
  const found = (await findSanction(tx, communityId, sanctionId))!;
  if (!holds(found, now) || found.kind === 'warn') throw new Conflict('this sanction holds no more', 'over');
  const { zone } = await getCommunity(tx, communityId);
  const { policy } = await readPolicy(tx, communityId);
  const person = await readFacts(tx, communityId, personId);
  const others = await sanctionsOfMembers(tx, person.members);
  // Several violations may each have suspended: it is one suspension.
  const ids = others.filter((one) => one.kind === found.kind && holds(one, now)).map(({ id }) => id);
  await liftSanctions(tx, found.kind === 'suspend' ? ids : [found.id], { cause: 'operator', by, reason, now });
  const at = Math.max(now.getTime(), person.latest);
  const { credit, suspendedSince } = creditAt(person.facts, policy, { now: at, zone });
  if (found.kind === 'suspend' && suspendedSince !== null)
    await addRestoration(tx, communityId, { memberId: personId, attemptId: null, points: 0, at: new Date(at) });
  await recordChange(tx, actor, {
    action: 'credit.lift',
    subject: { kind: 'member', id: personId },
    communityId,
    after: { sanction: found.kind, credit },
  });
  await tellMember(tx, parts, {
    workspaceId,
    communityId,
    memberId: personId,
    key: `lifted:${sanctionId}`,
    message: { kind: 'lifted', sanction: found.kind, credit, reason },
    policy,
    now: now.getTime(),
  });
  await ringSanctions(tx, workspaceId);
}
