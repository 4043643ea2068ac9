import { AppError } from '#kernel/errors.ts';

/** What the system refuses because of the machine's state or rights, and a person can change. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  ENOSPC: 'no disk space is left; free some and try again',
  EDQUOT: 'the disk quota is used up; free some and try again',
  EROFS: 'the file system is read-only',
  EACCES: 'a file or folder may not be accessed',
  EPERM: 'a file or folder may not be accessed',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** A refusal of the system as a failure that says what to do; every other error comes back unchanged. */
function explain(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  const what = SURROUNDINGS[code];
  if (syscall === undefined || what === undefined) return error;
  return new AppError({ code: code.toLowerCase(), status: 503, message: `${what} (${message})`, cause: error });
}

/** A named failure that says what is wrong outside; status 500 is a failure inside that only has a name. */
const isExplained = (error: unknown): error is AppError => error instanceof AppError && error.status !== 500;

/** 2: the command or its surroundings are wrong and the message says what; 1: a defect of ours. */
export const exitCodeOf = (error: unknown): number => (isExplained(explain(error)) ? 2 : 1);

/** One clear line for a failure a person can act on, with each wrong place below it; a defect shows its stack. */
export function describeFailure(thrown: unknown): string {
  const error = explain(thrown);
  if (!isExplained(error)) {
    return `qunluo: this is a defect, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const faults = error.faults
    .filter(({ where, what }) => !error.message.includes(what) || !error.message.includes(where))
    .map(({ where, what }) => `\n  ${where}: ${what}`);
  return `qunluo: ${error.message}${faults.join('')}`;
}
