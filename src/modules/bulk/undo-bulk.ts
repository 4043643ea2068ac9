import { Conflict } from '#kernel/errors.ts';
import { recordChange } from '#modules/identity/index.ts';
import { undoTagChanges } from '#modules/members/index.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { getBulk, markUndone } from './bulk-store.ts';

/** Takes a bulk action on tags back. NotFound; Conflict for one that still runs, was taken back, or is on something else. */
export async function undoBulk(
  tx: Tx,
  { caller, communityId, bulkId }: { caller: Caller; communityId: string; bulkId: string },
): Promise<void> {
  const bulk = await getBulk(tx, communityId, bulkId);
  const { action } = bulk;
  if (action.kind !== 'add-tag' && action.kind !== 'remove-tag')
    throw new Conflict('only changes of tags can be taken back', 'cannot_undo');
  if (!(await markUndone(tx, bulkId, caller.operatorId)))
    throw new Conflict('this is still running, or was taken back before', 'cannot_undo');
  const tags = await undoTagChanges(tx, communityId, bulkId);
  await recordChange(tx, caller, {
    action: 'bulk.undo',
    subject: { kind: 'bulk-action', id: bulkId, label: action.kind },
    communityId,
    before: { action },
    after: { tags },
  });
}
