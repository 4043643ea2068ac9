import { sql } from 'kysely';
import { type Day, formatDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Balances of people, by the id that was asked: any member of the person. Who never had points has 0. */
export async function balancesOf(tx: Tx, memberIds: readonly string[]): Promise<Map<string, number>> {
  const balances = new Map(memberIds.map((id) => [id, 0]));
  if (memberIds.length === 0) return balances;
  const { rows } = await sql<{ id: string; balance: number }>`
    WITH asked AS (
      SELECT id, coalesce(person_id, id) AS person FROM members WHERE id = ANY(${memberIds}::uuid[])
    ), parts AS (
      SELECT id, person AS member FROM asked
      UNION ALL SELECT asked.id, members.id FROM asked JOIN members ON members.person_id = asked.person
    )
    SELECT parts.id, sum(point_accounts.balance)::bigint AS balance
    FROM parts JOIN point_accounts ON point_accounts.member_id = parts.member GROUP BY parts.id
  `.execute(tx);
  for (const { id, balance } of rows) balances.set(id, balance);
  return balances;
}

/** What a person was granted on the days of a period, less what was taken back of it; growth value by rules likewise. */
export type Earned = { points: number; growth: number };

/**
 * What people of a community were granted on the days `from` (included) to `to` (not included): by person, that is by the
 * member that stands for it. Spending, gifts and adjustments are no earnings. Only these people where `memberIds` are given.
 */
export async function pointsEarned(
  tx: Tx,
  communityId: string,
  { from, to }: { from: Day; to: Day },
  memberIds?: readonly string[],
): Promise<Map<string, Earned>> {
  const { rows } = await sql<Earned & { person: string }>`
    SELECT coalesce(members.person_id, members.id) AS person,
           sum(t.amount - coalesce(r.amount, 0))::bigint AS points, sum(t.growth + coalesce(r.growth, 0))::bigint AS growth
    FROM point_transactions t
    JOIN point_accounts ON point_accounts.id = t.account_id
    JOIN members ON members.id = point_accounts.member_id
    LEFT JOIN point_transactions r ON r.reversal_of = t.id
    WHERE t.community_id = ${communityId} AND t.kind = 'grant'
      AND t.day >= ${formatDay(from)}::date AND t.day < ${formatDay(to)}::date
      ${
        memberIds
          ? sql`AND coalesce(members.person_id, members.id) IN (
              SELECT coalesce(person_id, id) FROM members WHERE id = ANY(${memberIds}::uuid[]))`
          : sql``
      }
    GROUP BY 1
  `.execute(tx);
  return new Map(rows.map(({ person, points, growth }) => [person, { points, growth }]));
}

/** Everything that moved points of some members, for an export of what is held about them; the oldest first. */
export async function pointsRecordOf(tx: Tx, memberIds: readonly string[]): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT t.id, t.kind, sum(e.amount)::bigint AS change, t.growth, t.cause_kind, t.cause_id, t.note, t.happened_at, t.reversal_of
    FROM point_accounts a JOIN point_entries e ON e.account_id = a.id JOIN point_transactions t ON t.id = e.transaction_id
    WHERE a.member_id = ANY(${memberIds}::uuid[])
    GROUP BY t.id, t.kind, t.growth, t.cause_kind, t.cause_id, t.note, t.happened_at, t.reversal_of
    ORDER BY t.happened_at, t.id
  `.execute(tx);
  return rows;
}
