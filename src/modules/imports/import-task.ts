import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import { failImport, runImport, type ImportParts } from './run-import.ts';
import { findOptionalRunning, listNeeded, setProgress } from './import-store.ts';

/** One run of an import; a run that was killed is queued again by its missing heartbeat. */
export const runImportTask = defineTask({
  name: 'imports.run',
  schema: z.object({ workspaceId: z.string(), importId: z.string() }),
  policy: 'standard',
  // Somebody looks at the progress: not long after what was away is back, it goes on. Two hours of outage are waited for.
  retryLimit: 240,
  retryDelay: 2,
  retryDelayMax: 30,
  expireInSeconds: 23 * 3600,
});

/** Failures of our own are tried a few times, in case they pass; what is away is waited for much longer. */
const DEFECT_RETRIES = 2;

const LEFTOVER_AGE = 24 * 3_600_000;

/** Runs imports that were started, one at a time in this process. */
export async function workOnImports(parts: ImportParts & { jobs: Jobs }): Promise<void> {
  const { database, jobs } = parts;
  await jobs.work(runImportTask, async ({ workspaceId, importId }, { signal, retry }) => {
    try {
      await runImport(parts, { workspaceId, importId, signal });
    } catch (error) {
      const passing = signal.aborted || (error instanceof AppError && error.status >= 500);
      if (retry >= (passing ? runImportTask.options.retryLimit : DEFECT_RETRIES)) {
        parts.log.error({ err: error, importId }, 'an import failed for good');
        await failImport(database, workspaceId, importId, error);
        return;
      }
      await noteWaiting(parts, workspaceId, importId).catch(() => undefined);
      throw error;
    }
  });
}

async function noteWaiting({ database }: ImportParts, workspaceId: string, importId: string): Promise<void> {
  await database.inWorkspace(workspaceId, async (tx) => {
    const found = await findOptionalRunning(tx, importId);
    if (found) await setProgress(tx, importId, { phase: 'waiting', read: 0, written: 0, share: null });
  });
}

/** Deletes uploads that nobody needs any more: of ended imports, and of uploads that broke off a day ago. */
export async function removeLeftovers(
  { database, files, clock }: Pick<ImportParts, 'database' | 'files' | 'clock'>,
  workspaceIds: readonly string[],
): Promise<number> {
  const folders = await files.list();
  const needed = new Set<string>();
  const ids = folders.map(({ importId }) => importId);
  for (const workspaceId of workspaceIds)
    for (const id of await database.inWorkspace(workspaceId, (tx) => listNeeded(tx, ids))) needed.add(id);
  const old = folders.filter(
    ({ importId, changedAt }) => !needed.has(importId) && changedAt < clock.now() - LEFTOVER_AGE,
  );
  for (const { importId } of old) await files.remove(importId);
  return old.length;
}
