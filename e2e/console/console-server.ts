import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

/** Where a server's data are: a directory of its own that goes with it, at first empty or a copy of one; or one that stays. */
type Data = { copyOf?: string | undefined } | { keptIn: string };

async function placeOf(data: Data): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  if ('keptIn' in data) return { dataDir: data.keptIn, remove: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-console-'));
  // Whose files they are matters: the database's belong to another user where root runs the tests.
  if (data.copyOf) await promisify(execFile)('cp', ['-a', `${data.copyOf}/.`, dataDir]);
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** The whole server at a free port, and the console as it is built from the sources of now. */
async function startServer(data: Data = {}, clock?: Clock): Promise<RunningApp> {
  const { buildConsole } = (await import(BUILD.href)) as { buildConsole(): Promise<void> };
  await buildConsole();
  const { dataDir, remove } = await placeOf(data);
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
  data?: Data;
}): Promise<ConsoleServer> {
  const { app, address, stop } = await startServer(options.data, options.clock);
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
