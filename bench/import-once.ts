import { newId } from '#kernel/ids.ts';
import { connectEngine, grantScope, type StartedEngine } from '#platform/clickhouse/index.ts';
import { importFile, type ImportedOnce } from './import-file.ts';

/** `node bench/import-once.ts ADDRESS FILE`: imports a file into a fresh community of a running engine; prints what it took. */
const address = JSON.parse(process.argv[2]!) as StartedEngine['address'];
const { engine, close } = connectEngine(address);
const start = performance.now();
const before = process.cpuUsage();
await importFile(engine, grantScope(newId(), newId()), process.argv[3]!);
const { user, system } = process.cpuUsage(before);
const said: ImportedOnce = {
  seconds: (performance.now() - start) / 1000,
  processorSeconds: (user + system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
await close();
process.stdout.write(JSON.stringify(said));
