import { describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { sharedLab } from '#testkit/analyses/shared-lab.ts';
import type { PathsResult } from '../paths.contract.ts';

const DAY_MS = 86_400_000;
/** Every event at an instant of its own: the order of those of one instant is not told. */
const lab = sharedLab(
  randomHistory({ seed: 41, events: 2_000, people: 50, days: 120, from: Date.UTC(2024, 1, 1), renames: true }).map(
    (event, k) => ({
      ...event,
      at: new Date(Date.parse(event.at) + k).toISOString(),
    }),
  ),
);

type Asked = {
  direction: 'from' | 'to';
  anchor?: { kind: string; group?: string };
  by: 'kind' | 'kind_group';
  depth: number;
  collapse: boolean;
  gapDays: number;
  from: number;
  to: number;
};

/** Whole paths as texts with the people who went them, by walking along each one's list of events. */
function plainPaths({ direction, anchor, by, depth, collapse, gapDays, from, to }: Asked): Map<string, number> {
  const found = new Map<string, number>();
  for (const { events } of lab().people) {
    const known = events.filter((row) => row.day >= from && row.day <= to && !['rename', 'dance'].includes(row.kind));
    const away = direction === 'from' ? known : known.toReversed();
    const start = anchor
      ? away.findIndex((row) => row.kind === anchor.kind && (!anchor.group || row.group === anchor.group))
      : 0;
    if (start < 0 || away.length === 0) continue;
    const steps: string[] = [];
    for (let at = start; at < away.length && steps.length < depth; at++) {
      const row = away[at]!;
      if (at > start && Math.abs(row.at - away[at - 1]!.at) > gapDays * DAY_MS) break;
      const label = by === 'kind' ? row.kind : `${row.kind}:${lab().groupId(row.group!)}`;
      if (!(collapse && steps.at(-1) === label)) steps.push(label);
    }
    const path = (direction === 'from' ? steps : steps.toReversed()).join(' ');
    found.set(path, (found.get(path) ?? 0) + 1);
  }
  return found;
}

const withoutPlace = (key: string): string => key.slice(key.indexOf(':') + 1);

function paramsOf({ anchor, from, to, ...rest }: Asked) {
  const named = anchor && { kind: anchor.kind, ...(anchor.group ? { groupId: lab().groupId(anchor.group) } : {}) };
  return {
    ...rest,
    ...(named ? { anchor: named } : {}),
    nodes: 20,
    range: { from: formatDay(from), to: formatDay(to) },
  };
}

const base = { depth: 5, collapse: true, gapDays: 14, by: 'kind' as const };

describe('paths', () => {
  const cases: [string, () => Asked][] = [
    ['from the first event', () => ({ ...base, direction: 'from', from: lab().today - 119, to: lab().today })],
    [
      'from an anchor',
      () => ({ ...base, direction: 'from', anchor: { kind: 'join' }, from: lab().today - 100, to: lab().today - 5 }),
    ],
    [
      'to an anchor',
      () => ({ ...base, direction: 'to', anchor: { kind: 'purchase' }, from: lab().today - 119, to: lab().today }),
    ],
    [
      'with short pauses and repeats',
      () => ({
        ...base,
        gapDays: 3,
        collapse: false,
        direction: 'to',
        depth: 4,
        from: lab().today - 119,
        to: lab().today,
      }),
    ],
    [
      'by group',
      () => ({
        ...base,
        by: 'kind_group',
        depth: 2,
        direction: 'from',
        anchor: { kind: 'reply', group: 'g1' },
        from: lab().today - 119,
        to: lab().today,
      }),
    ],
  ];
  for (const [name, asked] of cases)
    it(`${name} are what walking along everybody’s events finds`, async () => {
      const result = await lab().run('paths', paramsOf(asked()));
      const plain = plainPaths(asked());
      expect(result.people).toBe([...plain.values()].reduce((sum, n) => sum + n, 0));
      const own = result.top.map(({ steps, people }) => [steps.map(withoutPlace).join(' '), people] as const);
      for (const [path, people] of own) expect([path, plain.get(path)]).toEqual([path, people]);
      expect(own.map(([, n]) => n)).toEqual([...plain.values()].sort((a, b) => b - a).slice(0, 20));
      expect(result.people).toBeGreaterThan(10);
    });

  const sums = ({ nodes, links, direction }: PathsResult): void => {
    for (const { key, people, ended } of nodes) {
      const on = links.filter(({ source, target }) => (direction === 'from' ? source : target) === key);
      expect(on.reduce((sum, link) => sum + link.people, 0) + ended).toBe(people);
    }
  };

  it('add up at every node, and few nodes leave the rest as other', async () => {
    const asked = cases[1]![1]();
    const all = await lab().run('paths', paramsOf(asked));
    const few = await lab().run('paths', { ...paramsOf(asked), nodes: 2 });
    sums(all);
    sums(few);
    sums(await lab().run('paths', paramsOf(cases[2]![1]())));
    expect(few.people).toBe(all.people);
    for (let place = 0; place < 5; place++)
      expect(few.nodes.filter((node) => node.place === place).length).toBeLessThanOrEqual(3);
    expect(few.nodes.some(({ key }) => key.endsWith(':other'))).toBe(true);
  });

  for (const [direction, at] of [
    ['from', 1],
    ['to', 2],
  ] as const)
    it(`${direction} an anchor open the people of nodes, links and whole paths`, async () => {
      const params = { ...paramsOf(cases[at]![1]()), nodes: 2 };
      const { nodes, links, top } = await lab().run('paths', params);
      for (const { key, people, ended } of nodes.filter((_, place) => place % 3 === 0)) {
        expect([key, await lab().behind('paths', params, { node: key, ended: false })]).toEqual([key, people]);
        expect(await lab().behind('paths', params, { node: key, ended: true })).toBe(ended);
      }
      for (const { source, target, people } of links.slice(0, 4))
        expect(await lab().behind('paths', params, { source, target })).toBe(people);
      for (const { steps, people } of top.slice(0, 3))
        expect(await lab().behind('paths', params, { steps })).toBe(people);
      await expect(lab().behind('paths', params, { node: '9:nothing', ended: false })).rejects.toThrow(/this way/);
    });

  it('of an empty range are none', async () => {
    const result = await lab().run('paths', { range: { from: '2030-01-01', to: '2030-01-02' } });
    expect(result).toMatchObject({ people: 0, nodes: [], links: [], top: [], warnings: [{ code: 'nobody' }] });
  });
});
