import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BadInput } from '#kernel/errors.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { type Config, loadConfig } from '#platform/config.ts';
import { isLoopback } from '#platform/plain-hosts.ts';
import { demoMemberLink } from './demo-member-link.ts';
import type { DemoOwner } from './demo-owner.ts';
import { loadDemo } from './load-demo.ts';
import { runUntilSignal } from './run-until-signal.ts';
import type { Services } from './services.ts';
import { startApp } from './start-app.ts';
import { REPOSITORY } from './version.ts';

/** The demo's configuration: data of its own, and this machine only, because its password is printed. */
export function demoConfig(env: NodeJS.ProcessEnv): Config {
  const config = loadConfig({ QUNLUO_DATA: join(REPOSITORY, '.qunluo-demo'), QUNLUO_LOG: 'warn', ...env });
  if (isLoopback(config.host)) return config;
  throw new BadInput(
    `the demo listens on this machine only: QUNLUO_HOST cannot be ${config.host}; use npm start for others`,
  );
}

/** Starts the server with a simulated community and prints the address and a login. */
export async function demoCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const config = demoConfig(env);
  await runUntilSignal(async (signal) => {
    let login: DemoOwner | undefined;
    const prepare = async (services: Services): Promise<void> => {
      login = await loadDemo(services, {
        password: () => randomBytes(9).toString('base64url'),
        evaluate: async (community) => void (await evaluateCommunity(services, community)),
        signal,
        say: (line) => process.stderr.write(`${line}\n`),
      });
    };
    const app = await startApp(config, { signal, prepare });
    const { email, password, file, workspaceId } = login!;
    const link = await demoMemberLink(app.services, workspaceId, app.address);
    process.stdout.write(
      `Qunluo is ready at ${app.address}\n  e-mail    ${email}\n  password  ${password}\n  (kept in ${file})\n${link ? `  a member  ${link}\n` : ''}`,
    );
    return app;
  });
}
