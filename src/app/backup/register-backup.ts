import type { Command } from 'commander';
import type { RestoreArguments } from './restore-command.ts';

/** Adds `qunluo backup`, `restore` and `tombstones` to the command line; what they need is loaded when they run. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('write everything of this installation to one archive, also while it runs')
    .argument('<target>', 'the archive to make, or a folder for one that is named after the time')
    .action(async (target: string) => (await import('./backup-command.ts')).backupCommand(target, process.env));
  program
    .command('restore')
    .description('bring back a backup: into an empty QUNLUO_DATA, or empty servers of your own')
    .argument('<file>', 'an archive that backup made')
    .option('--secret-file <file>', 'where the key of the backup is (default: beside the archive)')
    .option('--without-secret', 'go on without the key: everybody signs in anew, stored credentials are lost')
    .option('--replace', 'move what is in the data directory into a folder replaced-… first')
    .option(
      '--tombstones <file>',
      'people who were erased since, as qunluo tombstones wrote them: they are erased again',
    )
    .action(async (file: string, given: RestoreArguments) =>
      (await import('./restore-command.ts')).restoreCommand(file, given, process.env),
    );
  program
    .command('tombstones')
    .description('write the list of erased people, for a restore elsewhere; from it nobody can tell who they were')
    .action(async () => (await import('./tombstones-command.ts')).tombstonesCommand(process.env));
}
