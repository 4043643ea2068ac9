import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { findByIds } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Pair } from './candidate-pairs.ts';
import type { Reason, SearchStatus, Suggestion, Suggestions } from './contract.ts';
import { THRESHOLD } from './habits.ts';

export type Scored = Pair & { score: number };

/** Writes what a search found in place of what the one before did. */
export async function replaceSuggestions(
  tx: Tx,
  communityId: string,
  { found, people, at }: { found: readonly Scored[]; people: number; at: number },
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('matching:' || ${communityId}, 0))`.execute(tx);
  await sql`DELETE FROM merge_suggestions WHERE community_id = ${communityId}`.execute(tx);
  await sql`
    INSERT INTO merge_suggestions (workspace_id, community_id, first_id, second_id, score, reasons)
    SELECT qunluo_workspace(), ${communityId}, first, second, score, reasons::jsonb
    FROM unnest(${found.map(({ first }) => first)}::uuid[], ${found.map(({ second }) => second)}::uuid[],
                ${found.map(({ score }) => score)}::smallint[],
                ${found.map(({ reasons }) => JSON.stringify(reasons))}::text[]) AS found (first, second, score, reasons)
    -- Who was erased while the search ran is not there any more.
    WHERE EXISTS (SELECT FROM members WHERE id = first) AND EXISTS (SELECT FROM members WHERE id = second)
  `.execute(tx);
  await sql`
    INSERT INTO merge_searches (community_id, workspace_id, searched_at, people, pairs)
    VALUES (${communityId}, qunluo_workspace(), to_timestamp(${at / 1000}), ${people}, ${found.length})
    ON CONFLICT (community_id) DO UPDATE SET
      searched_at = excluded.searched_at, people = excluded.people, pairs = excluded.pairs, status = 'done', share = 1
  `.execute(tx);
}

const SHOWN = 200;
type Row = { first: string; second: string; score: number; reasons: Reason[]; total: number };

/** The best pairs that are still two people and that nobody dismissed; with a member, only those it is part of. */
export async function listSuggestions(tx: Tx, communityId: string, memberId?: string): Promise<Suggestions> {
  const { rows } = await sql<Row>`
    SELECT first, second, score, reasons, count(*) OVER ()::int AS total FROM (
      SELECT DISTINCT ON (first, second) * FROM (
        SELECT coalesce(a.person_id, a.id) AS first, coalesce(b.person_id, b.id) AS second, score, reasons
        FROM merge_suggestions
        JOIN members a ON a.id = first_id JOIN members b ON b.id = second_id
        WHERE merge_suggestions.community_id = ${communityId}
          AND NOT EXISTS (SELECT FROM merge_dismissals gone WHERE gone.first_id = merge_suggestions.first_id
                                                              AND gone.second_id = merge_suggestions.second_id)
      ) AS open
      WHERE first <> second AND (${memberId ?? null}::uuid IS NULL OR ${memberId ?? null}::uuid IN (first, second))
      ORDER BY first, second, score DESC
    ) AS best
    ORDER BY score DESC, first, second LIMIT ${SHOWN}
  `.execute(tx);
  const ids = [...new Set(rows.flatMap(({ first, second }) => [first, second]))];
  const people = new Map((await findByIds(tx, communityId, ids)).map((person) => [person.id, person]));
  const present = (memberId: string): Suggestion['first'] => {
    const accounts = (people.get(memberId)?.accounts ?? []).map(({ platform, name, externalId }) => ({
      platform,
      name,
      externalId,
    }));
    return { memberId, name: accounts[0]?.name || accounts[0]?.externalId || memberId, accounts };
  };
  const { rows: searches } = await sql<{ at: Date | null; people: number; status: SearchStatus; share: number }>`
    SELECT searched_at AS at, people, status, share FROM merge_searches WHERE community_id = ${communityId}
  `.execute(tx);
  return {
    suggestions: rows.map(({ first, second, score, reasons }) => ({
      first: present(first),
      second: present(second),
      score,
      reasons,
    })),
    total: rows[0]?.total ?? 0,
    threshold: THRESHOLD,
    searchedAt: searches[0]?.at?.toISOString() ?? null,
    people: searches[0]?.people ?? 0,
    search: searches[0] ? { status: searches[0].status, share: searches[0].share } : null,
  };
}

/** Says that two members are two people, or takes that back. NotFound for a member that the community does not have. */
export async function dismissPair(
  tx: Tx,
  communityId: string,
  { firstId, secondId, operatorId, dismissed }: PairOrder,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM members WHERE community_id = ${communityId} AND id = ANY(${[firstId, secondId]}::uuid[])
  `.execute(tx);
  if (rows.length < 2) throw new NotFound('the member');
  const [first, second] = [firstId, secondId].toSorted();
  if (dismissed) {
    await sql`
      INSERT INTO merge_dismissals (workspace_id, community_id, first_id, second_id, dismissed_by)
      VALUES (qunluo_workspace(), ${communityId}, ${first}, ${second}, ${operatorId ?? null}) ON CONFLICT DO NOTHING
    `.execute(tx);
  } else {
    await sql`DELETE FROM merge_dismissals WHERE first_id = ${first} AND second_id = ${second}`.execute(tx);
  }
}

export type PairOrder = { firstId: string; secondId: string; operatorId?: string | undefined; dismissed: boolean };
