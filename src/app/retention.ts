import { z } from 'zod';
import { dayOf } from '#kernel/calendar.ts';
import { getCommunity, listCommunities } from '#modules/communities/index.ts';
import {
  admitWaiting,
  deleteTextsBeyond,
  findOptionalRun,
  limitsTexts,
  noteRun,
  readRules,
  RETENTION_MINUTE,
} from '#modules/events/index.ts';
import { listWorkspaceIds, recordChange, systemCaller } from '#modules/identity/index.ts';
import { trimPreviews } from '#modules/imports/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { defineTask } from '#platform/jobs/index.ts';
import type { Services } from './services.ts';

const ids = z.object({ workspaceId: z.string(), communityId: z.string() });

/** Deletes what a community's rules do not keep. */
const retainTask = defineTask({
  name: 'events.retain-texts',
  schema: ids,
  policy: 'stately',
  retryLimit: 5,
  retryDelay: 30,
  expireInSeconds: 2 * 3600,
});

/** Looks for communities whose rules were not enforced yet on their present day: each hour, and at each start. */
const lookTask = defineTask({ name: 'events.retain-due', schema: z.object({}), policy: 'stately' });

export type RetentionParts = Pick<Services, 'database' | 'engine' | 'clock' | 'turns' | 'intake'>;

/**
 * Enforces the rules of a community: texts that are not kept go from the log, from events that wait or were refused, and
 * from what previews of imports show. Done over after a kill it finds less to do. Gives how many texts were deleted.
 */
export async function runRetention(
  { database, engine, clock, turns, intake }: RetentionParts,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
): Promise<number> {
  const { community, rules } = await database.inWorkspace(workspaceId, async (tx) => ({
    community: await getCommunity(tx, communityId),
    rules: await readRules(tx, communityId),
  }));
  if (!limitsTexts(rules)) return 0;
  const scope = grantScope(workspaceId, communityId);
  const { zone } = community;
  const now = clock.now();
  const deleted = await deleteTextsBeyond(engine, scope, rules, { zone, now, turn: turns.of(communityId) });
  const admit = await intake.now(scope);
  await database.inWorkspace(workspaceId, async (tx) => {
    await admitWaiting(tx, communityId, admit);
    await trimPreviews(tx, communityId, admit);
    await noteRun(tx, communityId, deleted, now);
    if (deleted > 0)
      await recordChange(tx, systemCaller(workspaceId), {
        action: retainTask.name,
        subject: { kind: 'community', id: communityId, label: community.name },
        communityId,
        after: { deletedTexts: deleted },
      });
  });
  return deleted;
}

/** The communities of a workspace whose rules were not enforced on their present day. */
export async function listRetentionDue(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  workspaceId: string,
): Promise<string[]> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const due: string[] = [];
    for (const { id, zone } of await listCommunities(tx)) {
      if (!limitsTexts(await readRules(tx, id))) continue;
      const last = await findOptionalRun(tx, id);
      if (!last || dayOf(Date.parse(last.ranAt), zone) < dayOf(clock.now(), zone)) due.push(id);
    }
    return due;
  });
}

/** Enforces retention once each local day of a community. */
export async function workOnRetention(parts: RetentionParts & Pick<Services, 'jobs'>): Promise<void> {
  const { jobs, database } = parts;
  await jobs.work(retainTask, async (community) => void (await runRetention(parts, community)));
  await jobs.work(lookTask, async () => {
    for (const workspaceId of await database.asSystem(listWorkspaceIds))
      for (const communityId of await listRetentionDue(parts, workspaceId))
        await jobs.send(retainTask, { workspaceId, communityId }, { key: communityId });
  });
  await jobs.schedule(lookTask, `${RETENTION_MINUTE} * * * *`, {});
  await jobs.send(lookTask, {}, { key: 'start' });
}
