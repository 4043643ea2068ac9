import { createHash } from 'node:crypto';
import type { ConnectorContext } from '#modules/connections/index.ts';

/** Digests, not the ids themselves: what is kept here outlives whoever it is about being erased. */
type Told = [key: string, id: string, at: number];

const KEPT = 200;
const KEPT_MS = 10 * 60_000;
const TOGETHER_MS = 5_000;

/** So long a notice waits for the message about the same thing, milliseconds. */
export const NOTICE_WAITS_MS = 1_500;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

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
  const [what, which] = [digest(key), digest(id)];
  const known = told.find(([other, , when]) => other === what && Math.abs(when - at) < TOGETHER_MS);
  if (known) return known[1] === which;
  const lately = told.filter(([, , when]) => Math.abs(when - at) < KEPT_MS);
  await memory.set('told', JSON.stringify([...lately, [what, which, at]].slice(-KEPT)));
  return true;
}
