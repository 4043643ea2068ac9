import type { Command } from 'commander';
import type { ReportArguments } from './report-options.ts';

/** Adds `qunluo report FILE` to the command line; what it needs is loaded when it runs. */
export function registerReport(program: Command): void {
  program
    .command('report')
    .description('read a chat export and print the community report; needs no server')
    .argument(
      '<file>',
      'an export: Qunluo JSONL, Telegram, Discord, Slack, Zulip, WhatsApp, QQ, WeChat, CSV; packed or not',
    )
    .option('--community <id>', 'which community of the file')
    .option('--as-of <date>', 'evaluate at the end of this day (YYYY-MM-DD); default: the day of the last event')
    .option('--timezone <zone>', 'IANA time zone of the community (default: Asia/Shanghai)')
    .option('--format <format>', 'text, json or html (default: text)')
    .option('--out <file>', 'write to a file instead of standard output')
    .option('--lang <language>', 'zh-CN or en (default: zh-CN)')
    .option('--year <year>', 'year of dates that are written without one')
    .option('--date-order <order>', 'DMY, MDY or YMD, where dates are written with numbers only')
    .option('--platform <name>', 'platform of the accounts, in place of the format’s own')
    .action(async (file: string, options: Omit<ReportArguments, 'file'>) => {
      const { runReport } = await import('./run-report.ts');
      process.exitCode = await runReport({ ...options, file });
    });
}
