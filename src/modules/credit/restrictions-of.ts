import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** What a member may not do now, and why. */
export type Restriction = {
  /** The id that was asked for. */
  memberId: string;
  kind: 'mute' | 'suspend' | 'remove';
  sanctionId: string;
  violationId: string;
  since: Date;
  /** Null: until it is lifted; a suspension by the exam. */
  until: Date | null;
  /** The rule that was broken, as it was then. */
  rule: string;
};

/**
 * The sanctions that hold at `now` for each of these members, of all accounts that are one person, the latest first. Nothing
 * for ids that the workspace does not have.
 */
export async function restrictionsOf(tx: Tx, memberIds: readonly string[], now: Date): Promise<Restriction[]> {
  if (memberIds.length === 0) return [];
  const { rows } = await sql<Restriction>`
    WITH asked AS (
      SELECT id, coalesce(person_id, id) AS person FROM members WHERE id = ANY(${memberIds}::uuid[])
    ), parts AS (
      SELECT id, person AS member FROM asked
      UNION ALL SELECT asked.id, members.id FROM asked JOIN members ON members.person_id = asked.person
    )
    SELECT parts.id AS "memberId", sanctions.kind, sanctions.id AS "sanctionId", violation_id AS "violationId",
      from_at AS since, until_at AS until, rule_title AS rule
    FROM parts JOIN sanctions ON sanctions.member_id = parts.member JOIN violations ON violations.id = violation_id
    WHERE kind <> 'warn' AND lifted_at IS NULL AND (until_at IS NULL OR until_at > ${now}::timestamptz)
    ORDER BY parts.id, from_at DESC, sanctions.id
  `.execute(tx);
  return rows;
}
