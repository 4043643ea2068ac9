import { describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { AnalysisKindName } from './contract.ts';
import { sharedLab } from '#testkit/analyses/shared-lab.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 0, 1, 4);

/** People who all do the very same at the very same time. */
const alike = (people: number): NeutralEvent[] =>
  Array.from({ length: people }, (_, who) =>
    [0, 0, 7, 14, 70].map((day, k) => ({
      id: `${who}-${k}`,
      group: 'g',
      member: `p${who}`,
      kind: k === 0 ? 'join' : 'message',
      at: new Date(START + day * DAY_MS + k * 1_000).toISOString(),
    })),
  ).flat();

const steps = [{ kinds: ['join'] }, { kinds: ['message'] }];
const KINDS: readonly (readonly [AnalysisKindName, object])[] = [
  ['retention', {}],
  ['retention', { breakdown: { by: 'tier' } }],
  ['funnel', { steps }],
  ['funnel', { steps, order: 'strict', breakdown: { by: 'group' } }],
  ['paths', {}],
  ['paths', { direction: 'to', anchor: { kind: 'message' }, by: 'kind_group' }],
  ['key-path', {}],
  ['lifecycle', {}],
  ['tier-migration', {}],
  ['stickiness', {}],
  ['heatmap', {}],
  ['member-value', {}],
];

/** Every number of a result, wherever it stands. */
const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('a community without events', () => {
  const lab = sharedLab([]);
  for (const [kind, params] of KINDS)
    it(`has nobody in ${kind} ${JSON.stringify(params).slice(0, 40)}`, async () => {
      const result = await lab().run(kind, params);
      expect(result.warnings.map(({ code }) => code)).toContain('nobody');
      expect(numbersIn(result).every(Number.isFinite)).toBe(true);
    });
});

for (const people of [3, 40])
  describe(`${people} members who are all alike`, () => {
    const lab = sharedLab(alike(people));
    for (const [kind, params] of KINDS)
      it(`get through ${kind} ${JSON.stringify(params).slice(0, 40)}`, async () => {
        const result = await lab().run(kind, params);
        expect(result.warnings.some(({ code }) => code === 'few_people' || code === 'nobody')).toBe(
          people < 30 || kind === 'key-path',
        );
        expect(numbersIn(result).every(Number.isFinite)).toBe(true);
      });

    it('are what they are', async () => {
      const range = { lastDays: 100 };
      const { parts } = await lab().run('retention', { range, ages: 10 });
      expect(parts[0]!.cohorts).toMatchObject([
        { size: people, retained: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1].map((n) => n * people) },
      ]);
      const funnel = await lab().run('funnel', { steps, range });
      expect(funnel).toMatchObject({ parts: [{ conversion: 1 }], times: [{ median: 1 / 60, p90: 1 / 60 }] });
      const paths = await lab().run('paths', { range, collapse: true, gapDays: 30 });
      expect(paths.top).toMatchObject([{ people, share: 1 }]);
      const { days } = await lab().run('stickiness', {
        range: { from: formatDay(lab().today), to: formatDay(lab().today) },
      });
      expect(days).toMatchObject([{ dau: people, mau: people, stickiness: 1 / 28 }]);
    });
  });
