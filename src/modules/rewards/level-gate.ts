import { listLevels } from '#modules/levels/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/**
 * The rank that each of these rewards takes, by their ids; those for everybody are left out. A level that is gone lets
 * nobody in: its rank is Infinity.
 */
export async function readGates(
  tx: Tx,
  communityId: string,
  rewards: Iterable<{ id: string; levelId: string | null }>,
): Promise<Map<string, number>> {
  const gated = [...rewards].filter(({ levelId }) => levelId !== null);
  if (gated.length === 0) return new Map();
  const ranks = new Map((await listLevels(tx, communityId)).map(({ id, rank }) => [id, rank]));
  return new Map(gated.map(({ id, levelId }) => [id, ranks.get(levelId!) ?? Infinity]));
}
