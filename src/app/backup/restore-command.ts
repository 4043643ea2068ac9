import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/log.ts';
import { interruptible } from './interruptible.ts';
import { ProgressLine } from './progress-line.ts';
import { restoreBackup } from './restore-backup.ts';

export type RestoreArguments = {
  secretFile?: string;
  withoutSecret?: boolean;
  replace?: boolean;
  tombstones?: string;
};

const WORDS = { verifying: 'comparing with its checksums', restoring: 'restoring' };

/** Restores a backup to where the environment says that data are, and says what it did. */
export async function restoreCommand(file: string, given: RestoreArguments, env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig({ QUNLUO_LOG: 'warn', ...env });
  const line = new ProgressLine();
  try {
    const { manifest, replaced, withSecret } = await interruptible((signal) =>
      restoreBackup({
        ...given,
        config,
        file,
        log: createLogger(config),
        now: Date.now,
        signal,
        tell: (phase, share) => line.show(`${WORDS[phase]}: ${Math.floor(share * 100)} %`),
      }),
    );
    line.end();
    const lines = [`restored ${config.dataDir} as of ${manifest.takenAt} (made by ${manifest.version})`];
    if (replaced) lines.push(`  what was there is in ${replaced}: remove it when all is well`);
    if (!withSecret) lines.push('  without its key: everybody signs in anew, stored credentials are lost');
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    line.end();
  }
}
