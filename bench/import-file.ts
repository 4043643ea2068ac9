import { detectFormat, importerOf, openExport } from '#connectors/importers.ts';
import { writeEvents } from '#modules/events/index.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';

/** What a process that imported a file says of itself. */
export type ImportedOnce = { seconds: number; processorSeconds: number; peakMegabytes: number };

/** Imports an export into the log, as the product does: detected, read, written. */
export async function importFile(engine: EventEngine, scope: Scope, path: string): Promise<void> {
  const zone = 'Asia/Shanghai';
  const file = await openExport(path);
  const detected = await detectFormat(file);
  const importer = importerOf(detected.candidates[0]!.format);
  const read = { timezone: zone, now: Date.now() };
  await writeEvents(engine, scope, { zone }, importer.read(file, read, { skipped() {} }));
}
