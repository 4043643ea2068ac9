import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '#platform/clickhouse/index.ts';
import { analyses } from './analyses.ts';
import { meets, type Bench, type Figure } from './bench.ts';
import { bulkImport } from './bulk-import.ts';
import { consoleLoad } from './console-load.ts';
import { deliveries } from './deliveries.ts';
import { flash } from './flash.ts';
import { examStart } from './exam-start.ts';
import { graph } from './graph.ts';
import { graphFrames } from './graph-frames.ts';
import { instantAnswers } from './instant-answers.ts';
import { ledger } from './ledger.ts';
import { levels } from './levels.ts';
import { liveIngest } from './live-ingest.ts';
import { machineFacts } from './machine-facts.ts';
import { millionMembers } from './million-members.ts';
import { segments } from './segments.ts';

/** `npm run bench [-- NAME…] [-- --scale 0.1]`: measures every goal, prints a table, writes bench/results/<time>.json. */
const BENCHES: readonly Bench[] = [
  bulkImport,
  liveIngest,
  millionMembers,
  segments,
  analyses,
  deliveries,
  instantAnswers,
  examStart,
  ledger,
  levels,
  flash,
  consoleLoad,
  graph,
  graphFrames,
];

const given = process.argv.slice(2);
const scaleAt = given.indexOf('--scale');
const scale = scaleAt < 0 ? 1 : Number(given[scaleAt + 1]);
if (!(scale > 0 && scale <= 1)) fail('--scale takes a number above 0, up to 1');
const names = given.filter((_, index) => scaleAt < 0 || (index !== scaleAt && index !== scaleAt + 1));
const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown) fail(`no benchmark is called ${unknown}; there are ${BENCHES.map((bench) => bench.name).join(', ')}`);

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

const rounded = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(3);

function row(figure: Figure): string {
  const met = meets(figure);
  const goal = figure.goal ? ('atLeast' in figure.goal ? `≥ ${figure.goal.atLeast}` : `≤ ${figure.goal.atMost}`) : '';
  const mark = met === undefined ? '' : met ? 'met' : 'MISSED';
  return `${figure.name.padEnd(66)} ${`${rounded(figure.value)} ${figure.unit}`.padStart(14)} ${goal.padStart(9)} ${mark.padEnd(7)} ${figure.note ?? ''}`;
}

const directory = mkdtempSync(join(tmpdir(), 'qunluo-bench-'));
const results: Record<string, Figure[]> = {};
try {
  const facts = machineFacts(directory);
  console.log(
    Object.entries(facts)
      .map(([key, value]) => `${key} ${value}`)
      .join(' · '),
  );
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const own = mkdtempSync(join(directory, `${bench.name}-`));
    const { engine, address, pid, stop } = await startEngine({ dataDir: own });
    try {
      console.log(`\n${bench.name}${scale === 1 ? '' : ` (scale ${scale})`}`);
      results[bench.name] = await bench.run({
        engine,
        address,
        pid,
        directory: own,
        scale,
        say: (text) => console.error(`  ${text}`),
      });
      for (const figure of results[bench.name]!) console.log(row(figure));
    } finally {
      await stop();
      rmSync(own, { recursive: true, force: true });
    }
  }
  const output = new URL('results/', import.meta.url).pathname;
  mkdirSync(output, { recursive: true });
  const file = join(output, `${new Date().toISOString().replaceAll(':', '')}.json`);
  writeFileSync(file, JSON.stringify({ facts, scale, results }, null, 2));
  const missed = Object.values(results)
    .flat()
    .filter((figure) => meets(figure) === false);
  console.log(`\n${missed.length === 0 ? 'every goal met' : `missed: ${missed.map(({ name }) => name).join('; ')}`}`);
  console.log(`written to bench/results/${file.split('/').at(-1)}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
