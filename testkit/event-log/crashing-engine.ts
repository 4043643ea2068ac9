import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Random } from './random-history.ts';

/** What a killed process leaves: the statement was done or not, and nothing after it happened. */
export class Killed extends Error {}

/**
 * An engine whose writer dies now and then: at a random insert or command, before it or after it is done. The
 * statements themselves are the real engine's.
 */
export function crashingEngine(engine: EventEngine, random: Random, share: number): EventEngine & { kills: number } {
  const perhaps = async (work: () => Promise<void>): Promise<void> => {
    const dies = random.chance(share);
    if (dies && random.chance(0.5)) {
      crashing.kills++;
      throw new Killed('killed before a statement');
    }
    await work();
    if (dies) {
      crashing.kills++;
      throw new Killed('killed after a statement');
    }
  };
  const crashing: EventEngine & { kills: number } = {
    ...engine,
    kills: 0,
    insert: (...given) => perhaps(() => engine.insert(...given)),
    insertColumns: (...given) => perhaps(() => engine.insertColumns(...given)),
    command: (...given) => perhaps(() => engine.command(...given)),
  };
  return crashing;
}
