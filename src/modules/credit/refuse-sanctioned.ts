import { Conflict } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { restrictionsOf } from './restrictions-of.ts';

/**
 * Refuses what a sanction forbids: whoever is suspended or removed neither earns on their pages nor uses what they have earned. A mute takes
 * the word in groups and nothing else. Conflict with the rule that was broken.
 */
export async function refuseSanctioned(tx: Tx, memberId: string, now: Date): Promise<void> {
  const held = (await restrictionsOf(tx, [memberId], now)).find(({ kind }) => kind !== 'mute');
  if (!held) return;
  const why = `by the rule “${held.rule}”`;
  throw new Conflict(
    held.kind === 'suspend'
      ? `this member is suspended ${why}, until the exam on the rules is passed`
      : `this member was removed ${why}`,
    'sanctioned',
  );
}
