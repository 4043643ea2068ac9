import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnswerReply } from '../../../../../src/modules/exams/attempt.contract.ts';
import { ApiError, ask } from '../../api/client.ts';

export type Answers = ReadonlyMap<number, readonly number[]>;
export type SavingState = 'none' | 'saving' | 'saved' | 'unsaved';

const RETRY_MS = 4_000;

/** Whether asking again later may help: the connection was lost, or the server was not ready. */
const mayHelp = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

/**
 * The answers of an exam under way: shown at once, sent one after another, and sent again until the server has them.
 * `refused` is what it would not take.
 */
export function useAnswers(attemptId: string, first: Answers) {
  const [answers, setAnswers] = useState<Answers>(first);
  const [saving, setSaving] = useState<SavingState>('none');
  const [refused, setRefused] = useState<unknown>();
  const waiting = useRef(new Map<number, readonly number[]>());
  const sending = useRef<Promise<boolean>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const send = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    for (let next = [...waiting.current][0]; next; next = [...waiting.current][0]) {
      const [position, choice] = next;
      setSaving('saving');
      try {
        await ask<AnswerReply>(`/exams/attempts/${attemptId}/answers/${position}`, { method: 'PUT', body: { choice } });
      } catch (error) {
        if (mayHelp(error)) {
          setSaving('unsaved');
          timer.current = setTimeout(() => void flush(), RETRY_MS);
          return false;
        }
        setRefused(error);
      }
      // What was changed meanwhile is sent as well.
      if (waiting.current.get(position) === choice) waiting.current.delete(position);
    }
    setSaving((now) => (now === 'none' ? now : 'saved'));
    return true;
    // oxlint-disable-next-line react/exhaustive-deps -- the two call each other, and neither changes
  }, [attemptId]);

  /** Sends what waits. Resolves to whether the server has all of it. */
  const flush = useCallback((): Promise<boolean> => {
    sending.current ??= send().finally(() => (sending.current = undefined));
    return sending.current;
  }, [send]);

  useEffect(() => {
    const again = () => void flush();
    window.addEventListener('online', again);
    return () => {
      window.removeEventListener('online', again);
      clearTimeout(timer.current);
    };
  }, [flush]);

  const answer = useCallback(
    (position: number, choice: readonly number[]) => {
      setRefused(undefined);
      setAnswers((now) => new Map(now).set(position, choice));
      waiting.current.set(position, choice);
      void flush();
    },
    [flush],
  );
  return { answers, answer, saving, refused, flush };
}
