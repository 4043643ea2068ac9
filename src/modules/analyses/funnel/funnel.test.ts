import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { weightOf, type Row } from '#testkit/oracle/history.ts';
import { sharedLab } from '#testkit/analyses/shared-lab.ts';

const DAY_MS = 86_400_000;
const lab = sharedLab(
  randomHistory({ seed: 31, events: 3_000, people: 60, days: 120, from: Date.UTC(2024, 1, 1), renames: true }),
);

/** At one instant the order of events is not told: here every event has its own. */
const apart = sharedLab(
  randomHistory({ seed: 32, events: 1_500, people: 40, days: 100, from: Date.UTC(2024, 1, 1) }).map((event, k) => ({
    ...event,
    at: new Date(Date.parse(event.at) + k).toISOString(),
  })),
);

type Step = { kinds: string[]; groups?: string[] };
type Asked = { steps: Step[]; order: 'loose' | 'strict'; hours: number; from: number; to: number };

const isStep = (row: Row, { kinds, groups }: Step): boolean =>
  (kinds.length === 0 ? weightOf(row) > 0 : kinds.includes(row.kind)) &&
  (groups === undefined || groups.includes(lab().groupId(row.group ?? '')));

/** How far somebody gets by trying every first step, and after each every later event: for each step done the shortest time of the first to get there. */
function plainFunnel(events: readonly Row[], { steps, order, hours, from, to }: Asked): number {
  const relevant = events.filter(
    (row) => row.day >= from && (weightOf(row) > 0 || steps.some((step) => isStep(row, step))),
  );
  const limit = hours * 3_600_000;
  let best = 0;
  const go = (at: number, step: number, start: number): void => {
    best = Math.max(best, step);
    if (step === steps.length) return;
    const here = relevant[at]!;
    for (let next = at + 1; next < relevant.length; next++) {
      const row = relevant[next]!;
      if (row.at > start + limit) break;
      if (row.at > here.at && isStep(row, steps[step]!)) {
        go(next, step + 1, start);
        if (best === steps.length) return;
      }
      if (order === 'strict') break;
    }
  };
  for (const [at, row] of relevant.entries()) if (row.day <= to && isStep(row, steps[0]!)) go(at, 1, row.at);
  return best;
}

const paramsOf = ({ steps, order, hours, from, to }: Asked) => ({
  steps,
  order,
  window: { hours },
  range: { from: formatDay(from), to: formatDay(to) },
});

function expected(asked: Asked): number[] {
  const levels = lab().people.map(({ events }) => plainFunnel(events, asked));
  return asked.steps.map((_, at) => levels.filter((level) => level > at).length);
}

const KINDS = ['message', 'reply', 'reaction', 'join', 'purchase', 'attend', 'vote'];

describe('funnel', () => {
  it('in loose order is what trying every way finds, whatever the steps, the window and the range', async () => {
    const step = fc.record({ kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 0, maxLength: 2 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 4 }),
        fc.constantFrom(1, 12, 48, 240, 2_000),
        fc.integer({ min: 0, max: 60 }),
        async (steps, hours, back) => {
          const asked: Asked = { steps, order: 'loose', hours, from: lab().today - 110, to: lab().today - back };
          const { parts } = await lab().run('funnel', paramsOf(asked));
          expect(parts[0]!.steps.map(({ people }) => people)).toEqual(expected(asked));
        },
      ),
      { numRuns: 15, seed: 5 },
    );
  });

  it('in strict order lets nothing come between', async () => {
    let strictest = 0;
    for (const steps of [
      [['message'], ['reply']],
      [['message'], ['message'], ['reply']],
      [[], []],
      [['vote'], ['reaction'], ['message']],
    ]) {
      const asked: Asked = {
        steps: steps.map((kinds) => ({ kinds })),
        order: 'strict',
        hours: 500,
        from: apart().today - 119,
        to: apart().today,
      };
      const { parts } = await apart().run('funnel', paramsOf(asked));
      const levels = apart().people.map(({ events }) => plainFunnel(events, asked));
      expect(parts[0]!.steps.map(({ people }) => people)).toEqual(
        steps.map((_, at) => levels.filter((level) => level > at).length),
      );
      strictest += parts[0]!.steps.at(-1)!.people;
    }
    expect(strictest).toBeGreaterThan(0);
  });

  it('times the first try that gets there', async () => {
    const asked: Asked = {
      steps: [{ kinds: ['message'] }, { kinds: ['purchase'] }],
      order: 'loose',
      hours: 240,
      from: lab().today - 119,
      to: lab().today,
    };
    const { times, parts, open } = await lab().run('funnel', paramsOf(asked));
    const took = lab()
      .people.flatMap(({ events }) => {
        const bought = events.find(
          (row) =>
            row.kind === 'purchase' &&
            events.some((first) => first.kind === 'message' && first.at < row.at && row.at <= first.at + 10 * DAY_MS),
        );
        const first = bought && events.findLast((row) => row.kind === 'message' && row.at < bought.at);
        return first ? [(bought.at - first.at) / 60_000] : [];
      })
      .sort((a, b) => a - b);
    const quantile = (q: number): number => {
      const place = (took.length - 1) * q;
      const low = took[Math.floor(place)]!;
      return low + (took[Math.ceil(place)]! - low) * (place - Math.floor(place));
    };
    expect(took.length).toBe(parts[0]!.steps[1]!.people);
    expect(times[0]!.median).toBeCloseTo(quantile(0.5), 6);
    expect(times[0]!.p90).toBeCloseTo(quantile(0.9), 6);
    expect(open).toBeGreaterThan(0);
  });

  it('opens who got to a step and who dropped out before it, by part too', async () => {
    const params = {
      steps: [{ kinds: ['join'] }, { kinds: ['message'] }, { kinds: ['purchase'] }],
      range: { lastDays: 120 },
      breakdown: { by: 'group' },
    };
    const { parts } = await lab().run('funnel', params);
    expect(parts.map(({ key }) => key)).toEqual([null, expect.any(String), expect.any(String)]);
    for (const { key, steps } of parts)
      for (const [step, { people, dropped }] of steps.entries()) {
        expect(await lab().behind('funnel', params, { part: key, step, dropped: false })).toBe(people);
        if (step > 0) expect(await lab().behind('funnel', params, { part: key, step, dropped: true })).toBe(dropped);
      }
  });

  it('of an empty range divides by nothing, and refuses a place that it does not have', async () => {
    const params = {
      steps: [{ kinds: ['join'] }, { kinds: ['message'] }],
      range: { from: '2031-01-01', to: '2031-01-31' },
    };
    const result = await lab().run('funnel', params);
    expect(result.parts).toEqual([expect.objectContaining({ conversion: null })]);
    expect(result.times).toEqual([{ median: null, p90: null }]);
    await expect(lab().behind('funnel', params, { part: null, step: 5, dropped: false })).rejects.toThrow(
      /no such place/,
    );
  });
});
