import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnswerReply } from '../../../../../src/modules/exams/attempt.contract.ts';
import { ask } from '../../api/client.ts';
import { noteRefusal } from '../../api/query-client.ts';
import { AnswerQueue } from './answer-queue.ts';

export type Answers = ReadonlyMap<number, readonly number[]>;
type SavingState = 'none' | 'saving' | 'saved' | 'unsaved';

const RETRY_MS = 4_000;

/** What waits stays when the page is left, and is sent on when somebody comes back to it. */
const queues = new Map<string, AnswerQueue>();

function queueOf(attemptId: string): AnswerQueue {
  const put = (position: number, choice: readonly number[]) =>
    ask<AnswerReply>(`/exams/attempts/${attemptId}/answers/${position}`, { method: 'PUT', body: { choice } }).catch(
      (error: unknown) => {
        noteRefusal(error);
        throw error;
      },
    );
  const queue = queues.get(attemptId) ?? new AnswerQueue(put);
  queues.set(attemptId, queue);
  return queue;
}

/**
 * The answers of an exam under way: shown at once, sent one after another, and sent again until the server has them.
 * `refused` is what it would not take.
 */
export function useAnswers(attemptId: string, first: Answers) {
  const queue = queueOf(attemptId);
  const [answers, setAnswers] = useState<Answers>(() => new Map([...first, ...queue.waiting]));
  const [saving, setSaving] = useState<SavingState>('none');
  const [refused, setRefused] = useState<unknown>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const gone = useRef(false);

  /** Sends what waits. Resolves to whether the server has all of it. */
  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (queue.waiting.size === 0) return true;
    setSaving('saving');
    const sent = await queue.flush();
    if (sent.refused !== undefined) setRefused(sent.refused);
    setSaving(sent.whole ? 'saved' : 'unsaved');
    clearTimeout(timer.current);
    if (!sent.whole && !gone.current) timer.current = setTimeout(() => void flush(), RETRY_MS);
    return sent.whole;
  }, [queue]);

  useEffect(() => {
    gone.current = false;
    const again = () => void flush();
    again();
    window.addEventListener('online', again);
    return () => {
      gone.current = true;
      window.removeEventListener('online', again);
      // What waits for its next try has one more now.
      again();
    };
  }, [flush]);

  const answer = useCallback(
    (position: number, choice: readonly number[]) => {
      setRefused(undefined);
      setAnswers((now) => new Map(now).set(position, choice));
      queue.add(position, choice);
      void flush();
    },
    [flush, queue],
  );
  return { answers, answer, saving, refused, flush };
}
