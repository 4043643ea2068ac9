import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#kernel/ids.ts';
import type { Language } from '#kernel/number-format.ts';
import { createLogger } from '#platform/log.ts';
import { grantScope, startEngine } from '#platform/clickhouse/index.ts';
import { detectFormat, importerOf, openExport, SkipTally, type ExportFile } from '#connectors/importers.ts';
import type { Skipped } from '#connectors/contract.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluate } from '#modules/insights/index.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { eventsOfCommunity } from './choose-community.ts';
import type { Progress } from './progress.ts';
import type { ReportOptions } from './report-options.ts';

/** What the command made of an export. */
export type BuiltReport = { report: CommunityReport; skipped: readonly Skipped[] };

const DOING: Record<Language, { reading: string; rollingUp: string; evaluating: string; starting: string }> = {
  'zh-CN': { starting: '启动引擎', reading: '读取', rollingUp: '汇总', evaluating: '计算' },
  en: { starting: 'starting the engine', reading: 'reading', rollingUp: 'rolling up', evaluating: 'evaluating' },
};

/**
 * Reads an export into a throw-away engine of its own and evaluates it; needs no server and leaves nothing behind. Throws
 * BadInput for a file that cannot be read. After `signal` everything is stopped and removed before it rejects.
 */
export async function buildReport(
  options: ReportOptions,
  surroundings: { progress: Progress; signal: AbortSignal; now: number },
): Promise<BuiltReport> {
  const file = await openExport(options.file);
  try {
    const detection = await detectFormat(file);
    surroundings.signal.throwIfAborted();
    return await inThrowAwayEngine(surroundings.signal, (engine) =>
      readAndEvaluate(
        engine,
        file,
        { ...options, importer: importerOf(detection.candidates[0]!.format) },
        surroundings,
      ),
    );
  } finally {
    surroundings.progress.clear();
    await file.close();
  }
}

type Engine = Awaited<ReturnType<typeof startEngine>>['engine'];

async function inThrowAwayEngine<T>(signal: AbortSignal, work: (engine: Engine) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-report-'));
  try {
    const { engine, stop } = await startEngine({ dataDir, log: createLogger({ logLevel: 'silent' }) });
    const aborted = new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    try {
      return await Promise.race([work(engine), aborted]);
    } finally {
      await stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function readAndEvaluate(
  engine: Engine,
  file: ExportFile,
  options: ReportOptions & { importer: ReturnType<typeof importerOf> },
  { progress, now }: { progress: Progress; now: number },
): Promise<BuiltReport> {
  const { zone, language, importer } = options;
  const scope = grantScope(newId(), newId());
  const doing = DOING[language];
  const skips = new SkipTally();
  const seen = new Map<string, number>();
  progress.show(doing.starting);
  const events = eventsOfCommunity(importer.read(file, { ...options.read, now }, skips), {
    chosen: options.community,
    file: file.name,
    seen,
    skipped: () => skips.list(),
  });
  const written = await writeEvents(engine, scope, { zone }, events, () =>
    progress.show(`${doing.reading} ${file.name}`, file.consumed / file.bytes),
  );
  progress.show(doing.rollingUp);
  await rollUp(engine, scope, written.changed);
  progress.show(doing.evaluating);
  const key = options.community ?? [...seen.keys()][0]!;
  const name = key === '' ? file.name.replace(/(\.(jsonl|json|txt|csv|zip|tar|gz|tgz))+$/iu, '') : key;
  const { report } = await evaluate(engine, scope, {
    community: { id: scope.communityId, key: name, name, zone },
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
    diagnose: true,
    onProgress: () => progress.show(doing.evaluating),
  });
  return { report: { ...report, community: { id: name, name } }, skipped: skips.list() };
}
