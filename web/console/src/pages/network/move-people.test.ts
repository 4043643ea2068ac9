import { expect, it } from 'vitest';
import type { NetworkPicture } from '../../api/network.ts';
import { between } from './move-people.ts';

const picture = (people: Record<string, [number, number]>): NetworkPicture => ({
  memberId: Object.keys(people),
  name: Object.keys(people),
  tier: [],
  x: Object.values(people).map(([x]) => x),
  y: Object.values(people).map(([, y]) => y),
  circle: [],
  ties: [],
  cutOff: [],
  influence: [],
  from: [],
  to: [],
  weight: [],
});

it('moves who is in both pictures from place to place, whatever their order, and puts who is new where they belong', () => {
  const before = picture({ a: [0, 0], b: [1, 1], gone: [0.5, 0.5] });
  const after = picture({ b: [0, 1], a: [1, 0], new: [-1, -1] });
  expect(between(before, after, 0)).toMatchObject({ memberId: ['b', 'a', 'new'], x: [1, 0, -1], y: [1, 0, -1] });
  expect(between(before, after, 0.5)).toMatchObject({ x: [0.5, 0.5, -1], y: [1, 0, -1] });
  expect(between(before, after, 1)).toBe(after);
  expect(between(before, picture({}), 0.3).x).toEqual([]);
});
