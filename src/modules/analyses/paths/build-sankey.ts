import { OTHER_NODE, type PathsParams, type PathsResult } from '../paths.contract.ts';
import { share } from '../warnings.ts';
import { readPath, type Label } from './path-codes.ts';

export type PathRow = { path: number; people: number };

/** A path as keys of nodes in the order of time. */
type KeyedPath = { keys: string[]; people: number };

export type Node = { key: string; place: number; label: Label | null; people: number; ended: number };

const MOST_PATHS = 20;

/** What a step is called at a place; −1: none of the labels. */
function keyOf(place: number, label: Label | undefined): string {
  if (!label) return `${place}:${OTHER_NODE}`;
  return `${place}:${label.kind}${label.groupId === null ? '' : `:${label.groupId}`}`;
}

/**
 * Paths with the nodes that are shown: at each place those with the most people, the rest is one node. Places are numbered in
 * the order of time; a path that leads to its anchor ends at the last place.
 */
export function keyPaths(
  rows: readonly PathRow[],
  labels: readonly Label[],
  { direction, depth, nodes }: Pick<PathsParams, 'direction' | 'depth' | 'nodes'>,
): { paths: KeyedPath[]; nodes: Map<string, Node> } {
  const forward = direction === 'from';
  const placeOf = (step: number): number => (forward ? step : depth - 1 - step);
  const read = rows.map((row) => ({ ...row, steps: readPath(row.path) }));
  const shown = Array.from({ length: depth }, (_, step) => {
    const people = new Map<number, number>();
    for (const { steps, people: n } of read) {
      const label = steps[step];
      if (label !== undefined && label >= 0) people.set(label, (people.get(label) ?? 0) + n);
    }
    const most = [...people].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return new Set(most.slice(0, nodes).map(([label]) => label));
  });
  const found = new Map<string, Node>();
  const paths: KeyedPath[] = read.map(({ people, steps }) => {
    const keys = steps.map((label, step) => {
      const named = shown[step]!.has(label) ? labels[label] : undefined;
      const key = keyOf(placeOf(step), named);
      const node = found.get(key) ?? { key, place: placeOf(step), label: named ?? null, people: 0, ended: 0 };
      node.people += people;
      if (step === steps.length - 1) node.ended += people;
      found.set(key, node);
      return key;
    });
    return { people, keys: forward ? keys : keys.toReversed() };
  });
  return { paths, nodes: found };
}

/** Nodes, links and the most travelled paths out of keyed ones. */
export function buildSankey(
  { paths, nodes }: ReturnType<typeof keyPaths>,
  { direction }: Pick<PathsParams, 'direction'>,
  groupNames: ReadonlyMap<string, string>,
): Pick<PathsResult, 'people' | 'nodes' | 'links' | 'top'> {
  const links = new Map<string, { source: string; target: string; people: number }>();
  const whole = new Map<string, { steps: string[]; people: number }>();
  for (const { keys, people } of paths) {
    for (let step = 1; step < keys.length; step++) {
      const [source, target] = [keys[step - 1]!, keys[step]!];
      const link = links.get(`${source} ${target}`) ?? { source, target, people: 0 };
      link.people += people;
      links.set(`${source} ${target}`, link);
    }
    const same = whole.get(keys.join(' ')) ?? { steps: keys, people: 0 };
    same.people += people;
    whole.set(keys.join(' '), same);
  }
  const people = paths.reduce((sum, path) => sum + path.people, 0);
  const most = <T extends { people: number }>(list: Iterable<T>, key: (one: T) => string): T[] =>
    [...list].sort((a, b) => b.people - a.people || (key(a) < key(b) ? -1 : 1));
  return {
    people,
    nodes: most(nodes.values(), ({ key }) => key)
      .sort((a, b) => a.place - b.place)
      .map(({ label, ...node }) => ({
        ...node,
        kind: label?.kind ?? null,
        groupId: label?.groupId ?? null,
        group: label?.groupId ? (groupNames.get(label.groupId) ?? null) : null,
      })),
    links: most(links.values(), ({ source, target }) => `${source} ${target}`).map((link) => ({
      ...link,
      share: share(link.people, nodes.get(direction === 'from' ? link.source : link.target)!.people),
    })),
    top: most(whole.values(), ({ steps }) => steps.join(' '))
      .slice(0, MOST_PATHS)
      .map((path) => ({ ...path, share: share(path.people, people) })),
  };
}
