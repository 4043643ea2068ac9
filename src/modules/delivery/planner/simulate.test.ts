import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '#modules/connections/index.ts';
import { LaneLimits } from './lane-limits.ts';
import { quietHours } from './quiet-hours.ts';
import { type QueuedRow, simulate } from './simulate.ts';
import { spanFinder } from './windows.ts';

const NOW = Date.UTC(2026, 2, 28, 20);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = ['UTC', 'Asia/Shanghai', 'Europe/Berlin'] as const;

let seq = 0;
const row = (change: Partial<QueuedRow> = {}): QueuedRow => ({
  id: `row ${(seq += 1)}`,
  lane: 0,
  toKind: 'person',
  toId: `person ${seq}`,
  kind: 'text',
  priority: 5,
  seq,
  ready: NOW,
  expires: NOW + 30 * DAY,
  ...change,
});
const lane = (limits: readonly Limit[], zone = 'UTC') => ({
  limits: new LaneLimits(limits, zone, { whole: new Map(), used: {}, recipients: new Map() }),
});
const limit = (change: Partial<Limit> & Pick<Limit, 'count' | 'window'>): Limit => ({
  key: 'l',
  of: 'connection',
  ...change,
});

describe('the plan', () => {
  it('sends in bursts as far as limits allow, the more important first', () => {
    const rows = [row(), row({ priority: 9 }), row(), row({ priority: 0 })];
    const plan = simulate({
      now: NOW,
      rows,
      lanes: [lane([limit({ count: 2, window: { seconds: 60 } })])],
      people: new Map(),
    });
    expect(rows.map(({ id }) => plan.get(id))).toEqual([
      { sendAt: NOW, reason: '' },
      { sendAt: NOW, reason: '' },
      { sendAt: NOW + 60_000, reason: 'limit:l' },
      { sendAt: NOW + 60_000, reason: 'limit:l' },
    ]);
  });

  it('gives the cap’s places to what is more important, also when it is due later', () => {
    const early = row({ person: 'ann', toId: 'ann', priority: 3 });
    const late = row({ person: 'ann', toId: 'ann', priority: 7, ready: NOW + 5 * HOUR });
    const people = new Map([['ann', { count: 1, ms: DAY, sent: [] }]]);
    const plan = simulate({ now: NOW, rows: [early, late], lanes: [lane([])], people });
    expect(plan.get(late.id)).toEqual({ sendAt: NOW + 5 * HOUR, reason: '' });
    expect(plan.get(early.id)).toEqual({ sendAt: NOW + 5 * HOUR + DAY, reason: 'cap' });
  });

  it('keeps a stream in order behind what waits, and leaves out what finds no place', () => {
    const first = row({ toId: 'c', stream: 's', ready: NOW + HOUR });
    const second = row({ toId: 'c', stream: 's' });
    const other = row({ toId: 'c' });
    const never = row({ ready: NOW + HOUR, expires: NOW + 2 * HOUR });
    const lanes = [lane([limit({ count: 3, window: 'day' })])];
    const plan = simulate({ now: NOW, rows: [first, second, other, never], lanes, people: new Map() });
    expect([first, second, other, never].map(({ id }) => plan.get(id))).toEqual([
      { sendAt: NOW + HOUR, reason: '' },
      { sendAt: NOW + HOUR, reason: '' },
      { sendAt: NOW, reason: '' },
      { sendAt: null, reason: 'limit:l' },
    ]);
  });

  it('knows quiet hours across midnight and the nights on which clocks change', () => {
    const berlin = quietHours({ from: 22 * 60, to: 8 * 60 }, 'Europe/Berlin');
    // The night to 2026-03-29 has no hour from two to three.
    expect(berlin(Date.UTC(2026, 2, 28, 21, 0))).toBe(Date.UTC(2026, 2, 29, 6));
    expect(berlin(Date.UTC(2026, 2, 28, 20, 59))).toBe(Date.UTC(2026, 2, 28, 20, 59));
    expect(berlin(Date.UTC(2026, 2, 29, 5, 59))).toBe(Date.UTC(2026, 2, 29, 6));
    const noon = quietHours({ from: 12 * 60, to: 13 * 60 + 30 }, 'Asia/Shanghai');
    expect(noon(Date.UTC(2026, 0, 1, 5, 0))).toBe(Date.UTC(2026, 0, 1, 5, 30));
    expect(noon(Date.UTC(2026, 0, 1, 5, 30))).toBe(Date.UTC(2026, 0, 1, 5, 30));
  });
});

