import { z } from 'zod';
import type { Clock } from '#kernel/clock.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { listOverdue, lockPerson } from './attempt-store.ts';
import type { ExamPorts } from './ports.ts';
import { settleAttempt } from './settle-attempt.ts';

export type SettleParts = { database: Database; clock: Clock; log: Log; ports: Pick<ExamPorts, 'onPassed'> };

/** Ends exams whose time is over, each minute: who closed the page is told no less than who waited. */
const settleTask = defineTask({ name: 'exams.settle', schema: z.object({}), policy: 'stately' });

/**
 * Ends every overdue exam of a workspace, each in a transaction of its own, so that one that fails keeps no other from
 * its end; it is tried again the next time. @returns how many ended
 */
export async function settleOverdue(parts: SettleParts, workspaceId: string): Promise<number> {
  const { database, clock, log, ports } = parts;
  const now = new Date(clock.now());
  let ended = 0;
  for (const { id, communityId, memberId } of await database.inWorkspace(workspaceId, (tx) => listOverdue(tx, now)))
    try {
      await database.inWorkspace(workspaceId, async (tx) => {
        const { personId } = await lockPerson(tx, communityId, memberId);
        await settleAttempt(tx, { ports, communityId, now }, { id, personId, handedIn: false });
      });
      ended += 1;
    } catch (error) {
      log.error({ err: error, workspaceId, attemptId: id }, 'an exam whose time is over could not be ended');
    }
  return ended;
}

/** Ends exams by the clock. */
export async function workOnExams({ jobs, ...parts }: SettleParts & { jobs: Jobs }): Promise<void> {
  await jobs.work(settleTask, async () => {
    for (const workspaceId of await parts.database.asSystem(listWorkspaceIds)) await settleOverdue(parts, workspaceId);
  });
  await jobs.schedule(settleTask, '* * * * *', {});
}
