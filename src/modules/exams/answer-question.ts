import { Conflict, NotFound } from '#kernel/errors.ts';
import { partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { getAttempt, keepAnswer, listItems } from './attempt-store.ts';
import { keptChoice } from './check-question.ts';

/**
 * Keeps what a member answers, as often as they change their mind, until the exam is over; an empty choice takes the
 * answer back. The attempt is locked against ending meanwhile, so that nothing is answered after it is marked. NotFound for another's attempt or a
 * question that is not in it, Conflict when it is over or its time is, BadInput for an answer that cannot be one.
 */
export async function answerQuestion(
  tx: Tx,
  { communityId, memberId, now }: { communityId: string; memberId: string; now: Date },
  { id, position, choice }: { id: string; position: number; choice: readonly number[] },
): Promise<{ answered: number; endsAt: Date }> {
  const memberIds = await partsOf(tx, communityId, memberId);
  const { finishedAt, endsAt } = await getAttempt(tx, communityId, id, { memberIds, lock: 'share' });
  if (finishedAt !== null) throw new Conflict('this exam is over', 'exam_over');
  if (now >= endsAt) throw new Conflict('the time of this exam is over', 'time_over');
  const [item] = await listItems(tx, id, position);
  if (!item) throw new NotFound('the question');
  const kept = choice.length === 0 ? null : keptChoice(item.kind, item.shown, choice);
  return { answered: await keepAnswer(tx, id, { position, choice: kept, now }), endsAt };
}
