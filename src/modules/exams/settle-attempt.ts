import { partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { closeAttempt, getAttempt, type KeptAttempt, listAttemptsOf, lockPerson } from './attempt-store.ts';
import type { ExamPorts } from './ports.ts';

export type Settling = { ports: Pick<ExamPorts, 'onPassed'>; communityId: string; now: Date };

/**
 * Ends an attempt that its member gives in, or whose time is over: marks it, and tells `onPassed` when it is passed.
 * One that ended before is left as it is, so that asking again tells nobody again. `handedIn` false ends only what is
 * overdue. The person has to be locked.
 */
export async function settleAttempt(
  tx: Tx,
  { ports, communityId, now }: Settling,
  { id, personId, handedIn }: { id: string; personId: string; handedIn: boolean },
): Promise<KeptAttempt> {
  const attempt = await getAttempt(tx, communityId, id, { lock: 'update' });
  if (attempt.finishedAt !== null) return attempt;
  const overdue = now >= attempt.endsAt;
  if (!overdue && !handedIn) return attempt;
  const endedBy = overdue ? 'time' : 'member';
  const finishedAt = overdue ? attempt.endsAt : new Date(Math.max(now.getTime(), attempt.startedAt.getTime()));
  const marked = await closeAttempt(tx, id, { finishedAt, endedBy });
  const { workspaceId, paperId, purpose, startedAt, total } = attempt;
  if (marked.passed)
    await ports.onPassed(tx, {
      workspaceId,
      communityId,
      memberId: personId,
      attemptId: id,
      paperId,
      purpose,
      startedAt,
      passedAt: finishedAt,
      correct: marked.correct,
      total,
    });
  return { ...attempt, finishedAt, endedBy, ...marked };
}

/**
 * An attempt of a member, ended by their own hand or because its time is over; nothing is locked where nothing is to be
 * ended. NotFound for another's.
 */
export async function settleOwn(
  tx: Tx,
  settling: Settling,
  { id, memberId, handedIn }: { id: string; memberId: string; handedIn: boolean },
): Promise<KeptAttempt> {
  const { communityId, now } = settling;
  const attempt = await getAttempt(tx, communityId, id, { memberIds: await partsOf(tx, communityId, memberId) });
  if (attempt.finishedAt !== null || (!handedIn && now < attempt.endsAt)) return attempt;
  const { personId } = await lockPerson(tx, communityId, memberId);
  return settleAttempt(tx, settling, { id, personId, handedIn });
}

/** Every attempt of a member, the latest first; what of them is overdue is ended before. */
export async function listSettled(tx: Tx, settling: Settling, memberIds: readonly string[]): Promise<KeptAttempt[]> {
  const { communityId, now } = settling;
  const attempts = await listAttemptsOf(tx, communityId, memberIds);
  const overdue = attempts.filter(({ finishedAt, endsAt }) => finishedAt === null && endsAt <= now);
  if (overdue.length === 0) return attempts;
  const { personId } = await lockPerson(tx, communityId, overdue[0]!.memberId);
  for (const { id } of overdue) await settleAttempt(tx, settling, { id, personId, handedIn: false });
  return listAttemptsOf(tx, communityId, memberIds);
}
