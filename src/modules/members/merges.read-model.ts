import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Merge } from './contract.ts';
import { partsOf } from './person-forest.ts';

type Row = {
  id: string;
  memberId: string;
  intoId: string;
  reason: string;
  mergedBy: string | null;
  mergedAt: Date;
  undoneBy: string | null;
  undoneAt: Date | null;
};

/** Every merge that a person is or was part of, latest first, with names. NotFound. */
export async function listMerges(tx: Tx, communityId: string, memberId: string): Promise<Merge[]> {
  const members = await partsOf(tx, communityId, memberId);
  if (members.length === 0) throw new NotFound('the member');
  const { rows } = await sql<Row>`
    SELECT id, member_id AS "memberId", into_id AS "intoId", reason, merged_by AS "mergedBy", merged_at AS "mergedAt",
      undone_by AS "undoneBy", undone_at AS "undoneAt"
    FROM member_merges WHERE member_id = ANY(${members}::uuid[]) OR into_id = ANY(${members}::uuid[])
    ORDER BY merged_at DESC, id DESC LIMIT 500
  `.execute(tx);
  const people = await memberNames(
    tx,
    rows.flatMap((row) => [row.memberId, row.intoId]),
  );
  const operators = await operatorNames(
    tx,
    rows.flatMap((row) => [row.mergedBy, row.undoneBy]),
  );
  const nameOf = (id: string | null): string | null => (id === null ? null : (operators.get(id) ?? null));
  return rows.map((row) => ({
    id: row.id,
    memberId: row.memberId,
    name: people.get(row.memberId) ?? '',
    intoId: row.intoId,
    intoName: people.get(row.intoId) ?? '',
    reason: row.reason,
    mergedBy: nameOf(row.mergedBy),
    mergedAt: row.mergedAt.toISOString(),
    undoneBy: nameOf(row.undoneBy),
    undoneAt: row.undoneAt?.toISOString() ?? null,
  }));
}

/** What members are called by their own accounts, merges apart. */
export async function memberNames(tx: Tx, memberIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT DISTINCT ON (member_id) member_id AS id, coalesce(nullif(name, ''), external_id) AS name
    FROM accounts WHERE member_id = ANY(${[...new Set(memberIds)]}::uuid[]) ORDER BY member_id, first_at
  `.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
