import { systemClock } from '#kernel/clock.ts';
import { issueResetLinkFor } from '#modules/identity/index.ts';
import { type Config, loadConfig } from '#platform/config.ts';
import { createLogger, type Log } from '#platform/log.ts';
import {
  connectDatabase,
  type Database,
  findRunningPostgres,
  openDatabase,
  startPostgres,
} from '#platform/postgres/index.ts';
import { publicAddress } from '../public-address.ts';
import { StopStack } from '../stop-stack.ts';

/** The database of the running server, else PostgreSQL is started for as long as this takes. */
async function reachDatabase(config: Config, log: Log, stack: StopStack): Promise<Database> {
  const { dataDir, databaseUrl } = config;
  const running = databaseUrl === undefined ? await findRunningPostgres(dataDir) : undefined;
  if (running) return connectDatabase(running, { log, maxConnections: 1 });
  const server = await startPostgres({ dataDir, log, databaseUrl });
  stack.push('postgres', () => server.stop());
  return openDatabase(server, { log, maxConnections: 1 });
}

/**
 * Prints a one-time link by which an operator sets a new password, also while the server runs. Who may run this may
 * read the data directory, and so everything. With `withoutSecondFactor` a lost authenticator app is forgotten too.
 */
export async function resetPasswordCommand(
  email: string,
  given: { withoutSecondFactor?: boolean },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const config = loadConfig({ QUNLUO_LOG: 'warn', ...env });
  const log = createLogger(config);
  const stack = new StopStack(log);
  try {
    const database = await reachDatabase(config, log, stack);
    stack.push('database', () => database.close());
    const order = { email, removeSecondFactor: given.withoutSecondFactor ?? false };
    const { path } = await issueResetLinkFor({ database, clock: systemClock }, order);
    const lines = [`${publicAddress(config, config.port)}${path}`, '  sets a new password, once, within 24 hours'];
    if (order.removeSecondFactor) lines.push('  no code of an authenticator app is asked for any more');
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await stack.stop();
  }
}
