import { describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { crashingEngine, Killed } from '#testkit/event-log/crashing-engine.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';
import type { NeutralEvent } from './contract.ts';
import { countUndo, forgetSightings, listStaleDays, rollUp, undoImport, writeEvents } from './index.ts';

const zone = 'Asia/Shanghai';
const turn = <T>(work: () => Promise<T>): Promise<T> => work();

/** Something that brings events: an import, or the live stream (no import id). */
type Source = { importId: string | undefined; events: NeutralEvent[] };

async function bring(engine: EventEngine, scope: Scope, { importId, events }: Source): Promise<void> {
  const { changed } = await writeEvents(engine, scope, { zone, ...(importId && { importId }) }, events);
  await rollUp(engine, scope, changed);
}

async function takeBack(engine: EventEngine, scope: Scope, importId: string): Promise<void> {
  await undoImport(engine, scope, importId, turn);
  await rollUp(engine, scope);
  await forgetSightings(engine, scope, importId, turn);
}

async function untilDone(work: () => Promise<void>): Promise<number> {
  for (let kills = 0; ; kills++)
    try {
      await work();
      return kills;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
}

describe('taking an import back', () => {
  test('says what goes and what stays', async () => {
    const engine = await testEngine();
    const scope = grantScope(newId(), newId());
    const said = (id: string, more: object = {}): NeutralEvent => ({
      id,
      group: 'g',
      member: 'ann',
      kind: 'message',
      at: '2026-01-05T08:00:00Z',
      text: `text ${id}`,
      ...more,
    });
    const [one, two] = [newId(), newId()];
    await bring(engine, scope, { importId: one, events: [said('a'), said('b'), said('c')] });
    await bring(engine, scope, {
      importId: two,
      events: [said('b'), said('c', { version: 2, text: 'edited' }), said('d')],
    });
    expect(await countUndo(engine, scope, one)).toEqual({ gone: 1, kept: 2, restored: 1 });
    expect(await countUndo(engine, scope, two)).toEqual({ gone: 1, kept: 2, restored: 1 });
    await takeBack(engine, scope, two);
    const { texts } = await logState(engine, scope);
    expect((texts as { text: string }[]).map(({ text }) => text).toSorted()).toEqual(['text a', 'text b', 'text c']);
    expect(await countUndo(engine, scope, one)).toEqual({ gone: 3, kept: 0, restored: 0 });
  });

  const seeds = process.env['QUNLUO_SEEDS']?.split(',').map(Number) ?? [1];
  test.for(seeds)('leaves what the others alone would give, in any order and killed at will: seed %i', async (seed) => {
    const engine = await testEngine();
    const random = seeded(seed);
    const history = randomHistory(random, 40);
    const part = (share: number) => history.filter(() => random.chance(share));
    const imports: Source[] = [1, 2, 3].map(() => ({ importId: newId(), events: part(0.6) }));
    const live: Source = { importId: undefined, events: part(0.3) };
    const order = random.shuffle([...imports, live]);
    const community = newId();
    const scope = grantScope(newId(), community);
    for (const source of order) await bring(engine, scope, source);

    const crashing = crashingEngine(engine, random, 0.01);
    const left = new Set(order);
    for (const source of random.shuffle(imports).slice(0, 2)) {
      await untilDone(() => takeBack(crashing, scope, source.importId!));
      left.delete(source);
      const fresh = grantScope(newId(), community);
      for (const other of order) if (left.has(other)) await bring(engine, fresh, other);
      expect(await listStaleDays(engine, scope)).toEqual([]);
      const [expected, actual] = [await logState(engine, fresh), await logState(engine, scope)];
      for (const table of Object.keys(expected))
        expect({ [table]: actual[table] }, `${left.size} left`).toEqual({ [table]: expected[table] });
    }
  });
});
