import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/log.ts';
import { startStores } from './start-app.ts';
import { StopStack } from './stop-stack.ts';

/** Brings both stores to the schema of this version and stops. */
export async function migrateCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  const log = createLogger(config);
  const stack = new StopStack(log);
  try {
    await startStores(config, log, stack);
    process.stdout.write('the stores have the schema of this version\n');
  } finally {
    await stack.stop();
  }
}
