import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict } from '#kernel/errors.ts';
import { settleGroups } from '#modules/communities/index.ts';
import {
  accountsNamedBy,
  countUndo,
  forgetSightings,
  groupsNamedBy,
  rollUp,
  undoImport,
} from '#modules/events/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { settleAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Import, ImportUndo } from './contract.ts';
import { getImport } from './import-store.ts';
import type { ImportParts } from './run-import.ts';

/** One run of taking an import back; one that was killed is queued again. */
const undoImportTask = defineTask({
  name: 'imports.undo',
  schema: z.object({ workspaceId: z.string(), importId: z.string() }),
  policy: 'standard',
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 6 * 3600,
});

export type UndoParts = Pick<ImportParts, 'database' | 'engine' | 'turns' | 'files' | 'onCommunityChanged'>;

type Target = { workspaceId: string; communityId: string; importId: string };

/** Only what has come to an end and wrote something, or may have, can be taken back. */
const UNDOABLE: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled']);

function refuseUnless(found: Import): void {
  if (!UNDOABLE.has(found.status) || found.startedAt === null)
    throw new Conflict(`the import is ${found.status} and cannot be taken back`, `import_${found.status}`);
}

/** What taking an import back would do. */
export async function previewUndo(
  { database, engine }: Pick<UndoParts, 'database' | 'engine'>,
  { workspaceId, communityId, importId }: Target,
): Promise<ImportUndo> {
  const found = await database.inWorkspace(workspaceId, (tx) => getImport(tx, communityId, importId));
  refuseUnless(found);
  const { gone, kept, restored } = await countUndo(engine, grantScope(workspaceId, communityId), importId);
  return { events: gone, kept, restored };
}

/** Asks for an import to be taken back; it runs in the background. */
export async function startUndo(
  { database, jobs }: Pick<UndoParts, 'database'> & { jobs: Jobs },
  caller: Actor,
  { workspaceId, communityId, importId }: Target,
): Promise<Import> {
  return database.inWorkspace(workspaceId, async (tx: Tx) => {
    const found = await getImport(tx, communityId, importId);
    refuseUnless(found);
    await sql`UPDATE imports SET status = 'undoing' WHERE id = ${importId} AND status = ${found.status}`.execute(tx);
    await recordChange(tx, caller, {
      action: 'imports.undo',
      subject: { kind: 'import', id: importId, label: found.fileName },
      communityId,
      before: { status: found.status, written: found.summary?.written ?? null },
      after: { status: 'undoing' },
    });
    await jobs.send(undoImportTask, { workspaceId, importId }, { tx });
    return getImport(tx, communityId, importId);
  });
}

/**
 * Takes an import back: its events out of the log, days computed anew, groups and members that nothing else needs
 * deleted. Each step can be done over; that others brought the same is forgotten last.
 */
export async function runUndo(parts: UndoParts, workspaceId: string, importId: string): Promise<void> {
  const { database, engine, turns, files } = parts;
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    sql<{ communityId: string }>`
      SELECT community_id AS "communityId" FROM imports WHERE id = ${importId} AND status = 'undoing'
    `.execute(tx),
  );
  if (!rows[0]) return;
  const { communityId } = rows[0];
  const scope = grantScope(workspaceId, communityId);
  const turn = turns.of(communityId);
  const { gone, kept, restored } = await countUndo(engine, scope, importId);
  await noteCounts(parts, workspaceId, importId, { events: gone, kept, restored });
  await undoImport(engine, scope, importId, turn);
  await rollUp(engine, scope, new Set(), { turn });
  // In a turn, so that no event comes between looking and deleting.
  await turn(async () => {
    for await (const accounts of accountsNamedBy(engine, scope, importId))
      await database.inWorkspace(workspaceId, (tx) => settleAccounts(tx, communityId, accounts));
    for await (const groups of groupsNamedBy(engine, scope, importId))
      await database.inWorkspace(workspaceId, (tx) => settleGroups(tx, communityId, groups));
  });
  await forgetSightings(engine, scope, importId, turn);
  await files.remove(importId);
  await database.inWorkspace(workspaceId, (tx) =>
    sql`UPDATE imports SET status = 'undone', undone_at = now() WHERE id = ${importId} AND status = 'undoing'`.execute(
      tx,
    ),
  );
  parts.onCommunityChanged({ workspaceId, communityId });
}

/** The counts of the first run are kept: after a kill there is less to count. */
async function noteCounts(
  { database }: Pick<UndoParts, 'database'>,
  workspaceId: string,
  importId: string,
  counts: ImportUndo,
): Promise<void> {
  await database.inWorkspace(workspaceId, (tx) =>
    sql`UPDATE imports SET undone = coalesce(undone, ${JSON.stringify(counts)}::jsonb) WHERE id = ${importId}`.execute(
      tx,
    ),
  );
}

/** Takes imports back that somebody asked for, one at a time in this process. */
export async function workOnUndo(parts: UndoParts & { jobs: Jobs }): Promise<void> {
  await parts.jobs.work(undoImportTask, ({ workspaceId, importId }) => runUndo(parts, workspaceId, importId));
}