const arbitraryLimit = fc.record({
  of: fc.constantFrom('connection', 'chat', 'person'),
  count: fc.integer({ min: 1, max: 4 }),
  window: fc.oneof(fc.constantFrom('day', 'month'), fc.record({ seconds: fc.constantFrom(1, 60, 3600, 86_400) })),
  kinds: fc.option(fc.constantFrom(['text'], ['image']), { nil: undefined }),
});
const arbitraryRow = fc.record({
  lane: fc.integer({ min: 0, max: 1 }),
  toKind: fc.constantFrom('person', 'chat'),
  toId: fc.constantFrom('a', 'b', 'c'),
  kind: fc.constantFrom('text', 'image'),
  priority: fc.integer({ min: 0, max: 2 }),
  wait: fc.integer({ min: 0, max: 3 * 24 }),
  lasts: fc.integer({ min: 1, max: 40 * 24 }),
  person: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
  stream: fc.option(fc.constantFrom('s'), { nil: undefined }),
  quiet: fc.option(fc.constantFrom(...ZONES), { nil: undefined }),
});

describe('any plan', () => {
  it('exceeds no limit, keeps quiet hours, caps, streams and ends, and forgets nobody', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryLimit, { maxLength: 3 }),
        fc.array(arbitraryRow, { maxLength: 40 }),
        fc.constantFrom(...ZONES),
        fc.integer({ min: 1, max: 2 }),
        (given, wanted, zone, cap) => {
          const limits = given.map((one, at) => ({ ...one, key: `l${at}` })) as Limit[];
          const quiets = new Map(ZONES.map((name) => [name, quietHours({ from: 22 * 60, to: 8 * 60 }, name)]));
          const rows = wanted.map(({ wait, lasts, quiet, ...one }) => {
            const ready = NOW + wait * HOUR;
            return row({
              ...one,
              toId: `${one.toKind} ${one.toId}`,
              ready,
              expires: ready + lasts * HOUR,
              quiet: quiet && quiets.get(quiet),
            });
          });
          const people = new Map(['p', 'q'].map((id) => [id, { count: cap, ms: 2 * DAY, sent: [] }]));
          const plan = simulate({ now: NOW, rows, lanes: [lane(limits, zone), lane(limits, zone)], people });
          expect(plan.size).toBe(rows.length);
          const sent = rows
            .flatMap((one) => (plan.get(one.id)!.sendAt === null ? [] : [{ ...one, at: plan.get(one.id)!.sendAt! }]))
            .toSorted((a, b) => a.at - b.at);
          for (const { at, ready, expires, quiet } of sent) {
            expect(at).toBeGreaterThanOrEqual(ready);
            expect(at).toBeLessThan(expires);
            expect(quiet?.(at) ?? at).toBe(at);
          }
          const within = (list: readonly { at: number }[], ms: number, count: number) => {
            for (const [place, { at }] of list.entries())
              expect(list.slice(place, place + count + 1).filter((one) => one.at < at + ms).length).toBeLessThanOrEqual(
                count,
              );
          };
          for (const person of ['p', 'q'])
            within(
              sent.filter((one) => one.person === person),
              2 * DAY,
              cap,
            );
          for (const [key, list] of Object.entries(
            Object.groupBy(sent, (one) => `${one.lane} ${one.toId} ${one.stream}`),
          ))
            if (!key.endsWith('undefined'))
              expect(list!.map((one) => one.seq)).toEqual(list!.map((one) => one.seq).toSorted((a, b) => a - b));
          for (const { of, count, window, kinds } of limits) {
            const counted = sent.filter(
              (one) => (of === 'connection' || one.toKind === of) && (!kinds || (kinds as string[]).includes(one.kind)),
            );
            const together = Object.groupBy(counted, (one) => `${one.lane} ${of === 'connection' ? '' : one.toId}`);
            for (const list of Object.values(together)) {
              if (typeof window !== 'string') within(list!, window.seconds * 1000, count);
              else {
                const span = spanFinder(window, zone);
                for (const day of Object.values(Object.groupBy(list!, (one) => span(one.at).start)))
                  expect(day!.length).toBeLessThanOrEqual(count);
              }
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
