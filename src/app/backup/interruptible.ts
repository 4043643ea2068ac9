import { BackupRefused } from './errors.ts';

/** Runs work that SIGINT and SIGTERM break off in order; what it began is taken back, and the failure says so. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const aborter = new AbortController();
  const stop = (): void => aborter.abort(new BackupRefused('told to stop: nothing was left behind', 'interrupted'));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(aborter.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
