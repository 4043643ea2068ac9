import type { Tx } from '#platform/postgres/index.ts';
import { closeAttempt, getAttempt, type KeptAttempt, listAttemptsOf, lockPerson, partsOf } from './attempt-store.ts';
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

/** Ends an attempt of a member: by their own hand, or because they look at it after its time. NotFound for another's. */
export async function settleOwn(
  tx: Tx,
  settling: Settling,
  { id, memberId, handedIn }: { id: string; memberId: string; handedIn: boolean },
): Promise<KeptAttempt> {
  const { personId, memberIds } = await lockPerson(tx, settling.communityId, memberId);
  await getAttempt(tx, settling.communityId, id, { memberIds });
  return settleAttempt(tx, settling, { id, personId, handedIn });
}

/** Ends what of a member's exams is overdue, before they are shown where they stand. */
export async function settleOverdueOf(tx: Tx, settling: Settling, memberId: string): Promise<void> {
  const { communityId, now } = settling;
  const attempts = await listAttemptsOf(tx, communityId, await partsOf(tx, communityId, memberId));
  const overdue = attempts.filter(({ finishedAt, endsAt }) => finishedAt === null && endsAt <= now);
  if (overdue.length === 0) return;
  const { personId } = await lockPerson(tx, communityId, memberId);
  for (const { id } of overdue) await settleAttempt(tx, settling, { id, personId, handedIn: false });
}
