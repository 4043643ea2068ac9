import picocolors from 'picocolors';
import { systemClock } from '#kernel/clock.ts';
import type { Language } from '#kernel/number-format.ts';
import type { Skipped } from '#connectors/contract.ts';
import { SKIP_REASONS } from '#connectors/contract.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { describeFailure, exitCodeOf } from '../command-failure.ts';
import { buildReport } from './build-report.ts';
import { renderHtml } from './html/render-html.ts';
import { createProgress } from './progress.ts';
import { renderJson } from './report-json.ts';
import { parseReportOptions, type ReportArguments, type ReportOptions } from './report-options.ts';
import { renderText } from './text/render-text.ts';
import { checkOutput, writeOut, writeWhole } from './write-output.ts';

const WIDTH = 100;
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * `qunluo report`: reads an export and prints the community report to standard output or a file; everything else goes
 * to standard error. Gives the exit code: 0 done, 2 wrong usage or input, 1 a defect, 128 + n stopped by a signal.
 */
export async function runReport(given: ReportArguments): Promise<number> {
  const aborter = new AbortController();
  let stoppedBy: number | undefined;
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => {
    const listener = (): void => {
      stoppedBy ??= code;
      aborter.abort();
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  try {
    await report(given, aborter.signal);
    return 0;
  } catch (error) {
    if (stoppedBy !== undefined) return stoppedBy;
    process.stderr.write(`${describeFailure(error)}\n`);
    return exitCodeOf(error);
  } finally {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  }
}

async function report(given: ReportArguments, signal: AbortSignal): Promise<void> {
  const options = parseReportOptions(given);
  if (options.out !== undefined) await checkOutput(options.out);
  const { report: built, skipped } = await buildReport(options, {
    progress: createProgress(process.stderr),
    signal,
    now: systemClock.now(),
  });
  const text = render(built, options);
  if (options.out === undefined) await writeOut(process.stdout, text);
  else await writeWhole(options.out, text);
  const note = skippedNote(skipped, options.language);
  if (note !== '') process.stderr.write(note);
}

function render(built: CommunityReport, { format, language, out }: ReportOptions): string {
  if (format === 'json') return renderJson(built);
  if (format === 'html') return renderHtml(built, { language });
  const terminal = out === undefined && process.stdout.isTTY === true;
  return renderText(built, {
    language,
    width: terminal ? process.stdout.columns : WIDTH,
    color: terminal && picocolors.isColorSupported,
  });
}

/** What was not taken, by reason, with the first places of each. */
export function skippedNote(skipped: readonly Skipped[], language: Language): string {
  const zh = language === 'zh-CN';
  return skipped
    .map(({ reason, count, where }) => {
      const places = where.slice(0, 8).join(', ') + (count > 8 ? ', …' : '');
      return zh
        ? `跳过 ${count} 条：${SKIP_REASONS[reason].zh}（${places}）\n`
        : `skipped ${count}: ${SKIP_REASONS[reason].en} (${places})\n`;
    })
    .join('');
}
