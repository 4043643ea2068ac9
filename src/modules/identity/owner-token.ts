import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#kernel/clock.ts';
import type { Database } from '#platform/postgres/index.ts';
import { systemCaller } from './audit/record-change.ts';
import { recordIn } from './audit/record-in.ts';
import { createToken, findOptionalGrant, looksLikeToken } from './api-token-store.ts';
import { RIGHTS } from './contract.ts';
import { findOptionalFirstWorkspace } from './seat-store.ts';

const NAME = 'command line of the server';

/** Where the token for the command line of this machine is; only the owner of the data directory can read it. */
export const ownerTokenFile = (dataDir: string): string => join(dataDir, 'owner-token');

/**
 * Sees to it that the file holds a token with every right in the first workspace. A token that still works is kept.
 * Does nothing while there is no workspace.
 */
export async function ensureOwnerToken(database: Database, clock: Clock, dataDir: string): Promise<void> {
  const file = ownerTokenFile(dataDir);
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  const now = clock.now();
  const secret = await database.asSystem(async (tx) => {
    const owner = await findOptionalFirstWorkspace(tx);
    if (!owner) return undefined;
    const grant = looksLikeToken(kept) ? await findOptionalGrant(tx, kept, now) : undefined;
    if (grant?.workspaceId === owner.workspaceId && RIGHTS.every((right) => grant.rights.includes(right)))
      return undefined;
    const made = await createToken(tx, {
      workspaceId: owner.workspaceId,
      name: NAME,
      rights: RIGHTS,
      createdBy: owner.operatorId,
      expiresAt: null,
    });
    await recordIn(tx, systemCaller(owner.workspaceId), {
      action: 'command.owner-token',
      subject: { kind: 'token', id: made.id, label: NAME },
      after: { rights: RIGHTS },
    });
    return made.secret;
  });
  if (secret === undefined) return;
  const fresh = `${file}.new`;
  await writeFile(fresh, `${secret}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
}
