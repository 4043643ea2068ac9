import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { FileSpace, StoredFile } from './file-store.ts';

const IN_USE = '23503';

/** One at a time for a file of a workspace: who removes one must not meet who keeps the same content just now. */
const lock = (tx: Tx, id: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('files:' || qunluo_workspace()::text || ${id}::text, 0))`.execute(
    tx,
  );

/** Says that the transaction's workspace has a file, and sees to it that its bytes are there. */
export async function keepFile(
  tx: Tx,
  space: FileSpace,
  content: Buffer,
  options: { mediaType: string; limits: { bytes: number } },
): Promise<StoredFile> {
  await lock(tx, hash('sha256', content, 'hex'));
  const stored = await space.put(content, options);
  await sql`
    INSERT INTO files (workspace_id, id, media_type, bytes)
    VALUES (qunluo_workspace(), ${stored.id}, ${stored.mediaType}, ${stored.bytes})
    ON CONFLICT (workspace_id, id) DO NOTHING
  `.execute(tx);
  return stored;
}

/** What the transaction's workspace knows of a file; NotFound when it has none of that id. */
export async function getFile(tx: Tx, id: string): Promise<StoredFile> {
  const { rows } = await sql<{ id: string; mediaType: string; bytes: number }>`
    SELECT id, media_type AS "mediaType", bytes FROM files WHERE id = ${id}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the file');
  return rows[0];
}

/**
 * Forgets a file and deletes its bytes unless something points to it; in a transaction of its own, after the one that
 * stopped using it, because deleted bytes do not come back when a transaction is rolled back.
 * @returns whether it is gone
 */
export async function dropUnusedFile(
  database: Database,
  workspaceId: string,
  space: FileSpace,
  id: string,
): Promise<boolean> {
  try {
    await database.inWorkspace(workspaceId, async (tx) => {
      await lock(tx, id);
      await sql`DELETE FROM files WHERE id = ${id}`.execute(tx);
      await space.remove(id);
    });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === IN_USE) return false;
    throw error;
  }
}
