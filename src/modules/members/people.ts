import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Who stands under whom: a merge by hand, or a rename that the log knows. */
export type PersonEdge = { member: string; into: string; kind: 'merge' | 'rename' };

/** One change of who is who at a time in a community: two merges at once could close a circle. */
export const lockPeople = (tx: Tx, communityId: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('members.merge:' || ${communityId}, 0))`.execute(tx);

/**
 * Who each member is: members that edges connect are one person. A person that a merge is part of has the id of the
 * member that nothing merges away (of several, the smallest), so that a later rename does not change whom an operator
 * merged into; else the id that the rename ends in.
 */
export function peopleOf(members: readonly string[], edges: readonly PersonEdge[]): Map<string, string> {
  const parents = new Map<string, string>();
  const root = (id: string): string => {
    let at = id;
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
    if (at !== id) parents.set(id, at);
    return at;
  };
  for (const { member, into } of edges) {
    const [a, b] = [root(member), root(into)];
    if (a !== b) parents.set(a, b);
  }
  const named = new Map<string, string>();
  for (const kind of ['rename', 'merge'] as const) {
    const ofKind = edges.filter((edge) => edge.kind === kind);
    const left = new Set(ofKind.map(({ member }) => member));
    // Merges come last, so that they overrule.
    for (const { into } of ofKind.filter((edge) => !left.has(edge.into)).toSorted((a, b) => (a.into < b.into ? 1 : -1)))
      named.set(root(into), into);
  }
  return new Map(members.map((id) => [id, named.get(root(id)) ?? root(id)]));
}

/**
 * Works out anew who the members are that merges and renames connect with these, and writes it down. Call it with the
 * lock held, after the edges were changed, with both ends of each.
 */
export async function regroup(tx: Tx, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return;
  const { rows: reached } = await sql<{ id: string }>`
    WITH RECURSIVE reach AS (
      SELECT id FROM members WHERE id = ANY(${memberIds}::uuid[])
      UNION
      SELECT edge.other FROM reach CROSS JOIN LATERAL (
        SELECT into_id AS other FROM member_merges WHERE member_id = reach.id AND undone_at IS NULL
        UNION ALL SELECT member_id FROM member_merges WHERE into_id = reach.id AND undone_at IS NULL
        UNION ALL SELECT into_id FROM member_renames WHERE member_id = reach.id
        UNION ALL SELECT member_id FROM member_renames WHERE into_id = reach.id
      ) AS edge
    )
    SELECT id FROM reach
  `.execute(tx);
  const ids = reached.map(({ id }) => id);
  const { rows: edges } = await sql<PersonEdge>`
    SELECT member_id AS member, into_id AS into, 'merge' AS kind FROM member_merges
    WHERE member_id = ANY(${ids}::uuid[]) AND undone_at IS NULL
    UNION ALL
    SELECT member_id, into_id, 'rename' FROM member_renames WHERE member_id = ANY(${ids}::uuid[])
  `.execute(tx);
  const people = [...peopleOf(ids, edges)];
  await sql`
    UPDATE members SET person_id = nullif(now.person, now.id)
    FROM unnest(${people.map(([id]) => id)}::uuid[], ${people.map(([, person]) => person)}::uuid[]) AS now (id, person)
    WHERE members.id = now.id AND members.person_id IS DISTINCT FROM nullif(now.person, now.id)
  `.execute(tx);
}
