import { setImmediate as nextTurn } from 'node:timers/promises';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { asWords, IdIndex } from './gather/id-index.ts';
import type { People } from './gather/people.ts';
import { countingEvents, readColumns, type Frame } from './gather/standing.ts';
import { scoreWords, WordCounts } from './words/score-words.ts';
import { tokenise } from './words/tokenise.ts';

const DAYS = 91;
const SAMPLE = { texts: 20_000, textsPerAccount: 40, characters: 400 } as const;
const WORDS = 6;
const TEXTS_A_TURN = 250;

/**
 * The words that set each circle apart, over a sample of the texts of 91 days that is bounded and always the same.
 * `circleOf` is the circle of a member by number, 0 for none; the answer is by circle, from 1. An account that a rename
 * left counts for the first who had it: a sample of words bears that.
 */
export async function circleWords(
  frame: Frame,
  people: People,
  { circleOf, circles, names }: { circleOf: Uint32Array; circles: number; names: ReadonlySet<string> },
): Promise<string[][]> {
  if (circles === 0) return [];
  const rows = await readColumns(
    frame,
    'insights.network_texts',
    sql`SELECT account_id, substringUTF8(text, 1, ${p.uint(SAMPLE.characters)}) AS body
        FROM event_texts FINAL
        WHERE ${inScope(frame.scope)} AND day >= ${p.day(frame.today - DAYS + 1)} AND day <= ${p.day(frame.today)} AND text != ''
          AND event_id IN (SELECT event_id FROM events FINAL WHERE ${countingEvents(frame)} AND day >= ${p.day(frame.today - DAYS + 1)})
        ORDER BY cityHash64(event_id), event_id
        LIMIT ${p.uint(SAMPLE.textsPerAccount)} BY account_id LIMIT ${p.uint(SAMPLE.texts)}`,
  );
  const accountIds = asWords(rows.rawUuids('account_id'));
  const bodies = rows.column('body') as string[];
  const accounts = new IdIndex();
  const counts = Array.from({ length: circles }, () => new WordCounts());
  for (let row = 0; row < rows.rows; row++) {
    const member = people.memberOf(accountIds, row);
    const circle = member < 0 ? 0 : circleOf[member]!;
    const words = tokenise(bodies[row]!).filter((word) => !names.has(word));
    if (circle > 0) counts[circle - 1]!.add(words, accounts.add(accountIds, row));
    if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
  }
  return scoreWords(counts, WORDS).map(({ words }) => words.map(({ word }) => word));
}
