import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { grantScope, inScope, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import type { NeutralEvent } from './contract.ts';
import { changeZone, rollUp, writeEvents } from './index.ts';
import { currentDays } from './roll-up-reads.ts';
import { zoneOffsets } from './zone-offsets.ts';

const FROM = Date.UTC(2024, 1, 20);
/** Across both changes of clocks of a spring, with edits, removals, renames, late answers. */
const history = (): NeutralEvent[] => {
  const events = randomHistory({ seed: 11, events: 1_500, people: 25, days: 60, from: FROM, renames: true });
  const edited = events
    .filter(({ kind, id }) => kind === 'message' && id.endsWith('7'))
    .map((event) => ({ ...event, version: 5, text: `edited ${event.id}` }));
  return [...events, ...edited];
};

async function load(zone: string, events: readonly NeutralEvent[], communityId: string): Promise<[EventEngine, Scope]> {
  const engine = await testEngine();
  const scope = grantScope(newId(), communityId);
  const { changed } = await writeEvents(engine, scope, { zone }, events);
  await rollUp(engine, scope, changed);
  return [engine, scope];
}

async function everything(engine: EventEngine, scope: Scope): Promise<Record<string, string[]>> {
  const read = async (name: string, row: Sql, from: Sql): Promise<string[]> =>
    (
      await engine.query<{ line: string }>(
        scope,
        `test.all_${name}`,
        sql`SELECT toString(tuple(${row})) AS line FROM ${from} ORDER BY line`,
      )
    ).map(({ line }) => line);
  const here = inScope(scope);
  return {
    events: await read(
      'events',
      sql`day, account_id, event_id, version, at, kind, removed, weight`,
      sql`events FINAL WHERE ${here}`,
    ),
    texts: await read(
      'texts',
      sql`day, account_id, event_id, version, group_id, text`,
      sql`event_texts FINAL WHERE ${here} AND (day, account_id, event_id, version) IN
          (SELECT day, account_id, event_id, version FROM events FINAL WHERE ${here})`,
    ),
    days: await read(
      'days',
      sql`persona_id, day, group_id, first_at, last_at, contributions, weight, messages, joins, purchases, round(amount, 6)`,
      sql`member_days WHERE ${here} AND ${currentDays(scope)}`,
    ),
    gains: await read(
      'gains',
      sql`day, giver, receiver, event_id, gain, kind`,
      sql`tie_gains WHERE ${here} AND ${currentDays(scope)}`,
    ),
  };
}

describe('changing the zone of a community', () => {
  for (const [from, to] of [
    ['Asia/Shanghai', 'America/New_York'],
    ['America/St_Johns', 'Asia/Kathmandu'],
  ] as const)
    it(`from ${from} to ${to} gives what a fresh load there gives, also when it is done over`, async () => {
      const communityId = newId();
      const [engine, scope] = await load(from, history(), communityId);
      const before = await everything(engine, scope);
      await changeZone(engine, scope, { zone: to });
      const [, fresh] = await load(to, history(), communityId);
      const expected = await everything(engine, fresh);
      expect(before['events']).not.toEqual(expected['events']);
      expect(await everything(engine, scope)).toEqual(expected);
      await changeZone(engine, scope, { zone: to });
      expect(await everything(engine, scope)).toEqual(expected);
    });

  it('of an empty community does nothing', async () => {
    const engine = await testEngine();
    await changeZone(engine, grantScope(newId(), newId()), { zone: 'UTC' });
  });
});

it('offsets say the local day of every instant', () => {
  const zones = [
    'Asia/Shanghai',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) }),
      fc.integer({ min: 0, max: 900 * 86_400_000 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (zone, from, length, places) => {
        const { since, offsets } = zoneOffsets(zone, from, from + length);
        for (const place of places) {
          const at = from + Math.floor(place * length);
          const offset = offsets[since.findLastIndex((start) => start <= at)]!;
          expect(Math.floor((at + offset) / 86_400_000)).toBe(dayOf(at, zone));
        }
      },
    ),
    { numRuns: 60 },
  );
});
