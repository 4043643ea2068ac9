import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { BulkOutcome } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Bulk, BulkAction, Selection } from './contract.ts';

/** A bulk action as it is stored. */
export type BulkRow = {
  id: string;
  communityId: string;
  action: BulkAction;
  selection: Selection;
  evaluationId: string;
  status: Bulk['status'];
  total: number;
  done: number;
  changed: number;
  already: number;
  refused: number;
  place: string | null;
  madeBy: string | null;
  madeByKind: 'operator' | 'token' | 'system';
  madeAt: Date;
  endedAt: Date | null;
  undoneAt: Date | null;
  fault: string | null;
};

const COLUMNS = sql`
  id, community_id AS "communityId", action, selection, evaluation_id AS "evaluationId", status, total, done, changed, already,
  refused, place, made_by AS "madeBy", made_by_kind AS "madeByKind", made_at AS "madeAt", ended_at AS "endedAt",
  undone_at AS "undoneAt", fault`;

export type NewBulk = Pick<
  BulkRow,
  'communityId' | 'action' | 'selection' | 'evaluationId' | 'total' | 'madeBy' | 'madeByKind'
>;

/** Notes a bulk action that waits to be run. */
export async function addBulk(tx: Tx, bulk: NewBulk): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO bulk_actions (id, workspace_id, community_id, action, selection, evaluation_id, status, total, made_by, made_by_kind)
    VALUES (${id}, qunluo_workspace(), ${bulk.communityId}, ${JSON.stringify(bulk.action)}::jsonb,
            ${JSON.stringify(bulk.selection)}::jsonb, ${bulk.evaluationId}, 'waiting', ${bulk.total}, ${bulk.madeBy},
            ${bulk.madeByKind})
  `.execute(tx);
  return id;
}

/** One bulk action of a community. NotFound. */
export async function getBulk(tx: Tx, communityId: string, id: string): Promise<BulkRow> {
  const { rows } = await sql<BulkRow>`
    SELECT ${COLUMNS} FROM bulk_actions WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the bulk action');
  return rows[0];
}

/** The latest bulk actions of a community. */
export async function listBulks(tx: Tx, communityId: string): Promise<BulkRow[]> {
  const { rows } = await sql<BulkRow>`
    SELECT ${COLUMNS} FROM bulk_actions WHERE community_id = ${communityId} ORDER BY made_at DESC, id DESC LIMIT 50
  `.execute(tx);
  return rows;
}

/** Notes that a portion is done, and where the next begins; with it the whole when there is none. */
export async function noteProgress(
  tx: Tx,
  id: string,
  { outcome, people, place }: { outcome: BulkOutcome; people: number; place: string | null },
): Promise<void> {
  await sql`
    UPDATE bulk_actions SET done = done + ${people}, changed = changed + ${outcome.changed},
      already = already + ${outcome.already}, refused = refused + ${outcome.refused}, place = ${place},
      status = CASE WHEN ${place}::text IS NULL THEN 'done' ELSE 'running' END,
      ended_at = CASE WHEN ${place}::text IS NULL THEN clock_timestamp() END
    WHERE id = ${id}
  `.execute(tx);
}

/** Ends a bulk action that cannot go on; what it did so far stays, and can be taken back. */
export async function failBulk(tx: Tx, id: string, fault: string): Promise<void> {
  await sql`
    UPDATE bulk_actions SET status = 'failed', ended_at = clock_timestamp(), fault = ${fault} WHERE id = ${id}
  `.execute(tx);
}

/** Notes that a bulk action was taken back; false when it was before. */
export async function markUndone(tx: Tx, id: string, operatorId: string | undefined): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE bulk_actions SET undone_at = clock_timestamp(), undone_by = ${operatorId ?? null}
    WHERE id = ${id} AND undone_at IS NULL AND status IN ('done', 'failed')
  `.execute(tx);
  return numAffectedRows === 1n;
}

const isOnTags = ({ kind }: BulkAction): boolean => kind === 'add-tag' || kind === 'remove-tag';

/** Bulk actions as readers see them. */
export async function presentBulks(tx: Tx, rows: readonly BulkRow[]): Promise<Bulk[]> {
  const names = await operatorNames(
    tx,
    rows.map(({ madeBy }) => madeBy),
  );
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    status: row.status,
    total: row.total,
    done: row.done,
    changed: row.changed,
    already: row.already,
    refused: row.refused,
    madeBy: row.madeBy === null ? null : (names.get(row.madeBy) ?? null),
    madeAt: row.madeAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    canUndo: isOnTags(row.action) && row.endedAt !== null && row.undoneAt === null && row.changed > 0,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    fault: row.fault,
  }));
}
