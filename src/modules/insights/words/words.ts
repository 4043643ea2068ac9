import { setImmediate as nextTurn } from 'node:timers/promises';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { asWords, idText, IdIndex } from '../gather/id-index.ts';
import { countingEvents, readColumns, type Frame } from '../gather/standing.ts';
import { namesAmong } from './names-among.query.ts';
import { scoreWords, WordCounts, wordsOf } from './score-words.ts';
import { tokenise } from './tokenise.ts';

const DAYS = 91;
/** The sample: at most so many texts of a group and in all, each cut at so many characters. */
export const SAMPLE = { textsPerGroup: 4000, texts: 40_000, characters: 400, groups: 50 } as const;
const WORDS_PER_GROUP = 12;
const TEXTS_A_TURN = 500;

export type TopWords = {
  groups: { groupId: string; words: { word: string; count: number; score: number }[] }[];
  /** Texts looked at, of how many there were in the 91 days. */
  read: number;
  texts: number;
};

/**
 * Top words of each group over the last 91 days, over a sample of its texts that is bounded and always the same (by a
 * hash of the event). What people go by is no word of a group.
 */
export async function topWords(frame: Frame): Promise<TopWords> {
  const texts = await countTexts(frame);
  const rows = await readColumns(
    frame,
    'insights.texts',
    sql`SELECT group_id, account_id, substringUTF8(text, 1, ${p.uint(SAMPLE.characters)}) AS body
        FROM event_texts FINAL
        WHERE ${inScope(frame.scope)} AND day >= ${p.day(frame.today - DAYS + 1)} AND day <= ${p.day(frame.today)} AND text != ''
          AND event_id IN (SELECT event_id FROM events FINAL WHERE ${countingEvents(frame)} AND day >= ${p.day(frame.today - DAYS + 1)})
        ORDER BY cityHash64(event_id), event_id
        LIMIT ${p.uint(SAMPLE.textsPerGroup)} BY group_id LIMIT ${p.uint(SAMPLE.texts)}`,
  );
  const groupIds = asWords(rows.rawUuids('group_id'));
  const accountIds = asWords(rows.rawUuids('account_id'));
  const bodies = rows.column('body') as string[];
  const groups = new IdIndex();
  const accounts = new IdIndex();
  const counts: WordCounts[] = [];
  for (let row = 0; row < rows.rows; row++) {
    const group = (counts[groups.add(groupIds, row)] ??= new WordCounts());
    group.add(tokenise(bodies[row]!), accounts.add(accountIds, row));
    if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
  }
  const names = await namesAmong(frame, wordsOf(counts));
  for (const group of counts) group.leaveOut(names);
  const scored = scoreWords(counts, WORDS_PER_GROUP)
    .map(({ words }, group) => ({ groupId: idText(groups.words(), group), words, size: counts[group]!.total }))
    .filter(({ words }) => words.length > 0)
    .sort((a, b) => b.size - a.size || (a.groupId < b.groupId ? -1 : 1))
    .slice(0, SAMPLE.groups);
  return { groups: scored.map(({ groupId, words }) => ({ groupId, words })), read: rows.rows, texts };
}

async function countTexts(frame: Frame): Promise<number> {
  const rows = await frame.engine.query<{ texts: number }>(
    frame.scope,
    'insights.count_texts',
    sql`SELECT count() AS texts FROM event_texts
        WHERE ${inScope(frame.scope)} AND day >= ${p.day(frame.today - DAYS + 1)} AND day <= ${p.day(frame.today)} AND text != ''`,
  );
  return Number(rows[0]?.texts ?? 0);
}
