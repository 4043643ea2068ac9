import type { ConnectorContext } from '#modules/connections/index.ts';

type Told = [key: string, id: string, at: number];

const KEPT = 200;
const TOGETHER_MS = 5_000;

/** So long a notice waits for the message about the same thing, milliseconds. */
export const NOTICE_WAITS_MS = 1_500;

/**
 * Joinings and leavings that a platform tells twice: by a message in the chat, which its exports keep under the same id, and by a
 * notice, which also comes where such messages are turned off. True for whichever tells first, and for it again when the
 * platform repeats it; false for the other. `at` is when it happened, milliseconds; a notice first waits `NOTICE_WAITS_MS`.
 */
export async function firstToTell(
  memory: ConnectorContext<unknown>['memory'],
  { key, id, at }: { key: string; id: string; at: number },
): Promise<boolean> {
  const told = JSON.parse((await memory.get('told')) ?? '[]') as Told[];
  const known = told.find(([other, , when]) => other === key && Math.abs(when - at) < TOGETHER_MS);
  if (known) return known[1] === id;
  await memory.set('told', JSON.stringify([...told, [key, id, at]].slice(-KEPT)));
  return true;
}
