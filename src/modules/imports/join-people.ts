import { AppError } from '#kernel/errors.ts';
import { communitySpace } from '#modules/events/index.ts';
import { recordChange, systemCaller } from '#modules/identity/index.ts';
import { mergeMembers } from '#modules/members/index.ts';
import type { Scope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { StartedWith } from './import-store.ts';

const PASSED_OVER = new Set(['already_merged', 'not_found']);

/**
 * Makes the people of a file one with the members that somebody chose for them; the merges can be taken back like any
 * other. Who is one already, or is not there any more, is passed over, so that running again changes nothing.
 * @returns how many were joined now
 */
export async function joinPeople(
  database: Database,
  { workspaceId, communityId }: Scope,
  { people = [], startedBy = null }: StartedWith,
): Promise<number> {
  const space = communitySpace(communityId);
  const caller = startedBy
    ? ({ kind: 'operator', workspaceId, operatorId: startedBy } as const)
    : systemCaller(workspaceId);
  let joined = 0;
  for (const { platform, member, into } of people) {
    const memberId = space.accountId(platform, member);
    const order = { communityId, intoId: into, memberId, reason: 'chosen for a sign-in sheet' };
    try {
      await database.inWorkspace(workspaceId, async (tx) => {
        const merged = await mergeMembers(tx, { ...order, operatorId: startedBy ?? undefined });
        await recordChange(tx, caller, {
          action: 'imports.start',
          subject: { kind: 'member', id: memberId },
          communityId,
          after: { mergedInto: merged.personId, reason: order.reason },
        });
      });
      joined += 1;
    } catch (error) {
      if (!(error instanceof AppError) || !PASSED_OVER.has(error.code)) throw error;
    }
  }
  return joined;
}
