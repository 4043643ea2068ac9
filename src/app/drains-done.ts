import { setTimeout as sleep } from 'node:timers/promises';
import type { CommunityTurns } from '#modules/events/index.ts';

/** Waits for a drain that began before now, and may still write by what it has read about the community. */
export async function drainsDone(turns: Pick<CommunityTurns, 'alone'>, communityId: string): Promise<void> {
  while ((await turns.alone('drain', communityId, async () => true)) === undefined) await sleep(50);
}
