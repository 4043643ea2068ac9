import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Standing } from './contract.ts';

/** What a portion of a bulk action came to, in people. */
export type BulkOutcome = { changed: number; already: number; refused: number };

export type BulkOrder = {
  communityId: string;
  /** People, each once; those that the community does not know are left out. */
  personIds: readonly string[];
  operatorId?: string | undefined;
};

const people = (communityId: string, ids: readonly string[]) => sql`
  people AS (
    SELECT DISTINCT coalesce(person_id, id) AS person FROM members
    WHERE community_id = ${communityId} AND id = ANY(${ids}::uuid[])
  ),
  parts AS (
    SELECT person, person AS member FROM people
    UNION ALL SELECT people.person, members.id FROM people JOIN members ON members.person_id = people.person
  )`;

const outcome = async (
  query: { execute(tx: Tx): Promise<{ rows: { people: number; changed: number; refused?: number }[] }> },
  tx: Tx,
): Promise<BulkOutcome> => {
  const { people: all, changed, refused = 0 } = (await query.execute(tx)).rows[0]!;
  return { changed, already: all - changed - refused, refused };
};

/** Gives people a tag by hand, where they carry it from no source, and notes each for taking it back. */
export const addTagToMany = (tx: Tx, order: BulkOrder & { tag: string; bulkId: string }): Promise<BulkOutcome> =>
  outcome(
    sql`
      WITH ${people(order.communityId, order.personIds)}, made AS (
        INSERT INTO member_tags (workspace_id, community_id, member_id, tag, source, tagged_by)
        SELECT qunluo_workspace(), ${order.communityId}, person, ${order.tag}, 'hand', ${order.operatorId ?? null}
        FROM people WHERE NOT EXISTS (
          SELECT FROM parts JOIN member_tags ON member_tags.member_id = parts.member
          WHERE parts.person = people.person AND member_tags.tag = ${order.tag}
        )
        ON CONFLICT DO NOTHING RETURNING member_id, tagged_at
      ), noted AS (
        INSERT INTO bulk_tag_changes (workspace_id, bulk_id, member_id, tag, added, tagged_at)
        SELECT qunluo_workspace(), ${order.bulkId}, member_id, ${order.tag}, true, tagged_at FROM made
      )
      SELECT (SELECT count(*) FROM people)::int AS people, (SELECT count(*) FROM made)::int AS changed
    `,
    tx,
  );

/** Takes a tag set by hand away from people, wherever in them it was set, and notes each for giving it back. */
export const removeTagFromMany = (tx: Tx, order: BulkOrder & { tag: string; bulkId: string }): Promise<BulkOutcome> =>
  outcome(
    sql`
      WITH ${people(order.communityId, order.personIds)}, gone AS (
        DELETE FROM member_tags USING parts
        WHERE member_tags.member_id = parts.member AND member_tags.tag = ${order.tag} AND member_tags.source = 'hand'
        RETURNING parts.person, member_tags.member_id, tagged_by, tagged_at
      ), noted AS (
        INSERT INTO bulk_tag_changes (workspace_id, bulk_id, member_id, tag, added, tagged_by, tagged_at)
        SELECT qunluo_workspace(), ${order.bulkId}, member_id, ${order.tag}, false, tagged_by, tagged_at FROM gone
      )
      SELECT (SELECT count(*) FROM people)::int AS people, (SELECT count(DISTINCT person) FROM gone)::int AS changed
    `,
    tx,
  );

/**
 * Takes back what a bulk action on tags did: tags it gave go where nobody set them anew since, tags it took come back.
 * @returns how many tags went or came back
 */
