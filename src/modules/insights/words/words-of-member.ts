import type { Day } from '#kernel/calendar.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { MemberDay } from '../gather/days-of-member.query.ts';
import { countingEvents, readColumns, type Frame } from '../gather/standing.ts';
import { tokenise } from './tokenise.ts';

const DAYS = 365;
const TEXTS = 500;
const CHARACTERS = 400;
const SHOWN = 15;
/** Writings that a first look at the latest days should find: some more than wanted, for not every one has a text. */
const WRITINGS = 600;

/** What somebody writes about: words used at least twice in their latest texts of a year, most used first. */
export async function wordsOfMember(
  frame: Frame,
  { accounts, days }: { accounts: readonly string[]; days: readonly MemberDay[] },
): Promise<{ word: string; count: number }[]> {
  const counts = new Map<string, number>();
  for (const body of await latestTexts(frame, accounts, days)) {
    for (const word of tokenise(body)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([word, count]) => ({ word, count }));
}

/** The latest texts of a year, read from the latest days of activity on, some days at a time until there are enough. */
async function latestTexts(
  frame: Frame,
  accounts: readonly string[],
  memberDays: readonly MemberDay[],
): Promise<string[]> {
  const texts: string[] = [];
  const runs = runsOfDays(memberDays.filter(({ day }) => day > frame.today - DAYS));
  for (const days of runs) {
    texts.push(...(await textsOn(frame, accounts, days, TEXTS - texts.length)));
    if (texts.length >= TEXTS) break;
  }
  return texts;
}

/** The days, latest first, in runs with about as many writings as are wanted, each eight times as long as the last. */
function* runsOfDays(memberDays: readonly MemberDay[]): Generator<Day[]> {
  let run = new Set<Day>();
  let [writings, enough] = [0, WRITINGS];
  for (const { day, messages } of memberDays.toReversed()) {
    if (writings >= enough && !run.has(day)) {
      yield [...run];
      run = new Set();
      writings = 0;
      enough *= 8;
    }
    run.add(day);
    writings += messages;
  }
  if (run.size > 0) yield [...run];
}

async function textsOn(
  frame: Frame,
  accounts: readonly string[],
  days: readonly Day[],
  limit: number,
): Promise<string[]> {
  const own = sql`day IN ${p.days(days)} AND account_id IN ${p.uuids(accounts)}`;
  const rows = await readColumns(
    frame,
    'insights.texts_of_member',
    sql`SELECT substringUTF8(text, 1, ${p.uint(CHARACTERS)}) AS body FROM event_texts FINAL
        PREWHERE ${own}
        WHERE ${inScope(frame.scope)} AND text != '' AND event_id IN
          (SELECT event_id FROM events FINAL PREWHERE ${own} WHERE ${countingEvents(frame)})
        ORDER BY day DESC, event_id LIMIT ${p.uint(limit)}`,
  );
  return rows.column('body') as string[];
}
