import { startPostgres } from '#platform/postgres/index.ts';
import { createLogger } from '#platform/log.ts';

/**
 * A process that starts the embedded PostgreSQL in the directory of its argument and keeps it, so that a test can kill
 * the server's parent. Prints the settings, or the failure's code, as one line of JSON.
 */
const [dataDir = ''] = process.argv.slice(2);
try {
  const server = await startPostgres({ dataDir, log: createLogger({ logLevel: 'error' }), tuning: { durable: false } });
  console.log(JSON.stringify({ settings: server.settings, pid: server.pid() }));
  const alive = setInterval(() => undefined, 1_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void server.stop();
  });
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  console.log(JSON.stringify({ code, message }));
  process.exitCode = 1;
}
