import type { PaperFields } from './paper.contract.ts';
import type { Refusal } from './attempt.contract.ts';

const HOUR_MS = 3_600_000;

/** A try that is over. */
export type PastAttempt = { finishedAt: Date; passed: boolean };

export type MayStart = { refusal: Refusal | null; at: Date | null; left: number | null };

/**
 * Whether a member may begin an exam at `now`, after these tries of it, the latest first. The licence can be passed
 * anew whenever it is needed; entry and quizzes are passed once. Tries and cool-down count from the last pass on:
 * a cool-down follows a try that failed. `left` is null where there is no limit.
 */
export function mayStart(
  { purpose, mostAttempts, coolDownHours }: Pick<PaperFields, 'purpose' | 'mostAttempts' | 'coolDownHours'>,
  past: readonly PastAttempt[],
  now: Date,
): MayStart {
  const lastPass = past.findIndex(({ passed }) => passed);
  const failed = lastPass < 0 ? past : past.slice(0, lastPass);
  const left = mostAttempts === null ? null : Math.max(0, mostAttempts - failed.length);
  if (lastPass >= 0 && purpose !== 'licence') return { refusal: 'already_passed', at: null, left };
  if (left === 0) return { refusal: 'no_attempts_left', at: null, left };
  const last = failed[0];
  const at = last && new Date(last.finishedAt.getTime() + coolDownHours * HOUR_MS);
  if (at && at > now) return { refusal: 'cooling_down', at, left };
  return { refusal: null, at: null, left };
}
