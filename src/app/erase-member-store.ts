import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import type { ErasurePlan } from '#modules/events/index.ts';
import type { Erasure } from '#modules/members/erase.contract.ts';
import type { RefusedStep, Tx } from '#platform/postgres/index.ts';

type Counts = Erasure['counts'] & { refused?: RefusedStep[] };

type Row = Omit<Erasure, 'requestedAt' | 'finishedAt' | 'counts' | 'refused'> & {
  counts: Counts;
  requestedAt: Date;
  finishedAt: Date | null;
};

const COLUMNS = sql`id, status, step, counts, fault, requested_at AS "requestedAt", finished_at AS "finishedAt"`;

const present = ({ counts: { refused = [], ...counts }, requestedAt, finishedAt, ...row }: Row): Erasure => ({
  ...row,
  counts,
  refused,
  requestedAt: requestedAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});

export type NewErasure = { id: string; communityId: string; memberId: string; requestedBy: string | null };

/** Asks for an erasure. Conflict when one of the member is under way. */
export async function addErasure(tx: Tx, { id, communityId, memberId, requestedBy }: NewErasure): Promise<void> {
  const { numAffectedRows } = await sql`
    INSERT INTO erasures (id, workspace_id, community_id, status, member_id, requested_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, 'waiting', ${memberId}, ${requestedBy})
    ON CONFLICT (member_id) WHERE status <> 'done' DO NOTHING
  `.execute(tx);
  if (numAffectedRows === 0n) throw new Conflict('this member is being erased already', 'erasure_under_way');
}

export async function getErasure(tx: Tx, communityId: string, id: string): Promise<Erasure> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM erasures WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the erasure');
  return present(rows[0]);
}

/** The erasures of a community, latest first. */
export async function listErasures(tx: Tx, communityId: string): Promise<Erasure[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM erasures WHERE community_id = ${communityId} ORDER BY requested_at DESC, id LIMIT 100
  `.execute(tx);
  return rows.map(present);
}

/** The erasure of a member that is not done yet. */
export async function findOptionalPending(tx: Tx, memberId: string): Promise<Erasure | undefined> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM erasures WHERE member_id = ${memberId} AND status <> 'done'
  `.execute(tx);
  return rows[0] && present(rows[0]);
}

/** Where a run of an erasure stands; undefined when there is nothing left to do. */
export async function findOptionalUndone(
  tx: Tx,
  id: string,
): Promise<
  { communityId: string; memberId: string | null; plan: ErasurePlan | null; step: Erasure['step'] } | undefined
> {
  const { rows } = await sql<{
    communityId: string;
    memberId: string | null;
    plan: ErasurePlan | null;
    step: Erasure['step'];
  }>`
    SELECT community_id AS "communityId", member_id AS "memberId", plan, step
    FROM erasures WHERE id = ${id} AND status <> 'done'
  `.execute(tx);
  return rows[0];
}

/** Erasures of the workspace that are not done: a start queues them again. */
export async function listUndone(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM erasures WHERE status <> 'done'`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function setStep(tx: Tx, id: string, step: Erasure['step']): Promise<void> {
  await sql`UPDATE erasures SET step = ${step}, status = 'running', fault = NULL WHERE id = ${id}`.execute(tx);
}

export async function setPlan(tx: Tx, id: string, plan: ErasurePlan, counts: Erasure['counts']): Promise<void> {
  await sql`
    UPDATE erasures SET plan = ${JSON.stringify(plan)}::jsonb, counts = ${JSON.stringify(counts)}::jsonb WHERE id = ${id}
  `.execute(tx);
}

/** Forgets whom an erasure was about: all that is left to do is for the disk. */
export async function forgetPlan(tx: Tx, id: string): Promise<void> {
  await sql`UPDATE erasures SET plan = NULL, member_id = NULL, step = 'purging' WHERE id = ${id}`.execute(tx);
}

export async function finishErasure(tx: Tx, id: string, refused: readonly RefusedStep[]): Promise<void> {
  await sql`
    UPDATE erasures SET status = 'done', step = 'done', finished_at = now(),
      counts = counts || ${JSON.stringify(refused.length > 0 ? { refused } : {})}::jsonb
    WHERE id = ${id}
  `.execute(tx);
}

/** An erasure that failed for good is tried again at the next start. */
export async function failErasure(tx: Tx, id: string, fault: string): Promise<void> {
  await sql`UPDATE erasures SET status = 'failed', fault = ${fault} WHERE id = ${id} AND status <> 'done'`.execute(tx);
}
