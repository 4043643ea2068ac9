import { NIL_ID, newId } from '#kernel/ids.ts';
import type { Day } from '#kernel/calendar.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { EventRow } from './event-row.ts';

/** Up to this many ids travel as a parameter; more are written to a table of their own first. */
const IDS_IN_STATEMENT = 1000;

/**
 * Calls `work` with a fragment for the right side of `IN`: the ids given. Many ids are written to `asked_ids` for as
 * long as `work` runs, so that a lookup stays one scan.
 */
export async function withIds<T>(
  engine: EventEngine,
  scope: Scope,
  ids: readonly string[],
  work: (ids: Sql) => Promise<T>,
): Promise<T> {
  if (ids.length <= IDS_IN_STATEMENT) return work(sql`${p.uuids(ids)}`);
  const asked = newId();
  await engine.insert(
    scope,
    'asked_ids',
    ids.map((id) => ({ asked, id })),
  );
  try {
    return await work(sql`(SELECT id FROM asked_ids WHERE ${inScope(scope)} AND asked = ${p.uuid(asked)})`);
  } finally {
    // A leftover of a crash goes by the table's time to live.
    await engine
      .command(
        scope,
        'events.drop_asked_ids',
        sql`ALTER TABLE asked_ids DROP PARTITION ${p.uuid(asked)} /* ${inScope(scope)} */`,
      )
      .catch(() => undefined);
  }
}

/** A row of `events` as the engine gives it. */
export type RawRow = {
  day_number: number;
  account_id: string;
  event_id: string;
  version: number;
  origin_version: number;
  at_ms: number;
  position: number;
  kind: string;
  group_id: string;
  thread: string;
  thread_id: string;
  reply_to: string;
  target: string;
  mentions: string[];
  has_mentions: number;
  platform: string;
  bot: number;
  removed: string;
  value: number;
  has_value: number;
  weight: number;
  properties: string;
  import_id: string;
};

export const fromRaw = (raw: RawRow): EventRow => ({
  day: raw.day_number,
  accountId: raw.account_id,
  eventId: raw.event_id,
  version: Number(raw.version),
  originVersion: Number(raw.origin_version),
  at: Number(raw.at_ms),
  position: Number(raw.position),
  kind: raw.kind,
  groupId: raw.group_id,
  thread: raw.thread,
  threadId: raw.thread_id,
  replyTo: raw.reply_to,
  target: raw.target,
  mentions: raw.mentions,
  hasMentions: raw.has_mentions === 1,
  platform: raw.platform,
  bot: raw.bot === 1,
  removed: raw.removed,
  value: raw.value,
  hasValue: raw.has_value === 1,
  weight: raw.weight,
  properties: raw.properties,
  text: '',
});

/** Version and lowest version of an event in the log, and whether an import brought any version of it that is there. */
export type KnownVersion = { version: number; originVersion: number; imported: boolean };

/**
 * Which of some events the log holds, at whatever day. Rows that were written over are told apart without FINAL: the
 * highest version stands, of equal ones that with the lowest origin, and a place that was left is marked.
 */
export async function knownVersions(
  engine: EventEngine,
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, KnownVersion>> {
  const rows = await withIds(engine, scope, ids, (list) =>
    engine.query<{ event_id: string; version: number; origin: number; imported: number }>(
      scope,
      'events.known_versions',
      sql`SELECT event_id, max(version) AS version, min(origin_version) AS origin,
            max(import_id != ${p.uuid(NIL_ID)}) AS imported
          FROM events WHERE ${inScope(scope)} AND event_id IN ${list}
          GROUP BY event_id`,
    ),
  );
  return new Map(
    rows.map((row) => [
      row.event_id,
      { version: Number(row.version), originVersion: Number(row.origin), imported: row.imported === 1 },
    ]),
  );
}

/** The rows of some events as they stand, with the texts where asked. */
export async function standingRows(
  engine: EventEngine,
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, EventRow & { importId: string }>> {
  const found = new Map<string, EventRow & { importId: string }>();
  if (ids.length === 0) return found;
  await withIds(engine, scope, ids, async (list) => {
    const rows = await engine.query<RawRow>(
      scope,
      'events.standing_rows',
      sql`SELECT toUInt16(day) AS day_number, account_id, event_id, version, origin_version,
            toUnixTimestamp64Milli(at) AS at_ms, position, kind, group_id, thread, thread_id, reply_to, target, mentions,
            has_mentions, platform, bot, removed, value, has_value, weight, properties, import_id
          FROM events WHERE ${inScope(scope)} AND event_id IN ${list} AND is_deleted = 0
          ORDER BY version DESC, origin_version LIMIT 1 BY event_id`,
    );
    for (const raw of rows) found.set(raw.event_id, { ...fromRaw(raw), importId: raw.import_id ?? NIL_ID });
    const texts = await engine.query<{ event_id: string; text: string }>(
      scope,
      'events.standing_texts',
      sql`SELECT event_id, text FROM event_texts
          WHERE ${inScope(scope)} AND event_id IN ${list} AND is_deleted = 0
          ORDER BY version DESC LIMIT 1 BY event_id`,
    );
    for (const { event_id: id, text } of texts) {
      const row = found.get(id);
      if (row) row.text = text;
    }
  });
  return found;
}

/** Whether nothing was ever written for the community. */
export async function isUntouched(engine: EventEngine, scope: Scope): Promise<boolean> {
  const rows = await engine.query(
    scope,
    'events.is_untouched',
    sql`SELECT 1 AS marked FROM day_marks WHERE ${inScope(scope)} LIMIT 1`,
  );
  return rows.length === 0;
}

/** A revision above all that the community's days have or were marked with. */
export async function nextRevision(engine: EventEngine, scope: Scope): Promise<number> {
  const rows = await engine.query<{ last: number }>(
    scope,
    'events.last_revision',
    sql`SELECT max(revision) AS last FROM
          (SELECT revision FROM day_marks WHERE ${inScope(scope)}
           UNION ALL SELECT revision FROM day_revisions WHERE ${inScope(scope)})`,
  );
  return Number(rows[0]?.last ?? 0) + 1;
}

/** Marks days as stale up to `revision`. */
export async function markDays(
  engine: EventEngine,
  scope: Scope,
  days: Iterable<Day>,
  revision: number,
): Promise<void> {
  const rows = Array.from(days, (day) => ({
    day,
    revision,
  }));
  if (rows.length > 0) await engine.insert(scope, 'day_marks', rows);
}

/** Accounts of which some event said that they are bots. */
export async function botAccounts(engine: EventEngine, scope: Scope): Promise<Set<string>> {
  const rows = await engine.query<{ account_id: string }>(
    scope,
    'events.bot_accounts',
    sql`SELECT DISTINCT account_id FROM bot_accounts WHERE ${inScope(scope)}`,
  );
  return new Set(rows.map((row) => row.account_id));
}
