import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { loadDemo } from '#app/load-demo.ts';
import { type App, startApp } from '#app/start-app.ts';
import { listCommunities } from '#modules/communities/index.ts';
import { followEvaluation } from '#modules/introductions/index.ts';
import { type Clock, systemClock } from '#kernel/clock.ts';
import { issueSetupToken } from '#modules/identity/index.ts';
import { loadConfig } from '#platform/config.ts';

const BUILD = new URL('../../tools/bootstrap/build-console.mjs', import.meta.url);

export const PASSWORD = 'a long and plain password';

export type ConsoleServer = RunningApp & {
  email: string;
  workspaceId: string;
  /** Key of the simulated community. */
  community: string;
};

type RunningApp = { app: App; address: string; stop(): Promise<void> };

/** The whole server on data of its own at a free port, and the console as it is built from the sources of now. */
async function startServer(clock?: Clock): Promise<RunningApp> {
  const { buildConsole } = (await import(BUILD.href)) as { buildConsole(): Promise<void> };
  await buildConsole();
  const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-console-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  const config = loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_PORT: '0', QUNLUO_LOG: 'error' });
  const app = await startApp(config, { ...(clock && { clock }) }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const stop = async () => {
    await app.stop();
    await remove();
  };
  return { app, address: app.address, stop };
}

/** A server that nobody owns yet, and the link that its first start prints. */
export async function startEmptyServer(): Promise<RunningApp & { ownerLink: string }> {
  const server = await startServer();
  const token = await issueSetupToken(server.app.services.database, systemClock);
  return { ...server, ownerLink: `${server.address}/setup?token=${token}` };
}

/** A server with the simulated community of `members` people, whose story ends at `clock`: now, unless told. */
export async function startConsoleServer(options: {
  members: number;
  clock?: Clock;
  /** Whether what follows an evaluation in the background is there at once. */
  followed?: boolean;
}): Promise<ConsoleServer> {
  const { app, address, stop } = await startServer(options.clock);
  try {
    const { email, workspaceId } = await loadDemo(app.services, {
      members: options.members,
      password: () => PASSWORD,
      say: () => {},
      evaluate: async (ids) => {
        await evaluateCommunity(app.services, ids);
        if (options.followed) await followEvaluation(app.services, ids);
      },
    });
    const [community] = await app.services.database.inWorkspace(workspaceId, listCommunities);
    return { app, address, email, workspaceId, community: community!.key, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
