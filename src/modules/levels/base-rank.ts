import type { Level } from './levels.contract.ts';

/** Adds those whom no row names to the rank that asks for nothing. */
export function withBase(
  ranks: ReadonlyMap<number, number>,
  members: number,
  levels: readonly Pick<Level, 'rank' | 'standards'>[],
): Map<number, number> {
  const base = baseRank(levels);
  const named = [...ranks.values()].reduce((sum, count) => sum + count, 0);
  const all = new Map<number, number>([[0, 0], ...levels.map(({ rank }): [number, number] => [rank, 0]), ...ranks]);
  all.set(base, (all.get(base) ?? 0) + Math.max(0, members - named));
  return all;
}

/** The highest rank that asks for nothing: where everybody stands. 0 where the lowest level asks for something. */
export const baseRank = (levels: readonly Pick<Level, 'rank' | 'standards'>[]): number =>
  levels.filter(({ standards }) => Math.max(...Object.values(standards)) === 0).length;
