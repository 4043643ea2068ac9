import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Introductions, SEARCH_STATUSES } from './contract.ts';

export type SearchStatus = (typeof SEARCH_STATUSES)[number];
type Search = { status: SearchStatus; searchedAt: Date | null; asOf: string | null; people: number };

/** How far the search for pairs is; undefined before the first. */
export async function findOptionalSearch(tx: Tx, communityId: string): Promise<Search | undefined> {
  const { rows } = await sql<Search>`
    SELECT status, searched_at AS "searchedAt", as_of::text AS "asOf", people FROM introduction_searches
    WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0];
}

export const presentSearch = (search: Search | undefined): Introductions['search'] =>
  search ? { ...search, searchedAt: search.searchedAt?.toISOString() ?? null } : null;

/** Notes how far the search is; one that runs is not said to wait. */
export async function noteSearch(tx: Tx, communityId: string, status: SearchStatus): Promise<void> {
  await sql`
    INSERT INTO introduction_searches (community_id, workspace_id, status) VALUES (${communityId}, qunluo_workspace(), ${status})
    ON CONFLICT (community_id) DO UPDATE SET status = excluded.status
      WHERE excluded.status <> 'waiting' OR introduction_searches.status <> 'running'
  `.execute(tx);
}

/** Notes that a search came to its end. */
export async function endSearch(
  tx: Tx,
  communityId: string,
  { at, asOf, people, pairs }: { at: number; asOf: string; people: number; pairs: number },
): Promise<void> {
  await sql`
    INSERT INTO introduction_searches (community_id, workspace_id, status, searched_at, as_of, people, pairs)
    VALUES (${communityId}, qunluo_workspace(), 'done', to_timestamp(${at / 1000}), ${asOf}, ${people}, ${pairs})
    ON CONFLICT (community_id) DO UPDATE SET status = 'done', searched_at = excluded.searched_at, as_of = excluded.as_of,
      people = excluded.people, pairs = excluded.pairs
  `.execute(tx);
}
