import { createToken, createWorkspace } from '#modules/identity/index.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { startApp, type App } from '#app/start-app.ts';
import { loadConfig } from '#platform/config.ts';
import { grantScope, type Scope } from '#platform/clickhouse/index.ts';

export type BenchServer = { app: App; scope: Scope; token: string; port: number; stop(): Promise<void> };

/** The whole server on a folder of its own, with a workspace, a community in UTC and a token of all rights it needs. */
export async function startBenchServer(dataDir: string): Promise<BenchServer> {
  const app = await startApp(loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_PORT: '0', QUNLUO_LOG: 'error' }));
  const { database } = app.services;
  const { workspaceId, token } = await database.asSystem(async (tx) => {
    const id = await createWorkspace(tx, 'Bench');
    const rights = ['communities.read', 'events.write', 'members.read'] as const;
    const { secret } = await createToken(tx, {
      workspaceId: id,
      name: 'bench',
      rights,
      createdBy: null,
      expiresAt: null,
    });
    return { workspaceId: id, token: secret };
  });
  const community = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'Bench', key: 'bench', zone: 'UTC' }),
  );
  return {
    app,
    scope: grantScope(workspaceId, community.id),
    token,
    port: Number(new URL(app.address).port),
    stop: () => app.stop(),
  };
}
