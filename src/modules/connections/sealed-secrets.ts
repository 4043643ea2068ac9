import { sql } from 'kysely';
import type { Database } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import { memoryPlace } from './memory-store.ts';

const place = (connectionId: string): string => `connections.secrets ${connectionId}`;

/** The secrets of a form, sealed for their connection; null where there are none. */
export function sealSecrets(box: SecretBox, connectionId: string, secrets: Record<string, string>): string | null {
  return Object.keys(secrets).length === 0 ? null : box.seal(JSON.stringify(secrets), place(connectionId));
}

export function openSecrets(
  box: SecretBox,
  { id, sealed }: { id: string; sealed: string | null },
): Record<string, string> {
  return sealed === null ? {} : (JSON.parse(box.open(sealed, place(id))) as Record<string, string>);
}

/** Seals with the present key what an earlier one sealed, in every workspace. @returns how many were sealed anew */
export async function resealConnections(
  database: Database,
  box: SecretBox,
  workspaceIds: readonly string[],
): Promise<number> {
  let count = 0;
  for (const workspaceId of workspaceIds)
    count += await database.inWorkspace(workspaceId, async (tx) => {
      const again = (sealed: string, context: string): string => box.seal(box.open(sealed, context), context);
      const connections = await sql<{ id: string; sealed: string }>`
        SELECT id, secrets AS sealed FROM connections WHERE secrets IS NOT NULL ORDER BY id FOR UPDATE
      `.execute(tx);
      const old = connections.rows.filter(({ sealed }) => box.isOld(sealed));
      for (const { id, sealed } of old)
        await sql`UPDATE connections SET secrets = ${again(sealed, place(id))} WHERE id = ${id}`.execute(tx);
      const memory = await sql<{ id: string; key: string; sealed: string }>`
        SELECT connection_id AS id, key, sealed FROM connection_memory ORDER BY connection_id, key FOR UPDATE
      `.execute(tx);
      const oldMemory = memory.rows.filter(({ sealed }) => box.isOld(sealed));
      for (const { id, key, sealed } of oldMemory)
        await sql`
          UPDATE connection_memory SET sealed = ${again(sealed, memoryPlace(id, key))}
          WHERE connection_id = ${id} AND key = ${key}
        `.execute(tx);
      return old.length + oldMemory.length;
    });
  return count;
}
