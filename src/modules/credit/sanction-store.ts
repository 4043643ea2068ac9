import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { LIFT_CAUSES, SanctionKind } from './contract.ts';

/** A sanction that stands or stood; times are instants. */
export type KeptSanction = {
  id: string;
  communityId: string;
  violationId: string;
  memberId: string;
  kind: SanctionKind;
  byHand: boolean;
  fromAt: Date;
  untilAt: Date | null;
  placedAt: Date | null;
  endedAt: Date | null;
  liftedAt: Date | null;
  liftCause: (typeof LIFT_CAUSES)[number] | null;
  liftReason: string;
};

const COLUMNS = sql`id, community_id AS "communityId", violation_id AS "violationId", member_id AS "memberId", kind,
  by_hand AS "byHand", from_at AS "fromAt", until_at AS "untilAt", placed_at AS "placedAt", ended_at AS "endedAt",
  lifted_at AS "liftedAt", lift_cause AS "liftCause", lift_reason AS "liftReason"`;

/** Whether a sanction holds at an instant, from when it was imposed: a clock that goes back does not undo it. */
export const holds = ({ untilAt, liftedAt }: Pick<KeptSanction, 'untilAt' | 'liftedAt'>, now: Date) =>
  liftedAt === null && (untilAt === null || untilAt > now);

export type NewSanction = Pick<
  KeptSanction,
  'communityId' | 'violationId' | 'memberId' | 'kind' | 'byHand' | 'fromAt' | 'untilAt'
>;

/** Imposes a sanction; a second of the kind for the same violation is none. A warning needs nothing done on platforms. */
export async function addSanction(tx: Tx, one: NewSanction): Promise<void> {
  const done = one.kind === 'warn' ? one.fromAt : null;
  await sql`
    INSERT INTO sanctions (id, workspace_id, community_id, violation_id, member_id, kind, by_hand, from_at, until_at, placed_at,
                           ended_at)
    VALUES (${newId()}, qunluo_workspace(), ${one.communityId}, ${one.violationId}, ${one.memberId}, ${one.kind},
            ${one.byHand}, ${one.fromAt}, ${one.untilAt}, ${done}, ${done})
    ON CONFLICT (violation_id, kind) WHERE lifted_at IS NULL DO NOTHING
  `.execute(tx);
}

/** The sanctions of members, the earliest first. */
export async function sanctionsOfMembers(tx: Tx, memberIds: readonly string[]): Promise<KeptSanction[]> {
  const { rows } = await sql<KeptSanction>`
    SELECT ${COLUMNS} FROM sanctions WHERE member_id = ANY(${memberIds}::uuid[]) ORDER BY from_at, id
  `.execute(tx);
  return rows;
}

/** The sanctions of violations, the earliest first. */
export async function sanctionsOfViolations(tx: Tx, violationIds: readonly string[]): Promise<KeptSanction[]> {
  const { rows } = await sql<KeptSanction>`
    SELECT ${COLUMNS} FROM sanctions WHERE violation_id = ANY(${violationIds}::uuid[]) ORDER BY from_at, id
  `.execute(tx);
  return rows;
}

/** One sanction; undefined where the community has none of that id. */
export async function findSanction(tx: Tx, communityId: string, id: string): Promise<KeptSanction | undefined> {
  const { rows } = await sql<KeptSanction>`
    SELECT ${COLUMNS} FROM sanctions WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  return rows[0];
}

export type Lift = { cause: NonNullable<KeptSanction['liftCause']>; by: string | undefined; reason: string; now: Date };

/** Ends sanctions before their time; those that are over stay as they were. What they did on platforms is undone afterwards. */
export async function liftSanctions(tx: Tx, ids: readonly string[], { cause, by, reason, now }: Lift): Promise<void> {
  await sql`
    UPDATE sanctions SET lifted_at = greatest(${now}::timestamptz, from_at), lift_cause = ${cause}, lifted_by = ${by ?? null},
      lift_reason = ${reason}
    WHERE id = ANY(${ids}::uuid[]) AND lifted_at IS NULL
  `.execute(tx);
}

/** Sanctions that were not made into acts yet, the earliest first; with `lock` those that nobody else is at. */
export async function listUnplaced(tx: Tx, { lock, id }: { lock: boolean; id?: string }): Promise<KeptSanction[]> {
  const { rows } = await sql<KeptSanction>`
    SELECT ${COLUMNS} FROM sanctions WHERE placed_at IS NULL AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null}::uuid)
    ORDER BY from_at, id LIMIT 200 ${lock ? sql`FOR UPDATE SKIP LOCKED` : sql``}
  `.execute(tx);
  return rows;
}

export const setPlaced = async (tx: Tx, id: string, now: Date): Promise<void> =>
  void (await sql`UPDATE sanctions SET placed_at = ${now} WHERE id = ${id}`.execute(tx));

/** Sanctions that hold no more and were not undone yet; of one alone, locked. */
export async function listUnended(tx: Tx, { now, id }: { now: Date; id?: string }): Promise<KeptSanction[]> {
  const { rows } = await sql<KeptSanction>`
    SELECT ${COLUMNS} FROM sanctions
    WHERE ended_at IS NULL AND kind <> 'warn' AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null}::uuid)
      AND (lifted_at IS NOT NULL OR until_at <= ${now}::timestamptz)
    ORDER BY from_at, id LIMIT 200 ${id === undefined ? sql`` : sql`FOR UPDATE SKIP LOCKED`}
  `.execute(tx);
  return rows;
}

/** Says that a sanction is over on platforms, too; what was never placed will not be. */
export const setEnded = async (tx: Tx, id: string, now: Date): Promise<void> =>
  void (await sql`
    UPDATE sanctions SET ended_at = ${now}, placed_at = coalesce(placed_at, ${now}::timestamptz) WHERE id = ${id}
  `.execute(tx));
