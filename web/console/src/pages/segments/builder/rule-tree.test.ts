import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../../../src/modules/segments/rule.contract.ts';
import {
  clauseNode,
  countClauses,
  fromRule,
  type GroupNode,
  groupNode,
  inserted,
  movedNode,
  nodeAt,
  type Path,
  pathOfPointer,
  pointerOf,
  removed,
  replaced,
  type RuleNode,
  stepped,
  toRule,
} from './rule-tree.ts';

const tag = (name: string) => ({ kind: 'tag', tag: name }) as const;
const leaf = (name: string, not = false) => clauseNode(tag(name), not);

const rule: Rule = {
  kind: 'all',
  of: [tag('a'), { kind: 'not', of: { kind: 'any', of: [tag('b'), { kind: 'not', of: tag('c') }] } }, tag('d')],
};

/** Every path of a tree, the root's first. */
const paths = (node: RuleNode, path: Path = []): Path[] => [
  path,
  ...(node.is === 'group' ? node.of.flatMap((inner, at) => paths(inner, [...path, at])) : []),
];

const trees: fc.Arbitrary<GroupNode> = fc.letrec<{ node: RuleNode; group: GroupNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.boolean()).map(([name, not]) => leaf(name, not)),
    tie('group'),
  ),
  group: fc
    .tuple(
      fc.constantFrom('all' as const, 'any' as const),
      fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
    )
    .map(([mode, of, not]) => groupNode(mode, of, not)),
})).group;

describe('a rule in the builder', () => {
  it('comes back as it was; a single condition gets a group around it', () => {
    expect(toRule(fromRule(rule))).toEqual(rule);
    expect(toRule(fromRule(tag('x')))).toEqual({ kind: 'all', of: [tag('x')] });
    expect(toRule(fromRule({ kind: 'not', of: { kind: 'not', of: rule } }))).toEqual(rule);
    fc.assert(
      fc.property(trees, (tree) => {
        expect(fromRule(toRule(tree))).toEqual(tree);
      }),
    );
  });

  it('knows the JSON pointer of every node, and the node of every pointer into it', () => {
    const root = fromRule(rule);
    expect(pointerOf(root, [1, 1])).toBe('/of/1/of/of/1/of');
    expect(pathOfPointer(root, '/of/1/of/of/1/of/tag')).toEqual([1, 1]);
    expect(pathOfPointer(root, '/of/2')).toEqual([2]);
    expect(pathOfPointer(root, '')).toEqual([]);
    fc.assert(
      fc.property(trees, (tree) => {
        for (const path of paths(tree)) expect(pathOfPointer(tree, `${pointerOf(tree, path)}/number`)).toEqual(path);
      }),
    );
  });
});

describe('changing a rule', () => {
  it('replaces, adds and removes; an emptied group goes, the root stays', () => {
    const root = groupNode('all', [leaf('a'), groupNode('any', [leaf('b')])]);
    expect(replaced(root, [1, 0], leaf('x'))).toEqual(groupNode('all', [leaf('a'), groupNode('any', [leaf('x')])]));
    expect(inserted(root, [1], leaf('c'), 0)).toEqual(
      groupNode('all', [leaf('a'), groupNode('any', [leaf('c'), leaf('b')])]),
    );
    expect(removed(root, [1, 0])).toEqual(groupNode('all', [leaf('a')]));
    expect(removed(removed(root, [1, 0]), [0])).toEqual(groupNode('all', []));
  });

  it('steps past neighbours, into groups and out of them', () => {
    const root = groupNode('all', [leaf('a'), groupNode('any', [leaf('b'), leaf('c')])]);
    const into = stepped(root, [0], 1)!;
    expect(into.root).toEqual(groupNode('all', [groupNode('any', [leaf('a'), leaf('b'), leaf('c')])]));
    expect(into.path).toEqual([0, 0]);
    const out = stepped(into.root, into.path, -1)!;
    expect(out).toEqual({ root, path: [0] });
    expect(stepped(root, [0], -1)).toBeUndefined();
  });

  it('moves any node anywhere without losing or doubling a condition, and says where it went', () => {
    const where = fc.tuple(trees, fc.nat(), fc.nat(), fc.nat());
    fc.assert(
      fc.property(where, ([tree, a, b, c]) => {
        const all = paths(tree);
        const from = all[a % all.length]!;
        const groups = all.filter((path) => nodeAt(tree, path).is === 'group');
        const group = groups[b % groups.length]!;
        const at = c % ((nodeAt(tree, group) as GroupNode).of.length + 1);
        const moved = movedNode(tree, from, group, at);
        if (!moved) return;
        expect(countClauses(moved.root)).toBe(countClauses(tree));
        expect(nodeAt(moved.root, moved.path)).toEqual(nodeAt(tree, from));
      }),
      { numRuns: 300 },
    );
  });
});
