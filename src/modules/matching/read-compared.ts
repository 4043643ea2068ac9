import { sql as pg } from 'kysely';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Claim, ComparedAccount } from './candidate-pairs.ts';

/** Every account of a community that is no bot's, with the person it belongs to. */
export async function readAccounts(tx: Tx, communityId: string): Promise<ComparedAccount[]> {
  const { rows } = await pg<ComparedAccount>`
    SELECT accounts.id AS "accountId", coalesce(members.person_id, members.id) AS person, platform,
      external_id AS "externalId", name
    FROM members JOIN accounts ON accounts.member_id = members.id
    WHERE members.community_id = ${communityId} AND NOT bot
    ORDER BY accounts.id
  `.execute(tx);
  return rows;
}

/** Values of text attributes that can be an address or a handle. */
export async function readAttributeClaims(tx: Tx, communityId: string): Promise<Claim[]> {
  const { rows } = await pg<Claim>`
    SELECT coalesce(members.person_id, members.id) AS person, value #>> '{}' AS value, 'attribute' AS where
    FROM member_attributes held
    JOIN attribute_definitions definition ON definition.id = held.definition_id AND definition.type = 'text'
    JOIN members ON members.id = held.member_id
    WHERE held.community_id = ${communityId} AND value #>> '{}' ~ '^@|[0-9]{7}|@.+[.]'
  `.execute(tx);
  return rows;
}

/** “also @x”, 小号是 x and the like; the handle is the first group. */
const SAYS_SO =
  "(?i)(?:i am also|i'm also|also known as|\\ba\\.?k\\.?a\\.?|我也是|小号(?:是|叫)?|大号(?:是|叫)?|另一个号(?:是|叫)?)\\s*[:：]?\\s*@?([\\p{L}\\p{N}_.-]{2,40})";
/** Every text that says so holds one of these, which are looked for much faster than the pattern. */
const SIGNS = ['am also', "i'm also", 'also known', 'aka', 'a.k', '我也是', '小号', '大号', '另一个号'];
const MOST_CLAIMS = 2_000;
const TEXT_DAYS = 365;

/** Handles that people said in messages of the last year are theirs, by account. */
export async function readMessageClaims(
  engine: EventEngine,
  scope: Scope,
  today: number,
): Promise<{ accountId: string; value: string }[]> {
  const rows = await engine.query<{ account_id: string; handle: string }>(
    scope,
    'matching.claims_in_messages',
    sql`SELECT DISTINCT account_id, handle FROM
          (SELECT account_id, extract(text, ${p.string(SAYS_SO)}) AS handle FROM event_texts
           WHERE ${inScope(scope)} AND day > ${p.day(today - TEXT_DAYS)} AND is_deleted = 0
             AND multiSearchAnyCaseInsensitiveUTF8(text, ${p.strings(SIGNS)}))
        WHERE handle != ''
        ORDER BY account_id, handle LIMIT ${p.uint(MOST_CLAIMS)}`,
  );
  return rows.map((row) => ({ accountId: row.account_id, value: row.handle }));
}

const HABIT_DAYS = 180;
const MOST_HOURS = 2_000;

/** The hours in which accounts took part lately, each once. */
export async function readHours(
  engine: EventEngine,
  scope: Scope,
  { accountIds, today }: { accountIds: readonly string[]; today: number },
): Promise<Map<string, number[]>> {
  const rows = await engine.query<{ account_id: string; hours: number[] }>(
    scope,
    'matching.active_hours',
    sql`SELECT account_id, groupUniqArray(${p.uint(MOST_HOURS)})(toUInt32(intDiv(toUnixTimestamp(at), 3600))) AS hours
        FROM events WHERE ${inScope(scope)} AND day > ${p.day(today - HABIT_DAYS)} AND weight > 0
          AND account_id IN ${p.uuids(accountIds)}
        GROUP BY account_id`,
  );
  return new Map(rows.map((row) => [row.account_id, row.hours]));
}

/** The groups in which people were seen, as an evaluation wrote them. */
export async function readGroups(
  engine: EventEngine,
  scope: Scope,
  { personIds, evaluationId }: { personIds: readonly string[]; evaluationId: string },
): Promise<Map<string, string[]>> {
  const rows = await engine.query<{ member_id: string; groups: string[] }>(
    scope,
    'matching.groups',
    sql`SELECT member_id, groups FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND member_id IN ${p.uuids(personIds)}`,
  );
  return new Map(rows.map((row) => [row.member_id, row.groups]));
}
