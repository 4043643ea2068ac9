import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '#kernel/ids.ts';
import { listCommunities } from '#modules/communities/index.ts';
import { addTombstones, listTombstones, tombstoneHash, type Tombstone } from '#modules/events/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { addErasure } from './erase-member-store.ts';

/** The list of erased people beside the stores: a line of JSON for each tombstone, only ever added to. */
export const tombstoneFile = (dataDir: string): string => join(dataDir, 'tombstones.jsonl');

const lineSchema = z.object({
  workspaceId: z.uuid(),
  communityId: z.uuid(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  fromMs: z.int(),
  untilMs: z.int(),
});
type Line = z.infer<typeof lineSchema>;

type Place = { workspaceId: string; communityId: string };

/** Adds tombstones to the file, on disk when it returns. A line twice does no harm. */
export async function keepTombstones(
  dataDir: string,
  { workspaceId, communityId }: Place,
  tombstones: readonly Tombstone[],
): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = await open(tombstoneFile(dataDir), 'a', 0o600);
  try {
    // A line that a kill cut short must not swallow the first of these.
    const text = tombstones.map((one) => `\n${JSON.stringify({ workspaceId, communityId, ...one })}`).join('');
    await file.write(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The tombstones of a file's text; a line that was cut short is left out. */
export function readTombstones(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** Puts the tombstones of a file on the lists of the communities that are there. */
export async function mergeTombstones(database: Database, text: string): Promise<void> {
  const byWorkspace = Map.groupBy(readTombstones(text), ({ workspaceId }) => workspaceId);
  for (const [workspaceId, lines] of byWorkspace)
    await database.inWorkspace(workspaceId, async (tx) => {
      const known = new Set((await listCommunities(tx)).map(({ id }) => id));
      for (const [communityId, tombstones] of Map.groupBy(lines, (line) => line.communityId))
        if (known.has(communityId)) await addTombstones(tx, communityId, tombstones);
    });
}

/** As `mergeTombstones`, of the data directory's own file. */
export async function mergeOwnTombstones(database: Database, dataDir: string): Promise<void> {
  const text = await readFile(tombstoneFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  await mergeTombstones(database, text);
}

const FOREVER = Number.MAX_SAFE_INTEGER;
const ACCOUNTS_AT_ONCE = 20_000;

/**
 * Asks for the erasure of everybody on the list who is there all the same, as after restoring a backup from before.
 * An account that was erased for a time only is somebody else's now and is left alone. Gives the ids of the erasures.
 */
export async function eraseReturned(
  database: Database,
  workspaceId: string,
  keys: readonly Buffer[],
): Promise<string[]> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const asked: string[] = [];
    for (const { id: communityId } of await listCommunities(tx)) {
      const listed = await listTombstones(tx, communityId);
      const hashes = new Set(listed.filter(({ untilMs }) => untilMs === FOREVER).map(({ hash }) => hash));
      if (hashes.size === 0) continue;
      for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
        const { rows } = await sql<{ id: string; memberId: string }>`
          SELECT id, member_id AS "memberId" FROM accounts
          WHERE community_id = ${communityId} AND id > ${after}::uuid ORDER BY id LIMIT ${ACCOUNTS_AT_ONCE}
        `.execute(tx);
        for (const { id, memberId } of rows) {
          if (!keys.some((key) => hashes.has(tombstoneHash(key, communityId, id)))) continue;
          const erasureId = newId();
          const added = await addErasure(tx, { id: erasureId, communityId, memberId, requestedBy: null }).catch(
            (error: Error & { code?: string }) => {
              if (error.code !== 'erasure_under_way') throw error;
              return 'there' as const;
            },
          );
          if (added === undefined) asked.push(erasureId);
        }
        if (rows.length < ACCOUNTS_AT_ONCE) break;
        after = rows.at(-1)!.id;
      }
    }
    return asked;
  });
}
