import { sql } from 'kysely';
import { Conflict } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** A violation as it is kept. */
export type KeptViolation = {
  id: string;
  communityId: string;
  memberId: string;
  ruleId: string;
  ruleTitle: string;
  cost: number;
  note: string;
  evidenceEvent: string | null;
  evidenceGroup: string | null;
  evidenceText: string;
  happenedAt: Date;
  recordedAt: Date;
  recordedBy: string | null;
  voidedAt: Date | null;
  voidedBy: string | null;
  voidCause: 'appeal' | 'operator' | null;
  voidReason: string;
};

const COLUMNS = sql`violations.id, violations.community_id AS "communityId", violations.member_id AS "memberId",
  rule_id AS "ruleId", rule_title AS "ruleTitle", cost, note, evidence_event AS "evidenceEvent",
  evidence_group AS "evidenceGroup", evidence_text AS "evidenceText", happened_at AS "happenedAt",
  recorded_at AS "recordedAt", recorded_by AS "recordedBy", voided_at AS "voidedAt", voided_by AS "voidedBy",
  void_cause AS "voidCause", void_reason AS "voidReason"`;

export type NewViolation = Pick<
  KeptViolation,
  | 'communityId'
  | 'memberId'
  | 'ruleId'
  | 'ruleTitle'
  | 'cost'
  | 'note'
  | 'evidenceEvent'
  | 'evidenceGroup'
  | 'evidenceText'
> & { happenedAt: Date; recordedAt: Date; recordedBy: string | undefined; key: string };

/** The violation that a request made before; undefined: none. */
export async function findByKey(tx: Tx, communityId: string, key: string): Promise<KeptViolation | undefined> {
  const { rows } = await sql<KeptViolation>`
    SELECT ${COLUMNS} FROM violations WHERE community_id = ${communityId} AND request_key = ${key}
  `.execute(tx);
  return rows[0];
}

/** Writes a violation down. Conflict where the same message was recorded under the same rule before. */
export async function addViolation(tx: Tx, one: NewViolation): Promise<string> {
  const id = newId();
  const { rows } = await sql<{ id: string }>`
    INSERT INTO violations (id, workspace_id, community_id, member_id, rule_id, rule_title, cost, note, evidence_event,
                            evidence_group, evidence_text, happened_at, recorded_at, recorded_by, request_key)
    VALUES (${id}, qunluo_workspace(), ${one.communityId}, ${one.memberId}, ${one.ruleId}, ${one.ruleTitle}, ${one.cost},
            ${one.note}, ${one.evidenceEvent}, ${one.evidenceGroup}, ${one.evidenceText}, ${one.happenedAt},
            ${one.recordedAt}, ${one.recordedBy ?? null}, ${one.key})
    ON CONFLICT DO NOTHING RETURNING id
  `.execute(tx);
  if (rows.length === 0)
    throw new Conflict('this message was recorded as a violation of this rule already', 'already_recorded');
  return id;
}

/** One violation of a community; undefined where it has none of that id. */
export async function findViolation(tx: Tx, communityId: string, id: string): Promise<KeptViolation | undefined> {
  const { rows } = await sql<KeptViolation>`
    SELECT ${COLUMNS} FROM violations WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  return rows[0];
}

/** Violations of these ids. */
export async function listByIds(tx: Tx, ids: readonly string[]): Promise<KeptViolation[]> {
  const { rows } = await sql<KeptViolation>`
    SELECT ${COLUMNS} FROM violations WHERE id = ANY(${ids}::uuid[])
  `.execute(tx);
  return rows;
}

/** Voids a violation: it counts no more. @returns false where it was void already */
export async function setVoid(
  tx: Tx,
  id: string,
  one: { cause: 'appeal' | 'operator'; by: string | undefined; reason: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE violations SET voided_at = ${one.now}, voided_by = ${one.by ?? null}, void_cause = ${one.cause},
      void_reason = ${one.reason}
    WHERE id = ${id} AND voided_at IS NULL RETURNING id
  `.execute(tx);
  return rows.length > 0;
}

export type ViolationFilter = {
  memberIds?: readonly string[] | undefined;
  ruleId?: string | undefined;
  state?: 'standing' | 'voided' | 'appealed' | undefined;
  before?: { at: number; id: string } | undefined;
  limit: number;
};

/** The violations of a community, the latest recorded first. */
export async function listViolations(tx: Tx, communityId: string, filter: ViolationFilter): Promise<KeptViolation[]> {
  const { memberIds, ruleId, state, before, limit } = filter;
  const { rows } = await sql<KeptViolation>`
    SELECT ${COLUMNS} FROM violations
    WHERE community_id = ${communityId}
      ${memberIds ? sql`AND member_id = ANY(${memberIds}::uuid[])` : sql``}
      ${ruleId ? sql`AND rule_id = ${ruleId}` : sql``}
      ${state === 'standing' ? sql`AND voided_at IS NULL` : sql``}
      ${state === 'voided' ? sql`AND voided_at IS NOT NULL` : sql``}
      ${state === 'appealed' ? sql`AND EXISTS (SELECT FROM appeals WHERE violation_id = violations.id)` : sql``}
      ${before ? sql`AND (recorded_at, id) < (${new Date(before.at)}::timestamptz, ${before.id}::uuid)` : sql``}
    ORDER BY recorded_at DESC, id DESC LIMIT ${limit}
  `.execute(tx);
  return rows;
}
