import { createCommunity, listCommunities } from '#modules/communities/index.ts';
import { ensureOwnerToken } from '#modules/identity/index.ts';
import { type DemoOwner, demoOwner } from './demo-owner.ts';
import type { Services } from './services.ts';

export type LoadDemoOptions = { password(): string; say(line: string): void };

/** The demo's owner and, in a workspace without communities, the simulated community. */
export async function loadDemo(services: Services, options: LoadDemoOptions): Promise<DemoOwner> {
  const owner = await demoOwner(services, options.password);
  const { database, clock, config } = services;
  await ensureOwnerToken(database, clock, config.dataDir);
  const communities = await database.inWorkspace(owner.workspaceId, listCommunities);
  if (communities.length === 0) {
    await database.inWorkspace(owner.workspaceId, (tx) => createCommunity(tx, owner.workspaceId, { name: '演示' }));
  }
  return owner;
}