export async function undoTagChanges(tx: Tx, communityId: string, bulkId: string): Promise<number> {
  const gone = await sql`
    DELETE FROM member_tags USING bulk_tag_changes change
    WHERE change.bulk_id = ${bulkId} AND change.added AND member_tags.member_id = change.member_id
      AND member_tags.tag = change.tag AND member_tags.source = 'hand' AND member_tags.tagged_at = change.tagged_at
  `.execute(tx);
  const back = await sql`
    INSERT INTO member_tags (workspace_id, community_id, member_id, tag, source, tagged_by, tagged_at)
    SELECT workspace_id, ${communityId}, member_id, tag, 'hand', tagged_by, tagged_at
    FROM bulk_tag_changes WHERE bulk_id = ${bulkId} AND NOT added
    ON CONFLICT DO NOTHING
  `.execute(tx);
  return Number((gone.numAffectedRows ?? 0n) + (back.numAffectedRows ?? 0n));
}

export type BulkAttribute = BulkOrder & {
  definitionId: string;
  /** Checked against the definition. */
  value: unknown;
  consent: 'given' | 'not_needed' | 'unknown';
  consentHow: string;
  setByKind: 'operator' | 'token' | 'system';
};

/** Gives people a value of an attribute. Who shows it already is left alone, and who refused that it is kept. */
export const setAttributeOfMany = (tx: Tx, order: BulkAttribute): Promise<BulkOutcome> => {
  const value = JSON.stringify(order.value);
  return outcome(
    sql`
      WITH ${people(order.communityId, order.personIds)}, shown AS (
        SELECT DISTINCT ON (person) person, value FROM parts
        JOIN member_attributes held ON held.member_id = parts.member AND held.definition_id = ${order.definitionId}
        ORDER BY person, set_at DESC, member
      ), made AS (
        INSERT INTO member_attributes (workspace_id, community_id, member_id, definition_id, value, source, consent,
                                       consent_at, consent_how, set_by, set_by_kind)
        SELECT qunluo_workspace(), ${order.communityId}, people.person, ${order.definitionId}, ${value}::jsonb, 'operator',
               ${order.consent}, CASE WHEN ${order.consent} = 'given' THEN clock_timestamp() END, ${order.consentHow},
               ${order.operatorId ?? null}, ${order.setByKind}
        FROM people LEFT JOIN shown USING (person)
        WHERE shown.person IS NULL OR shown.value <> ${value}::jsonb
        ON CONFLICT (member_id, definition_id) DO UPDATE SET
          value = excluded.value, source = excluded.source, consent = excluded.consent, consent_at = excluded.consent_at,
          consent_how = excluded.consent_how, set_by = excluded.set_by, set_by_kind = excluded.set_by_kind,
          set_at = excluded.set_at
        RETURNING member_id
      )
      SELECT (SELECT count(*) FROM people)::int AS people, (SELECT count(*) FROM made)::int AS changed,
        (SELECT count(*) FROM shown WHERE value IS NULL)::int AS refused
    `,
    tx,
  );
};

/** Says of people that they have a standing, or no longer have it. */
export const setStandingOfMany = (tx: Tx, order: BulkOrder & { standing: Standing; has: boolean }) => {
  const { standing } = order;
  const add = sql`
    INSERT INTO member_standings (workspace_id, community_id, member_id, standing, set_by)
    SELECT qunluo_workspace(), ${order.communityId}, person, ${standing}, ${order.operatorId ?? null}
    FROM people WHERE NOT EXISTS (
      SELECT FROM parts JOIN member_standings there ON there.member_id = parts.member
      WHERE parts.person = people.person AND there.standing = ${standing}
    )
    ON CONFLICT DO NOTHING RETURNING member_id AS person`;
  const remove = sql`
    DELETE FROM member_standings USING parts
    WHERE member_standings.member_id = parts.member AND member_standings.standing = ${standing} RETURNING parts.person`;
  return outcome(
    sql`
      WITH ${people(order.communityId, order.personIds)}, made AS (${order.has ? add : remove})
      SELECT (SELECT count(*) FROM people)::int AS people, (SELECT count(DISTINCT person) FROM made)::int AS changed
    `,
    tx,
  );
};
