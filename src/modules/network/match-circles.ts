/**
 * Which circle of another picture each circle is: the one with which it has most people in common, largest overlaps
 * first, each taken once. `one` and `other` are the circles of the same people in both, 0 for none. A circle that has no
 * partner gets a number past `last`, the last one of the other picture, so that it is not taken for one of them.
 */
export function matchCircles(one: readonly number[], other: readonly number[], last: number): Map<number, number> {
  const overlaps = new Map<string, { from: number; to: number; people: number }>();
  for (const [k, from] of one.entries()) {
    const to = other[k]!;
    if (from === 0 || to === 0) continue;
    const key = `${from} ${to}`;
    const overlap = overlaps.get(key) ?? { from, to, people: 0 };
    overlap.people++;
    overlaps.set(key, overlap);
  }
  const matched = new Map<number, number>([[0, 0]]);
  const taken = new Set<number>();
  const bySize = [...overlaps.values()].sort((a, b) => b.people - a.people || a.from - b.from || a.to - b.to);
  for (const { from, to } of bySize) {
    if (matched.has(from) || taken.has(to)) continue;
    matched.set(from, to);
    taken.add(to);
  }
  let next = last + 1;
  for (const from of [...new Set(one)].sort((a, b) => a - b)) if (!matched.has(from)) matched.set(from, next++);
  return matched;
}
