import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionRefused, type ConnectorContext, type Session } from '#modules/connections/index.ts';

/** Something asked for again and again. */
export type Poll = { name: string; everySeconds: number; run(): Promise<void> };

/**
 * A session without a socket: it sends, and polls one after another, each in its own time, first at once. A poll that fails is tried
 * again at its next time; one that is refused for good ends the session.
 */
export function polledSession(
  context: Pick<ConnectorContext<unknown>, 'log' | 'signal'>,
  parts: Omit<Session, 'close' | 'ended'> & { polls: readonly Poll[] },
): Session {
  const { polls, ...rest } = parts;
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, context.signal]);
  let end!: (error: Error) => void;
  const ended = new Promise<Error>((resolve) => (end = resolve));
  const loops = polls.map((poll) => loop(poll, signal, context.log, end));
  return {
    ...rest,
    ended,
    async close() {
      controller.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(
  poll: Poll,
  signal: AbortSignal,
  log: ConnectorContext<unknown>['log'],
  end: (error: Error) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await poll.run();
    } catch (error) {
      if (error instanceof ConnectionRefused) return end(error);
      log.warn({ err: error, poll: poll.name }, 'a poll of a platform failed; it is tried again');
    }
    await sleep(poll.everySeconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}
