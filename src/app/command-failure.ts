import { AppError } from '#kernel/errors.ts';

/** A named failure that says what is wrong outside; status 500 is a failure inside that only has a name. */
const isExplained = (error: unknown): error is AppError => error instanceof AppError && error.status !== 500;

/** 2: the command or its surroundings are wrong and the message says what; 1: a defect of ours. */
export const exitCodeOf = (error: unknown): number => (isExplained(error) ? 2 : 1);

/** One clear line for a failure a person can act on, with each wrong place below it; a defect shows its stack. */
export function describeFailure(error: unknown): string {
  if (!isExplained(error)) {
    return `qunluo: this is a defect, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const faults = error.faults
    .filter(({ where, what }) => !error.message.includes(what) || !error.message.includes(where))
    .map(({ where, what }) => `\n  ${where}: ${what}`);
  return `qunluo: ${error.message}${faults.join('')}`;
}
