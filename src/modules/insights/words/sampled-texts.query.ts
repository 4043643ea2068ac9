import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { asWords } from '../gather/id-index.ts';
import { countingEvents, readColumns, type Frame } from '../gather/standing.ts';

const DAYS = 91;
const SAMPLE = { texts: 20_000, textsPerAccount: 40, characters: 400 } as const;

/** Texts with the accounts that wrote them, one row each; ids as words, 4 a row. */
export type SampledTexts = { rows: number; accountIds: Uint32Array; bodies: readonly string[] };

/** A sample of the texts of 91 days over all accounts, bounded and always the same (by a hash of the event). */
export async function sampledTexts(frame: Frame): Promise<SampledTexts> {
  const found = await readColumns(
    frame,
    'insights.network_texts',
    sql`SELECT account_id, substringUTF8(text, 1, ${p.uint(SAMPLE.characters)}) AS body
        FROM event_texts FINAL
        WHERE ${inScope(frame.scope)} AND day >= ${p.day(frame.today - DAYS + 1)} AND day <= ${p.day(frame.today)} AND text != ''
          AND event_id IN (SELECT event_id FROM events FINAL WHERE ${countingEvents(frame)} AND day >= ${p.day(frame.today - DAYS + 1)})
        ORDER BY cityHash64(event_id), event_id
        LIMIT ${p.uint(SAMPLE.textsPerAccount)} BY account_id LIMIT ${p.uint(SAMPLE.texts)}`,
  );
  return {
    rows: found.rows,
    accountIds: asWords(found.rawUuids('account_id')),
    bodies: found.column('body') as string[],
  };
}
