import { NotFound } from '#kernel/errors.ts';
import { type EventEngine, inScope, p, type Scope, sql } from '#platform/clickhouse/index.ts';

/** What a message in somebody's timeline shows. */
export type Evidence = {
  eventId: string | null;
  groupId: string | null;
  /** Whose message it is; null: nobody's message. */
  accountId: string | null;
  text: string;
  at: Date;
};

/** As much of a message as evidence holds. */
const MOST_LETTERS = 2000;

/** A message of one of these accounts, as it stands in the log. NotFound for any other event. */
export async function readEvidence(
  engine: EventEngine,
  scope: Scope,
  { eventId, accountIds }: { eventId: string; accountIds: readonly string[] },
): Promise<Evidence> {
  const [event] = await engine.query<{ account_id: string; day_number: number; at_ms: number; group_id: string }>(
    scope,
    'credit.evidence',
    sql`SELECT account_id, toUInt16(day) AS day_number, toUnixTimestamp64Milli(at) AS at_ms, group_id
        FROM events FINAL
        PREWHERE account_id IN ${p.uuids([...accountIds])} AND event_id = ${p.uuid(eventId)}
        WHERE ${inScope(scope)} LIMIT 1`,
  );
  if (!event) throw new NotFound('the message of this member');
  const [said] = await engine.query<{ text: string }>(
    scope,
    'credit.evidence_text',
    sql`SELECT text FROM event_texts FINAL
        PREWHERE day = ${p.day(event.day_number)} AND account_id = ${p.uuid(event.account_id)}
          AND event_id = ${p.uuid(eventId)}
        WHERE ${inScope(scope)} LIMIT 1`,
  );
  return {
    eventId,
    groupId: event.group_id,
    accountId: event.account_id,
    text: [...(said?.text ?? '')].slice(0, MOST_LETTERS).join(''),
    at: new Date(Number(event.at_ms)),
  };
}

/** The groups that accounts are in, by account: seen there, and not gone since. Read from the days, as they are rolled up. */
export async function readPlaces(
  engine: EventEngine,
  scope: Scope,
  accountIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (accountIds.length === 0) return new Map();
  const rows = await engine.query<{ account_id: string; group_id: string }>(
    scope,
    'credit.places',
    sql`SELECT persona_id AS account_id, group_id FROM member_days
        WHERE ${inScope(scope)} AND persona_id IN ${p.uuids([...accountIds])}
        GROUP BY persona_id, group_id HAVING max(last_at) > max(last_leave_at) ORDER BY persona_id, group_id`,
  );
  return new Map(
    [...Map.groupBy(rows, ({ account_id: id }) => id)].map(([id, own]) => [
      id,
      own.map(({ group_id: group }) => group),
    ]),
  );
}
