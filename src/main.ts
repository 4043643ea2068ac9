import { Command } from 'commander';
import { registerAccounts } from '#app/accounts/register-accounts.ts';
import { registerBackup } from '#app/backup/register-backup.ts';
import { describeFailure, exitCodeOf } from '#app/command-failure.ts';
import { registerImport } from '#app/import/register-import.ts';
import { registerReport } from '#app/report/register-report.ts';
import { VERSION } from '#app/version.ts';

/** Commands load what they need when they run, so that a report starts no web server and help is quick. */
function commandLine(): Command {
  const program = new Command('qunluo')
    .description('群落 Qunluo: community operations, self-hosted')
    .version(VERSION, '-V, --version')
    .helpCommand(true)
    .showHelpAfterError('(qunluo --help lists the commands)');
  program
    .command('start')
    .description('start the server with what is in the data directory')
    .action(async () => (await import('#app/start-command.ts')).startCommand(process.env));
  program
    .command('demo')
    .description('start the server with a simulated community, for this machine only')
    .action(async () => (await import('#app/demo-command.ts')).demoCommand(process.env));
  program
    .command('migrate')
    .description('bring the stores to the schema of this version, and stop')
    .action(async () => (await import('#app/migrate-command.ts')).migrateCommand(process.env));
  program
    .command('version')
    .description('print the version')
    .action(() => void process.stdout.write(`${VERSION}\n`));
  program
    .command('send-test-mail')
    .description('send one mail through the configured server')
    .argument('<address>', 'to whom')
    .action(async (address: string) =>
      (await import('#app/send-test-mail-command.ts')).sendTestMailCommand(address, process.env),
    );
  registerImport(program);
  registerReport(program);
  registerBackup(program);
  registerAccounts(program);
  return program;
}

// `| head` closes the pipe early: unheard, that would end the process as a defect. Who must know asks the write itself.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await commandLine().parseAsync(process.argv);
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
