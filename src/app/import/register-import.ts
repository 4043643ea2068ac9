import type { Command } from 'commander';
import type { ImportArguments } from './import-arguments.ts';

/** Adds `qunluo import FILE` to the command line; what it needs is loaded when it runs. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('load a chat export into the running server; running it again changes nothing')
    .argument(
      '<file>',
      'an export: Qunluo JSONL, Telegram, Discord, Slack, Zulip, WhatsApp, QQ, WeChat, CSV; packed or not',
    )
    .requiredOption('--community <key>', 'community to load it into: its key or id')
    .option('--timezone <zone>', 'IANA time zone of times that are written without one (default: the community’s)')
    .option('--year <year>', 'year of dates that are written without one')
    .option('--date-order <order>', 'DMY, MDY or YMD, where dates are written with numbers only')
    .option('--platform <name>', 'platform of the accounts, in place of the format’s own')
    .option('--group <id>', 'group of every event, in place of the one the file names')
    .option('--self <account>', 'account of the person who made the export, where it is not named')
    .option('--mapping <json>', 'columns of a CSV file: {"member":"Name","at":"Date","text":"Text"}')
    .option('--format <format>', 'format of the file, in place of the detected one')
    .option('--source-community <id>', 'which community of the file, where it holds several')
    .option('--preview', 'only show what would be taken')
    .option('--server <url>', 'address of the server (default: QUNLUO_HOST and QUNLUO_PORT)')
    .option('--lang <language>', 'zh-CN or en (default: zh-CN)')
    .action(async (file: string, options: Omit<ImportArguments, 'file'>) => {
      const { runImportCommand } = await import('./run-import-command.ts');
      process.exitCode = await runImportCommand({ ...options, file }, process.env);
    });
}
