import { describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import type { NeutralEvent } from './contract.ts';
import { listStaleDays, rollUp, writeEvents } from './index.ts';
import { crashingEngine, Killed } from '#testkit/event-log/crashing-engine.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded, type Random } from '#testkit/event-log/random-history.ts';

const zone = 'America/New_York';

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;)
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
}

/** Shuffled, some of it twice, in pieces of any size, rolled up now and then, killed now and then, tried again. */
async function disturbedLoad(
  engine: EventEngine,
  scope: Scope,
  history: NeutralEvent[],
  random: Random,
): Promise<number> {
  const repeated = history.filter(() => random.chance(0.3));
  const mixed = random.shuffle([...history, ...repeated]);
  const crashing = crashingEngine(engine, random, 0.1);
  for (let at = 0; at < mixed.length;) {
    const batch = mixed.slice(at, (at += 1 + random.below(40)));
    const token = newId();
    await untilDone(() => writeEvents(crashing, scope, { zone, token }, batch));
    if (random.chance(0.5)) await untilDone(() => rollUp(crashing, scope));
  }
  await untilDone(() => rollUp(crashing, scope));
  return crashing.kills;
}

describe('whatever the order, repeats, pieces and kills, the log and its roll-ups equal a fresh load', () => {
  const seeds = process.env['QUNLUO_SEEDS']?.split(',').map(Number) ?? [1, 2, 3, 4];
  test.for(seeds)('seed %i', { timeout: 180_000 }, async (seed) => {
    const engine = await testEngine();
    const random = seeded(seed);
    const history = randomHistory(random, 70);
    const communityId = newId();
    const fresh = grantScope(newId(), communityId);
    const { changed } = await writeEvents(engine, fresh, { zone }, history);
    await rollUp(engine, fresh, changed);

    const disturbed = grantScope(newId(), communityId);
    const kills = await disturbedLoad(engine, disturbed, history, random);

    expect(kills).toBeGreaterThan(0);
    expect(await listStaleDays(engine, disturbed)).toEqual([]);
    const expected = await logState(engine, fresh);
    const actual = await logState(engine, disturbed);
    for (const table of Object.keys(expected)) expect({ [table]: actual[table] }).toEqual({ [table]: expected[table] });
    expect(expected['tieGains']!.length).toBeGreaterThan(10);
    expect(expected['spans']!.length).toBeGreaterThan(0);
  });
});
