import { inScope, p, sql, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Frame } from '../gather/standing.ts';

/**
 * Which of some words are what people go by, whatever the case (column `word`): names and ids of accounts as the source
 * gave them. They stay in the engine: of a million people they are two million texts.
 */
export function whichAreNames(scope: Scope, words: readonly string[]): Sql {
  const asked = sql`(SELECT arrayJoin(${p.strings(words)}) AS word, upperUTF8(word) AS folded)`;
  return sql`SELECT w.word AS word FROM ${asked} AS w INNER JOIN (
      SELECT DISTINCT upperUTF8(called) AS folded
      FROM (SELECT arrayJoin([name, external_id]) AS called FROM source_names FINAL
        WHERE ${inScope(scope)} AND subject = 'account')
      WHERE folded IN (SELECT folded FROM ${asked})) AS n ON n.folded = w.folded`;
}

/** Those of some words that people go by. */
export async function namesAmong({ engine, scope }: Frame, words: readonly string[]): Promise<Set<string>> {
  if (words.length === 0) return new Set();
  const rows = await engine.query<{ word: string }>(scope, 'insights.names_among_words', whichAreNames(scope, words));
  return new Set(rows.map(({ word }) => word));
}
