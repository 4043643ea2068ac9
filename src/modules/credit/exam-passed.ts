import { getCommunity } from '#modules/communities/index.ts';
import { recordChange, systemCaller } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ringSanctions } from './act-bell.ts';
import { creditAt } from './credit-at.ts';
import { addRestoration, lockPerson, readFacts } from './facts-store.ts';
import { readPolicy } from './policy-store.ts';
import { holds, liftSanctions, sanctionsOfMembers } from './sanction-store.ts';
import { tellMember, type TellParts } from './tell-member.ts';

export type ExamPassed = { workspaceId: string; communityId: string; memberId: string; attemptId: string; at: Date };

/**
 * The port that exams call when an attempt at a licence exam was passed, in its transaction: ends a suspension and gives
 * back what the figures say (6). An attempt gives it once, however often it is told; without a suspension it gives nothing.
 * @returns how many points came back, and whether a suspension ended. NotFound
 */
export async function onExamPassed(
  tx: Tx,
  parts: TellParts,
  { workspaceId, communityId, memberId, attemptId, at }: ExamPassed,
): Promise<{ restored: number; lifted: boolean }> {
  const { zone } = await getCommunity(tx, communityId);
  const personId = await lockPerson(tx, communityId, memberId);
  const { policy } = await readPolicy(tx, communityId);
  const before = await readFacts(tx, communityId, personId);
  const now = Math.max(at.getTime(), before.latest);
  const { credit, suspendedSince } = creditAt(before.facts, policy, { now, zone });
  const suspensions = (await sanctionsOfMembers(tx, before.members)).filter(
    (one) => one.kind === 'suspend' && holds(one, new Date(now)),
  );
  if (suspendedSince === null && suspensions.length === 0) return { restored: 0, lifted: false };
  const added = await addRestoration(tx, communityId, {
    memberId: personId,
    attemptId,
    points: policy.restore,
    at: new Date(now),
  });
  if (!added) return { restored: 0, lifted: false };
  const after = creditAt((await readFacts(tx, communityId, personId)).facts, policy, { now, zone });
  const ids = suspensions.map(({ id }) => id);
  await liftSanctions(tx, ids, { cause: 'exam', by: undefined, reason: '', now: new Date(now) });
  await recordChange(tx, systemCaller(workspaceId), {
    action: 'credit.restore',
    subject: { kind: 'member', id: personId },
    communityId,
    before: { credit },
    after: { credit: after.credit },
  });
  await tellMember(tx, parts, {
    workspaceId,
    communityId,
    memberId: personId,
    key: `exam:${attemptId}`,
    message: { kind: 'restored', credit: after.credit, points: policy.points },
    policy,
    now: at.getTime(),
  });
  await ringSanctions(tx, workspaceId);
  return { restored: after.credit - credit, lifted: true };
}
