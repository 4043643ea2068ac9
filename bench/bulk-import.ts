import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#kernel/ids.ts';
import { detectFormat, importerOf, openExport } from '#connectors/importers.ts';
import { writeEvents } from '#modules/events/index.ts';
import { grantScope, inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { simulateEvents } from '#testkit/simulated-community/index.ts';
import { engineMemory } from './engine-memory.ts';
import { interleaved, type Bench } from './bench.ts';

const EVENTS = 2_000_000;
const ROUNDS = 3;
const READ = { timezone: 'Asia/Shanghai' };

/** Bulk import of a JSONL file ÷ the engine's own INSERT … SELECT of the rows that it made. */
export const bulkImport: Bench = {
  name: 'bulk-import',
  async run({ engine, directory, scale, say }) {
    const events = Math.round(EVENTS * scale);
    const file = join(directory, 'events.jsonl');
    say(`writing ${events} events to a file`);
    await writeFile(file, events);
    const source = grantScope(newId(), newId());
    await load(engine, source, file);

    say('interleaved rounds');
    const peak = { app: 0, engine: 0 };
    const watch = setInterval(() => {
      peak.app = Math.max(peak.app, process.memoryUsage().rss / 1e6);
      peak.engine = Math.max(peak.engine, engineMemory());
    }, 100);
    const made = [...Array(ROUNDS)].map(() => grantScope(newId(), newId()));
    for (const [made, like] of [
      [sql`raw_events`, sql`events`],
      [sql`raw_event_texts`, sql`event_texts`],
    ] as const)
      await engine.command(source, 'bench.create', sql`CREATE TABLE ${made} AS ${like} /* ${inScope(source)} */`);
    const plain = [...Array(ROUNDS)].map(() => grantScope(newId(), newId()));
    const parsed = [...simulateEvents({ members: 20_000, events: Math.round(events / 4) })];
    const times = await interleaved(ROUNDS, {
      import: () => load(engine, made.pop()!, file),
      write: () => writeEvents(engine, plain.pop()!, { zone: READ.timezone }, parsed),
      raw: () => copy(engine, source),
    });
    clearInterval(watch);
    const rate = { import: events / times.import, write: parsed.length / times.write, raw: events / times.raw };
    return [
      {
        name: 'import of a file ÷ raw INSERT SELECT',
        value: rate.import / rate.raw,
        unit: '×',
        goal: { atLeast: 0.5 },
      },
      { name: 'writing parsed events ÷ raw INSERT SELECT', value: rate.write / rate.raw, unit: '×' },
      {
        name: 'import of a file',
        value: rate.import,
        unit: 'per s',
        note: `${Math.round(statSync(file).size / 1e6)} MB, ids, days, two tables`,
      },
      { name: 'raw INSERT SELECT', value: rate.raw, unit: 'per s', note: 'events and texts, same settings' },
      { name: 'peak memory of this process (holds parsed events too)', value: peak.app, unit: 'MB' },
      { name: 'peak memory of the engine', value: peak.engine, unit: 'MB', goal: { atMost: 1000 } },
    ];
  },
};

async function writeFile(path: string, events: number): Promise<void> {
  const file = createWriteStream(path);
  let block = '';
  for (const event of simulateEvents({ members: 20_000, events, texts: true })) {
    block += `${JSON.stringify(event)}\n`;
    if (block.length < 1 << 20) continue;
    if (!file.write(block)) await once(file, 'drain');
    block = '';
  }
  file.end(block);
  await once(file, 'close');
}

async function load(engine: EventEngine, scope: Scope, path: string): Promise<void> {
  const file = await openExport(path);
  const detected = await detectFormat(file);
  const importer = importerOf(detected.candidates[0]!.format);
  await writeEvents(
    engine,
    scope,
    { zone: READ.timezone },
    importer.read(file, { ...READ, now: Date.now() }, { skipped() {} }),
  );
}

/** The same rows again into tables made alike, by the engine alone. */
async function copy(engine: EventEngine, scope: Scope): Promise<void> {
  await engine.command(
    scope,
    'bench.copy_events',
    sql`INSERT INTO raw_events SELECT * FROM events WHERE ${inScope(scope)}`,
  );
  await engine.command(
    scope,
    'bench.copy_texts',
    sql`INSERT INTO raw_event_texts SELECT * FROM event_texts WHERE ${inScope(scope)}`,
  );
}
