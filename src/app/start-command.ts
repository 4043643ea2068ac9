import { systemClock } from '#kernel/clock.ts';
import { issueSetupToken } from '#modules/identity/index.ts';
import { loadConfig } from '#platform/config.ts';
import { runUntilSignal } from './run-until-signal.ts';
import { startApp } from './start-app.ts';

/** Starts the server and stays until it is told to stop. The first start prints the one-time owner link. */
export async function startCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  await runUntilSignal(async (signal) => {
    const app = await startApp(config, { signal });
    const lines = [`Qunluo is ready at ${app.address}`];
    const token = config.role === 'worker' ? undefined : await issueSetupToken(app.services.database, systemClock);
    if (token)
      lines.push(
        '',
        'Nobody owns it yet. Open this link once to become the owner (7 days):',
        `  ${app.address}/setup?token=${token}`,
      );
    process.stdout.write(`${lines.join('\n')}\n`);
    return app;
  });
}
