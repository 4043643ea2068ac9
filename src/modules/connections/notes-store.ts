import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Lines that the log keeps of one connection. */
export const LOG_LINES = 1000;

export type LogLine = {
  id: string;
  at: Date;
  level: 'debug' | 'info' | 'warn' | 'error';
  direction: 'in' | 'out' | 'own';
  words: string;
  body: string;
};

/** What happened on a connection since it was last written down. */
export type Notes = {
  heard: number;
  heardAt: Date | null;
  sent: number;
  sentAt: Date | null;
  failed: number;
  /** By `day why`. */
  refusals: ReadonlyMap<string, number>;
  lines: readonly LogLine[];
};

/** Adds what happened to what is kept; of the log the latest lines stay. A connection that is gone keeps nothing. */
export async function addNotes(tx: Tx, connectionId: string, notes: Notes): Promise<void> {
  const { rows } = await sql`
    UPDATE connection_states SET heard = heard + ${notes.heard}::bigint, sent = sent + ${notes.sent}::bigint,
      failed = failed + ${notes.failed}::bigint, heard_at = greatest(heard_at, ${notes.heardAt}::timestamptz),
      sent_at = greatest(sent_at, ${notes.sentAt}::timestamptz)
    WHERE connection_id = ${connectionId} RETURNING 1
  `.execute(tx);
  if (rows.length === 0) return;
  if (notes.refusals.size > 0) await addRefusals(tx, connectionId, notes.refusals);
  if (notes.lines.length > 0) await addLines(tx, connectionId, notes.lines);
}

async function addRefusals(tx: Tx, connectionId: string, refusals: ReadonlyMap<string, number>): Promise<void> {
  const parts = [...refusals.keys()].toSorted().map((key) => key.split(' ') as [string, string]);
  await sql`
    INSERT INTO connection_refusals AS known (connection_id, day, why, workspace_id, times)
    SELECT ${connectionId}, day, why, qunluo_workspace(), times FROM unnest(
      ${parts.map(([day]) => day)}::date[], ${parts.map(([, why]) => why)}::text[],
      ${parts.map(([day, why]) => refusals.get(`${day} ${why}`)!)}::integer[]
    ) AS seen (day, why, times)
    ON CONFLICT (connection_id, day, why) DO UPDATE SET times = known.times + excluded.times
  `.execute(tx);
}

async function addLines(tx: Tx, connectionId: string, lines: readonly LogLine[]): Promise<void> {
  const column = (name: keyof LogLine) => lines.map((line) => line[name]);
  await sql`
    INSERT INTO connection_log (connection_id, workspace_id, id, at, level, direction, words, body)
    SELECT ${connectionId}, qunluo_workspace(), * FROM unnest(
      ${column('id')}::uuid[], ${column('at')}::timestamptz[], ${column('level')}::text[],
      ${column('direction')}::text[], ${column('words')}::text[], ${column('body')}::text[])
  `.execute(tx);
  await sql`
    DELETE FROM connection_log WHERE connection_id = ${connectionId} AND id <= (
      SELECT id FROM connection_log WHERE connection_id = ${connectionId} ORDER BY id DESC OFFSET ${LOG_LINES} LIMIT 1)
  `.execute(tx);
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** Lines of the log, latest first. */
export async function listLines(
  tx: Tx,
  connectionId: string,
  { before, limit, level }: { before?: string | undefined; limit: number; level: LogLine['level'] },
): Promise<LogLine[]> {
  const { rows } = await sql<LogLine>`
    SELECT id, at, level, direction, words, body FROM connection_log
    WHERE connection_id = ${connectionId} AND level = ANY(${LEVELS.slice(LEVELS.indexOf(level))}::text[])
      AND (${before ?? null}::uuid IS NULL OR id < ${before ?? null}::uuid)
    ORDER BY id DESC LIMIT ${limit}
  `.execute(tx);
  return rows;
}

/** Callbacks that were not taken, by day from a day on. */
export async function listRefusals(
  tx: Tx,
  connectionId: string,
  from: string,
): Promise<{ day: string; why: string; times: number }[]> {
  const { rows } = await sql<{ day: string; why: string; times: number }>`
    SELECT day, why, times FROM connection_refusals WHERE connection_id = ${connectionId} AND day >= ${from}::date
    ORDER BY day DESC, times DESC, why
  `.execute(tx);
  return rows;
}

/** Figures of all connections of the workspace that are counted where they lie. */
export async function countAround(
  tx: Tx,
  connectionIds: readonly string[],
  today: (id: string) => string,
): Promise<ReadonlyMap<string, { seen: number; attached: number; refused: number }>> {
  const { rows } = await sql<{ id: string; seen: number; attached: number; refused: number }>`
    SELECT asked.id,
      (SELECT count(*) FROM connection_chats WHERE connection_id = asked.id)::int AS seen,
      (SELECT count(*) FROM connection_chats WHERE connection_id = asked.id AND community_id IS NOT NULL)::int AS attached,
      (SELECT coalesce(sum(times), 0) FROM connection_refusals WHERE connection_id = asked.id AND day = asked.day)::int AS refused
    FROM unnest(${connectionIds}::uuid[], ${connectionIds.map(today)}::date[]) AS asked (id, day)
  `.execute(tx);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
