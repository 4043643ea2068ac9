import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { OUTCOMES } from './contract.ts';

/** An appeal as it is kept. */
export type KeptAppeal = {
  id: string;
  violationId: string;
  memberId: string;
  text: string;
  filedAt: Date;
  decideBy: Date;
  outcome: (typeof OUTCOMES)[number] | null;
  reasons: string;
  decidedAt: Date | null;
  decidedBy: string | null;
};

const COLUMNS = sql`id, violation_id AS "violationId", member_id AS "memberId", text, filed_at AS "filedAt",
  decide_by AS "decideBy", outcome, reasons, decided_at AS "decidedAt", decided_by AS "decidedBy"`;

/** Writes an appeal down. @returns its id; undefined where the violation has one */
export async function addAppeal(
  tx: Tx,
  one: { communityId: string; violationId: string; memberId: string; text: string; filedAt: Date; decideBy: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO appeals (id, workspace_id, community_id, violation_id, member_id, text, filed_at, decide_by)
    VALUES (${newId()}, qunluo_workspace(), ${one.communityId}, ${one.violationId}, ${one.memberId}, ${one.text},
            ${one.filedAt}, ${one.decideBy})
    ON CONFLICT (workspace_id, violation_id) DO NOTHING RETURNING id
  `.execute(tx);
  return rows[0]?.id;
}

/** One appeal of a community; undefined where it has none of that id. */
export async function findAppeal(tx: Tx, communityId: string, id: string): Promise<KeptAppeal | undefined> {
  const { rows } = await sql<KeptAppeal>`
    SELECT ${COLUMNS} FROM appeals WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  return rows[0];
}

/** The appeals against violations. */
export async function appealsOf(tx: Tx, violationIds: readonly string[]): Promise<Map<string, KeptAppeal>> {
  const { rows } = await sql<KeptAppeal>`
    SELECT ${COLUMNS} FROM appeals WHERE violation_id = ANY(${violationIds}::uuid[])
  `.execute(tx);
  return new Map(rows.map((one) => [one.violationId, one]));
}

/** Open appeals, the first due first; or the latest hundred that were decided. */
export async function listAppeals(tx: Tx, communityId: string, state: 'open' | 'decided'): Promise<KeptAppeal[]> {
  const { rows } = await (
    state === 'open'
      ? sql<KeptAppeal>`
          SELECT ${COLUMNS} FROM appeals WHERE community_id = ${communityId} AND outcome IS NULL
          ORDER BY decide_by, id LIMIT 500`
      : sql<KeptAppeal>`
          SELECT ${COLUMNS} FROM appeals WHERE community_id = ${communityId} AND outcome IS NOT NULL
          ORDER BY decided_at DESC, id LIMIT 100`
  ).execute(tx);
  return rows;
}

/** Writes a decision down. @returns false where there is one already */
export async function setDecision(
  tx: Tx,
  id: string,
  one: { outcome: (typeof OUTCOMES)[number]; reasons: string; by: string | undefined; now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE appeals SET outcome = ${one.outcome}, reasons = ${one.reasons}, decided_at = ${one.now},
      decided_by = ${one.by ?? null}
    WHERE id = ${id} AND outcome IS NULL RETURNING id
  `.execute(tx);
  return rows.length > 0;
}
