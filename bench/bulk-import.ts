import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { newId } from '#kernel/ids.ts';
import {
  grantScope,
  inScope,
  sql,
  type EventEngine,
  type Scope,
  type StartedEngine,
} from '#platform/clickhouse/index.ts';
import { simulateEvents } from '#testkit/simulated-community/index.ts';
import { engineMemory } from './engine-memory.ts';
import { importFile, type ImportedOnce } from './import-file.ts';
import { median, seconds, type Bench } from './bench.ts';

type Address = StartedEngine['address'];

const EVENTS = 2_000_000;
const ROUNDS = 3;

/** Bulk import of a JSONL file ÷ the engine's own INSERT … SELECT of the rows that it made. */
export const bulkImport: Bench = {
  name: 'bulk-import',
  async run({ engine, address, pid, directory, scale, say }) {
    const events = Math.round(EVENTS * scale);
    const file = join(directory, 'events.jsonl');
    say(`writing ${events} events to a file`);
    await writeFile(file, events);
    const source = grantScope(newId(), newId());
    await importFile(engine, source, file);

    say('interleaved rounds');
    const peak = { app: 0, engine: 0 };
    const watch = setInterval(() => (peak.engine = Math.max(peak.engine, engineMemory(pid()))), 100);
    for (const [made, like] of [
      [sql`raw_events`, sql`events`],
      [sql`raw_event_texts`, sql`event_texts`],
    ] as const)
      await engine.command(source, 'bench.create', sql`CREATE TABLE ${made} AS ${like} /* ${inScope(source)} */`);
    // Each import in a process of its own: its memory is the import's alone; starting is not counted.
    const imports: number[] = [];
    const raws: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const one = await importElsewhere(address, file);
      imports.push(one.seconds);
      peak.app = Math.max(peak.app, one.peakMegabytes);
      raws.push(await seconds(() => copy(engine, source)));
    }
    const times = { import: median(imports), raw: median(raws) };
    clearInterval(watch);
    const rate = { import: events / times.import, raw: events / times.raw };
    return [
      {
        name: 'import of a file ÷ raw INSERT SELECT',
        value: rate.import / rate.raw,
        unit: '×',
        goal: { atLeast: 0.5 },
      },
      {
        name: 'import of a file',
        value: rate.import,
        unit: 'per s',
        note: `${Math.round(statSync(file).size / 1e6)} MB, ids, days, two tables`,
      },
      { name: 'raw INSERT SELECT', value: rate.raw, unit: 'per s', note: 'events and texts, same settings' },
      { name: 'peak memory of the importing process', value: peak.app, unit: 'MB', goal: { atMost: 300 } },
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

/** Imports the file into a community of its own in a child process. */
async function importElsewhere(address: Address, file: string): Promise<ImportedOnce> {
  const program = fileURLToPath(new URL('import-once.ts', import.meta.url));
  // The flags with which `npm start` runs the server.
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];
  const args = [...flags, program, JSON.stringify(address), file];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as ImportedOnce;
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
