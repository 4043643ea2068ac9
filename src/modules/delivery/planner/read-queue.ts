import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Purpose } from '../contract.ts';

/** A delivery that waits to be planned or sent. Times in milliseconds. */
export type Queued = {
  id: string;
  connectionId: string | null;
  communityId: string;
  toKind: 'chat' | 'person' | 'public';
  toId: string;
  kind: string;
  priority: number;
  seq: number;
  notBefore: number;
  expiresAt: number;
  purpose: Purpose;
  /** Who gets it, as one over all accounts. */
  person: string | null;
  stream: string | null;
  ticket: boolean;
  /** As it was planned last. */
  sendAt: number | null;
  reason: string;
};

export const MS = (column: RawBuilder<unknown>) => sql`round(date_part('epoch', ${column}) * 1000)`;

/** Every queued delivery of the workspace, in the order in which they were asked for. */
export async function readQueue(tx: Tx): Promise<Queued[]> {
  const { rows } = await sql<Queued>`
    SELECT deliveries.id, connection_id AS "connectionId", deliveries.community_id AS "communityId", to_kind AS "toKind",
      to_id AS "toId", kind, priority, seq, ${MS(sql`not_before`)} AS "notBefore", ${MS(sql`expires_at`)} AS "expiresAt",
      purpose, coalesce(members.person_id, members.id) AS person, stream, ticket IS NOT NULL AS ticket,
      ${MS(sql`send_at`)} AS "sendAt", reason
    FROM deliveries LEFT JOIN members ON members.id = member_id
    WHERE deliveries.workspace_id = qunluo_workspace() AND fate = 'queued' ORDER BY seq
  `.execute(tx);
  return rows;
}

/** The zone of each person that shows one in the community's attribute for it; of some persons only where they are named. */
export async function readZones(
  tx: Tx,
  communityId: string,
  { attribute, persons = null }: { attribute: string; persons?: readonly string[] | null | undefined },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ person: string; zone: string }>`
    SELECT DISTINCT ON (1) coalesce(members.person_id, members.id) AS person, value #>> '{}' AS zone
    FROM attribute_definitions JOIN member_attributes ON definition_id = attribute_definitions.id
    JOIN members ON members.id = member_attributes.member_id
    WHERE attribute_definitions.community_id = ${communityId} AND key = ${attribute} AND value IS NOT NULL
      AND (${persons}::uuid[] IS NULL OR members.id = ANY(${persons}::uuid[]) OR members.person_id = ANY(${persons}::uuid[]))
    ORDER BY 1, set_at DESC
  `.execute(tx);
  return new Map(rows.map(({ person, zone }) => [person, zone]));
}

/** When each of some people was sent promotions since an instant, in milliseconds; what may have arrived counts. */
export async function readPromotions(
  tx: Tx,
  persons: readonly string[],
  since: number,
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  if (persons.length === 0) return found;
  const { rows } = await sql<{ person: string; at: number }>`
    WITH parts AS (
      SELECT id AS person, id AS member FROM unnest(${persons}::uuid[]) AS asked (id)
      UNION SELECT person_id, id FROM members WHERE person_id = ANY(${persons}::uuid[])
    )
    SELECT parts.person, ${MS(sql`tried_at`)} AS at
    FROM deliveries JOIN parts ON parts.member = member_id
    WHERE purpose = 'promotion' AND tried_at > to_timestamp(${since}::float8 / 1000) AND to_kind = 'person'
      AND fate IN ('sending', 'awaiting', 'sent', 'unknown')
    ORDER BY tried_at
  `.execute(tx);
  for (const { person, at } of rows) {
    const of = found.get(person);
    if (of) of.push(at);
    else found.set(person, [at]);
  }
  return found;
}
