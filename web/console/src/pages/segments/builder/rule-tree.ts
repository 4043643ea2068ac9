import type { Clause, Rule } from '../../../../../../src/modules/segments/rule.contract.ts';

/**
 * A rule as the builder holds it: groups and conditions, each of which may be negated. `not` is a mark of what it negates
 * and no box of its own, since that is how people say it: none of these, not tagged so.
 */
export type RuleNode = GroupNode | ClauseNode;
export type GroupNode = { is: 'group'; mode: 'all' | 'any'; not: boolean; of: RuleNode[] };
export type ClauseNode = { is: 'clause'; not: boolean; clause: Clause };

/** Where a node is: places from the root down; empty for the root. */
export type Path = readonly number[];

export const clauseNode = (clause: Clause, not = false): ClauseNode => ({ is: 'clause', not, clause });
export const groupNode = (mode: 'all' | 'any', of: RuleNode[], not = false): GroupNode => ({
  is: 'group',
  mode,
  not,
  of,
});

function nodeOf(rule: Rule): RuleNode {
  if (rule.kind === 'not') {
    const inner = nodeOf(rule.of);
    return { ...inner, not: !inner.not };
  }
  return rule.kind === 'all' || rule.kind === 'any' ? groupNode(rule.kind, rule.of.map(nodeOf)) : clauseNode(rule);
}

/** A rule for the builder, whose root is always a group. */
export function fromRule(rule: Rule): GroupNode {
  const node = nodeOf(rule);
  return node.is === 'group' ? node : groupNode('all', [node]);
}

/** The rule as JSON; one that is not filled in yet is not valid either. */
export function toRule(node: RuleNode): Rule {
  const inner: Rule = node.is === 'clause' ? node.clause : { kind: node.mode, of: node.of.map(toRule) };
  return node.not ? { kind: 'not', of: inner } : inner;
}

export const nodeAt = (root: GroupNode, path: Path): RuleNode =>
  path.reduce<RuleNode>((node, at) => (node as GroupNode).of[at]!, root);

/** The tree with another node in a place. */
export function replaced(root: GroupNode, path: Path, next: RuleNode): GroupNode {
  const [at, ...rest] = path;
  if (at === undefined) return next as GroupNode;
  return {
    ...root,
    of: root.of.map((node, place) =>
      place !== at ? node : rest.length === 0 ? next : replaced(node as GroupNode, rest, next),
    ),
  };
}

const withChildren = (root: GroupNode, group: Path, change: (of: RuleNode[]) => RuleNode[]): GroupNode => {
  const node = nodeAt(root, group) as GroupNode;
  return replaced(root, group, { ...node, of: change(node.of) });
};

/** The tree with a node added to a group, at its end unless told. */
export const inserted = (root: GroupNode, group: Path, node: RuleNode, at?: number): GroupNode =>
  withChildren(root, group, (of) => of.toSpliced(at ?? of.length, 0, node));

/** The tree without a node; a group that it leaves empty goes with it, the root excepted. */
export function removed(root: GroupNode, path: Path): GroupNode {
  const group = path.slice(0, -1);
  const next = withChildren(root, group, (of) => of.toSpliced(path.at(-1)!, 1));
  return group.length > 0 && (nodeAt(next, group) as GroupNode).of.length === 0 ? removed(next, group) : next;
}

const startsWith = (path: Path, with_: Path): boolean => with_.every((at, place) => path[place] === at);

/**
 * The tree with a node moved before place `at` of a group, and where it is afterwards; undefined where that is inside
 * of itself or where it is already. A group that it leaves empty goes.
 */
export function movedNode(
  root: GroupNode,
  from: Path,
  group: Path,
  at: number,
): { root: GroupNode; path: Path } | undefined {
  if (from.length === 0 || startsWith(group, from)) return undefined;
  const sameGroup = from.length === group.length + 1 && startsWith(from, group);
  if (sameGroup && (at === from.at(-1) || at === from.at(-1)! + 1)) return undefined;
  // Marked, put in, then taken out of its old place: places shift, a mark does not.
  const node = nodeAt(root, from);
  const mark = { ...node };
  const both = inserted(root, group, mark, at);
  const old = findPath(both, node)!;
  const next = removed(both, old);
  return { root: next, path: findPath(next, mark)! };
}

function findPath(node: RuleNode, wanted: RuleNode): Path | undefined {
  if (node === wanted) return [];
  if (node.is === 'clause') return undefined;
  for (const [at, inner] of node.of.entries()) {
    const found = findPath(inner, wanted);
    if (found) return [at, ...found];
  }
  return undefined;
}

/** One step up or down: past a neighbour, into a neighbouring group, or out of the group at its edge. */
export function stepped(root: GroupNode, from: Path, by: -1 | 1): { root: GroupNode; path: Path } | undefined {
  const group = from.slice(0, -1);
  const at = from.at(-1)!;
  const siblings = (nodeAt(root, group) as GroupNode).of;
  const neighbour = siblings[at + by];
  if (neighbour?.is === 'group') {
    const into = [...group, at + by];
    return movedNode(root, from, into, by === 1 ? 0 : neighbour.of.length);
  }
  if (neighbour) return movedNode(root, from, group, by === 1 ? at + 2 : at - 1);
  if (group.length === 0) return undefined;
  return movedNode(root, from, group.slice(0, -1), by === 1 ? group.at(-1)! + 1 : group.at(-1)!);
}

/** JSON pointer of a node's own condition or group within the rule. */
export function pointerOf(root: GroupNode, path: Path): string {
  let node: RuleNode = root;
  let pointer = node.not ? '/of' : '';
  for (const at of path) {
    node = (node as GroupNode).of[at]!;
    pointer += `/of/${at}${node.not ? '/of' : ''}`;
  }
  return pointer;
}

/** The deepest node that a JSON pointer into the rule points at or into. */
export function pathOfPointer(root: GroupNode, pointer: string): Path {
  let path: Path = [];
  for (;;) {
    const node = nodeAt(root, path);
    const next: number =
      node.is === 'group'
        ? node.of.findIndex((inner, at) => {
            const start = `${pointerOf(root, path)}/of/${at}`;
            return pointer === start || pointer.startsWith(`${start}/`) || (inner.not && pointer === `${start}/of`);
          })
        : -1;
    if (next < 0) return path;
    path = [...path, next];
  }
}

export const countClauses = (node: RuleNode): number =>
  node.is === 'clause' ? 1 : node.of.reduce((sum, inner) => sum + countClauses(inner), 0);
