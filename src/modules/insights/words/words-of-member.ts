import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { countingEvents, readColumns, type Frame } from '../gather/standing.ts';
import { tokenise } from './tokenise.ts';

const DAYS = 365;
const TEXTS = 500;
const CHARACTERS = 400;
const SHOWN = 15;

/** What somebody writes about: words used at least twice in their latest texts of a year, most used first. */
export async function wordsOfMember(
  frame: Frame,
  accounts: readonly string[],
): Promise<{ word: string; count: number }[]> {
  const since = p.day(frame.today - DAYS + 1);
  const rows = await readColumns(
    frame,
    'insights.texts_of_member',
    sql`SELECT substringUTF8(text, 1, ${p.uint(CHARACTERS)}) AS body FROM event_texts FINAL
        WHERE ${inScope(frame.scope)} AND day >= ${since} AND day <= ${p.day(frame.today)} AND account_id IN ${p.uuids(accounts)}
          AND text != '' AND event_id IN (SELECT event_id FROM events FINAL
            WHERE ${countingEvents(frame)} AND day >= ${since} AND account_id IN ${p.uuids(accounts)})
        ORDER BY day DESC, event_id LIMIT ${p.uint(TEXTS)}`,
  );
  const counts = new Map<string, number>();
  for (const body of rows.column('body') as string[]) {
    for (const word of tokenise(body)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([word, count]) => ({ word, count }));
}
