import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/log.ts';
import { StopStack } from '../stop-stack.ts';
import { interruptible } from './interruptible.ts';
import { formatBytes, ProgressLine } from './progress-line.ts';
import { reachStores } from './reach-stores.ts';
import { takeBackup } from './take-backup.ts';

/** Takes a backup of the installation that the environment names, running or not, and says what it wrote. */
export async function backupCommand(target: string, env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig({ QUNLUO_LOG: 'warn', ...env });
  const log = createLogger(config);
  const stack = new StopStack(log);
  const line = new ProgressLine();
  try {
    const done = await interruptible(async (signal) => {
      const stores = await reachStores(config, log, stack);
      const tell = (part: string, bytes: number): void => line.show(`${formatBytes(bytes)}  ${part}`);
      return takeBackup({ config, stores, target, now: Date.now, signal, tell });
    });
    line.end();
    const { file, bytes, rowBytes, secretFile } = done;
    const key = secretFile
      ? `the key is in ${secretFile}: keep it apart`
      : 'the key is your QUNLUO_SECRET: keep it apart';
    process.stdout.write(`${file}\n  ${formatBytes(bytes)} (${formatBytes(rowBytes)} of data)\n  ${key}\n`);
  } finally {
    line.end();
    await stack.stop();
  }
}
