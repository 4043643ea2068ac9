import { SegmentCycle } from './errors.ts';
import { clausesOf, type Rule } from './rule.contract.ts';
import { kindOf } from './rules/index.ts';

/** What of a segment decides on which others it depends. */
export type Dependent = {
  readonly id: string;
  readonly name: string;
  readonly rule: Rule | null;
  readonly tag: string | null;
};

type SchemeOf = (schemeId: string) => readonly string[];

/** The segments that a rule looks at: named, by an own scheme of tiers, or by a tag that a segment gives. */
export function usedBy(rule: Rule | null, schemeOf: SchemeOf, givers: ReadonlyMap<string, string>): string[] {
  if (rule === null) return [];
  const found = clausesOf(rule).flatMap((clause) => {
    if (clause.kind === 'tag') return givers.has(clause.tag) ? [givers.get(clause.tag)!] : [];
    return kindOf(clause).uses?.(clause as never, schemeOf) ?? [];
  });
  return [...new Set(found)];
}

/** Which segment gives each tag. */
export const tagGivers = (segments: readonly Dependent[]): Map<string, string> =>
  new Map(segments.flatMap(({ id, tag }) => (tag === null ? [] : [[tag, id] as const])));

/**
 * Segments in the order in which they can be computed, in levels: those of a level depend on earlier levels only. Throws
 * SegmentCycle where some depend on themselves; `where` is the place of the fault in the input.
 */
export function levelsOf<T extends Dependent>(segments: readonly T[], schemeOf: SchemeOf, where = '/rule'): T[][] {
  const givers = tagGivers(segments);
  const there = new Set(segments.map(({ id }) => id));
  const uses = new Map(
    segments.map(({ id, rule }) => [id, usedBy(rule, schemeOf, givers).filter((one) => there.has(one))] as const),
  );
  const done = new Set<string>();
  const levels: T[][] = [];
  while (done.size < segments.length) {
    const level = segments.filter(({ id }) => !done.has(id) && uses.get(id)!.every((one) => done.has(one)));
    if (level.length === 0) throw new SegmentCycle(wayRound(segments, uses, done), where);
    for (const { id } of level) done.add(id);
    levels.push(level);
  }
  return levels;
}

/** One cycle by names, beginning and ending with the same. */
function wayRound(
  segments: readonly Dependent[],
  uses: ReadonlyMap<string, readonly string[]>,
  done: ReadonlySet<string>,
): string[] {
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  const way: string[] = [];
  let at = segments.find(({ id }) => !done.has(id))!.id;
  while (!way.includes(at)) {
    way.push(at);
    at = uses.get(at)!.find((one) => !done.has(one))!;
  }
  return [...way.slice(way.indexOf(at)), at].map((id) => names.get(id)!);
}

/** Those of some segments that look at others of them, near or far, among `changed`. */
export function dependentsOf<T extends Dependent>(
  segments: readonly T[],
  schemeOf: SchemeOf,
  changed: ReadonlySet<string>,
): T[] {
  const givers = tagGivers(segments);
  const reached = new Set(changed);
  for (let size = -1; size !== reached.size;) {
    size = reached.size;
    for (const { id, rule } of segments) {
      if (usedBy(rule, schemeOf, givers).some((one) => reached.has(one))) reached.add(id);
    }
  }
  return segments.filter(({ id }) => reached.has(id) && !changed.has(id));
}
