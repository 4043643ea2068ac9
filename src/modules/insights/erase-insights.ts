import { sql as pgSql } from 'kysely';
import { replaceIds, type Replacement } from '#kernel/replace-ids.ts';
import { ERASED_NAME } from '#modules/events/index.ts';
import { inScope, p, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { CommunityReport } from './contract.ts';
import { eraseNetworkMembersOf, eraseNetworksOf, wordsOfNetworks } from './network-erase.ts';

/** Tables of this module that an erasure changes. */
export const ERASED_INSIGHT_TABLES = {
  postgres: ['evaluations', 'networks', 'network_risks'],
  engine: ['member_states', 'network_members', 'network_month_members'],
} as const;

export type InsightErasure = {
  ids: ReadonlyMap<string, string>;
  /** Accounts that somebody else has, too: without a name until the next evaluation. */
  shared: readonly string[];
};

/** Takes a person out of where members stood at kept evaluations; the figures of everybody stay. */
export async function eraseStatesOf(engine: EventEngine, scope: Scope, { ids, shared }: InsightErasure): Promise<void> {
  const old = p.uuids([...ids.keys()]);
  const becomes = sql`arrayElement(${p.uuids([...ids.values()])}, indexOf(${old}, member_id))`;
  await rewritePartition(engine, scope, {
    table: 'member_states',
    select: sql`SELECT * EXCEPT (theirs, nameless, new_id)
          REPLACE (if(theirs, new_id, member_id) AS member_id, if(nameless, ${p.string(ERASED_NAME)}, name) AS name,
            if(nameless, toString(new_id), external_id) AS external_id)
        FROM
          (SELECT *, member_id IN ${old} AS theirs, theirs OR member_id IN ${p.uuids(shared)} AS nameless,
             if(theirs, ${becomes}, member_id) AS new_id
           FROM member_states WHERE ${inScope(scope)})`,
  });
  await eraseNetworkMembersOf(engine, scope, ids);
}

async function keptWords(database: Database, { workspaceId, communityId }: Scope): Promise<string[]> {
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    pgSql<{ word: string }>`
      SELECT DISTINCT word ->> 'word' AS word
      FROM evaluations, jsonb_array_elements(report -> 'words') AS in_group, jsonb_array_elements(in_group -> 'words') AS word
      WHERE community_id = ${communityId}
    `.execute(tx),
  );
  return rows.map(({ word }) => word);
}

const WORDS_AT_ONCE = 500;

/** Of some words those that no text of the community holds any more. */
async function wordsGone(engine: EventEngine, scope: Scope, words: readonly string[]): Promise<Set<string>> {
  const gone = new Set<string>();
  for (let from = 0; from < words.length; from += WORDS_AT_ONCE) {
    const some = words.slice(from, from + WORDS_AT_ONCE);
    const held = await timesHeld(engine, scope, some);
    for (const [at, word] of some.entries()) if (!held[at]) gone.add(word);
  }
  return gone;
}

/** In how many texts each of some words is. */
async function timesHeld(engine: EventEngine, scope: Scope, words: readonly string[]): Promise<number[]> {
  const rows = await engine.query<{ held: number[] }>(
    scope,
    'insights.words_held',
    sql`SELECT sumForEach(arrayMap(word -> toUInt64(positionCaseInsensitiveUTF8(text, word) > 0), ${p.strings(words)})) AS held
        FROM event_texts FINAL WHERE ${inScope(scope)} AND text != ''`,
    { maxSeconds: 600 },
  );
  return rows[0]?.held ?? [];
}

const withoutWords = (report: CommunityReport, gone: ReadonlySet<string>): CommunityReport => ({
  ...report,
  words: report.words.map((group) => ({ ...group, words: group.words.filter(({ word }) => !gone.has(word)) })),
});

/**
 * Takes a person out of kept reports: ids become the tombstones, names go, and so do words that nobody else said. To be
 * called when their texts are gone from the log.
 */
export async function eraseEvaluationsOf(
  { database, engine }: { database: Database; engine: EventEngine },
  scope: Scope,
  { ids }: InsightErasure,
): Promise<void> {
  const { workspaceId, communityId } = scope;
  const replacement: Replacement = { ids, name: ERASED_NAME };
  const words = new Set([...(await keptWords(database, scope)), ...(await wordsOfNetworks(database, scope))]);
  const gone = await wordsGone(engine, scope, [...words]);
  await eraseNetworksOf(database, scope, { ids, gone });
  const kept = await database.inWorkspace(workspaceId, (tx) =>
    pgSql<{ id: string }>`SELECT id FROM evaluations WHERE community_id = ${communityId}`.execute(tx),
  );
  for (const { id } of kept.rows)
    await database.inWorkspace(workspaceId, async (tx) => {
      const { rows } = await pgSql<{ report: CommunityReport; inputs: unknown }>`
        SELECT report, inputs FROM evaluations WHERE id = ${id} FOR UPDATE
      `.execute(tx);
      if (!rows[0]) return;
      const report = withoutWords(rows[0].report, gone);
      await pgSql`
        UPDATE evaluations SET report = ${JSON.stringify(replaceIds(report, replacement))}::jsonb,
          inputs = ${JSON.stringify(replaceIds(rows[0].inputs, replacement))}::jsonb
        WHERE id = ${id}
      `.execute(tx);
    });
}
