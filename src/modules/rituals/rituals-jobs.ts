import { z } from 'zod';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import { postRituals, type RitualParts } from './post-rituals.ts';

const lookTask = defineTask({ name: 'rituals.look', schema: z.object({}), policy: 'stately' });

/** Looks every five minutes for rituals that are due. */
export async function workOnRituals(parts: RitualParts & { jobs: Jobs }): Promise<void> {
  const { database, jobs } = parts;
  await jobs.work(lookTask, async (_data, { signal }) => {
    for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
      if (signal.aborted) return;
      await postRituals(parts, workspaceId);
    }
  });
  await jobs.schedule(lookTask, '*/5 * * * *', {});
}
