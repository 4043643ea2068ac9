import type { Database, Tx } from '#platform/postgres/index.ts';
import { actsOf, addActs, type KeptAct, type NewAct, settleAct } from './act-store.ts';
import { type KeptSanction, listUnended, setEnded } from './sanction-store.ts';

/**
 * Undoes on platforms what sanctions did that hold no more: what was not done yet is dropped, a mute is ended, and for
 * somebody removed there is a task to let them in again. What is under way is waited for. Whether another sanction still holds
 * is asked when the undoing is done.
 */
export async function endSanctions(database: Database, workspaceId: string, now: Date): Promise<void> {
  const over = await database.inWorkspace(workspaceId, (tx) => listUnended(tx, { now }));
  for (const { id } of over)
    await database.inWorkspace(workspaceId, async (tx) => {
      const [sanction] = await listUnended(tx, { now, id });
      if (sanction) await end(tx, sanction, now);
    });
}

async function end(tx: Tx, { id, communityId, placedAt }: KeptSanction, now: Date): Promise<void> {
  // Not made into acts yet: it never will be.
  const acts = placedAt === null ? [] : await actsOf(tx, [id]);
  const doing = acts.filter(({ kind }) => kind === 'mute' || kind === 'remove');
  if (doing.some(({ state }) => state === 'doing')) return;
  for (const act of doing.filter(({ state }) => state === 'queued' || state === 'task'))
    await settleAct(tx, act.id, { state: 'dropped', code: 'over', detail: act.detail }, now);
  await addActs(tx, { communityId, sanctionId: id, now }, doing.filter(({ state }) => state === 'done').map(undoing));
  await setEnded(tx, id, now);
}

/** What undoes something that was done. Nobody can be put back into a group but by a person; what a person did, a person undoes. */
function undoing({ accountId, kind, connectionId, chatId, groupIds, settledBy }: KeptAct): NewAct {
  const base = { accountId, groupIds };
  if (kind === 'mute' && connectionId !== null && settledBy === null)
    return { ...base, kind: 'unmute', connectionId, chatId, state: 'queued', code: '' };
  return {
    ...base,
    kind: kind === 'mute' ? 'unmute' : 'readmit',
    connectionId: null,
    chatId,
    state: 'task',
    code: 'by_hand',
  };
}
