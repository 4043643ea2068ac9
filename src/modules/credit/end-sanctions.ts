import type { Database, Tx } from '#platform/postgres/index.ts';
import { actsOf, addActs, type KeptAct, type NewAct, settleAct } from './act-store.ts';
import { type KeptSanction, listUnended, setEnded } from './sanction-store.ts';

/**
 * Undoes on platforms what sanctions did that hold no more, or may have done: what was not done yet is dropped, a mute is ended, and
 * for somebody removed there is a task to let them in again. What is under way is waited for, until whoever was at it must have been
 * killed. Whether another sanction still holds is asked when the undoing is done.
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
  const acts = placedAt === null ? [] : await actsOf(tx, [id], { lock: true });
  const doing = acts.filter(({ kind }) => kind === 'mute' || kind === 'remove');
  const left = ({ state, leaseUntil }: KeptAct) => state === 'doing' && leaseUntil! <= now;
  if (doing.some((act) => act.state === 'doing' && !left(act))) return;
  const over = { state: 'dropped', code: 'over' } as const;
  for (const act of doing.filter((one) => one.state === 'queued' || one.state === 'task' || left(one)))
    await settleAct(tx, act.id, { ...over, detail: act.detail, maybeDone: left(act) }, { now });
  const toUndo = doing.filter((act) => act.maybeDone || left(act));
  await addActs(tx, { communityId, sanctionId: id, now }, toUndo.map(undoing));
  await setEnded(tx, id, now);
}

/** What undoes something that was done. Nobody can be put back into a group but by a person; what a person did, a person undoes. */
function undoing({ accountId, kind, connectionId, chatId, groupIds, state, settledBy }: KeptAct): NewAct {
  const base = { accountId, groupIds };
  const byHand = state === 'done' && settledBy !== null;
  if (kind === 'mute' && connectionId !== null && !byHand)
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
