import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { PlayRow } from './library-plays.ts';
import type { Tick } from './checklist.ts';

/** What a community changed in the library and wrote itself. */
export async function listPlayRows(tx: Tx, communityId: string): Promise<PlayRow[]> {
  const { rows } = await sql<PlayRow>`
    SELECT play_id AS "playId", own, is_off AS off, words, situation, metric, review_weeks AS "reviewWeeks"
    FROM community_plays WHERE community_id = ${communityId} ORDER BY changed_at, play_id
  `.execute(tx);
  return rows;
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Keeps a play as a community wants it. */
export async function setPlayRow(tx: Tx, communityId: string, row: PlayRow): Promise<void> {
  const { playId, own, off, words, situation, metric, reviewWeeks } = row;
  await sql`
    INSERT INTO community_plays (workspace_id, community_id, play_id, own, is_off, words, situation, metric, review_weeks)
    SELECT workspace_id, id, ${playId}, ${own}, ${off}, ${json(words)}::jsonb, ${json(situation)}::jsonb, ${metric}, ${reviewWeeks}
    FROM communities WHERE id = ${communityId}
    ON CONFLICT (workspace_id, community_id, play_id) DO UPDATE SET is_off = excluded.is_off, words = excluded.words,
      situation = excluded.situation, metric = excluded.metric, review_weeks = excluded.review_weeks
  `.execute(tx);
}

/** Forgets what a community wants of a play: a built-in one is as built in again, an own one is gone. */
export async function removePlayRow(tx: Tx, communityId: string, playId: string): Promise<void> {
  await sql`DELETE FROM community_plays WHERE community_id = ${communityId} AND play_id = ${playId}`.execute(tx);
}

export type Dismissal = { playId: string; reason: string; until: string; dismissedBy: string | null };

/** What is not wanted now, those whose day has come included. */
export async function listDismissals(tx: Tx, communityId: string): Promise<Dismissal[]> {
  const { rows } = await sql<Dismissal>`
    SELECT play_id AS "playId", reason, until, dismissed_by AS "dismissedBy"
    FROM play_dismissals WHERE community_id = ${communityId} ORDER BY dismissed_at DESC
  `.execute(tx);
  return rows;
}

export async function setDismissal(
  tx: Tx,
  communityId: string,
  { playId, reason, until, dismissedBy }: Dismissal,
): Promise<void> {
  await sql`
    INSERT INTO play_dismissals (workspace_id, community_id, play_id, reason, until, dismissed_by)
    SELECT workspace_id, id, ${playId}, ${reason}, ${until}::date, ${dismissedBy} FROM communities WHERE id = ${communityId}
    ON CONFLICT (workspace_id, community_id, play_id) DO UPDATE SET reason = excluded.reason, until = excluded.until,
      dismissed_by = excluded.dismissed_by, dismissed_at = clock_timestamp()
  `.execute(tx);
}

export async function removeDismissal(tx: Tx, communityId: string, playId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM play_dismissals WHERE community_id = ${communityId} AND play_id = ${playId}
  `.execute(tx);
  return numAffectedRows! > 0n;
}

/** What was ticked by hand. */
export async function listTicks(tx: Tx, communityId: string): Promise<Tick[]> {
  const { rows } = await sql<Tick>`
    SELECT item, ticked_at AS "tickedAt", ticked_by AS "tickedBy" FROM checklist_ticks WHERE community_id = ${communityId}
  `.execute(tx);
  return rows;
}

/** Ticks an item, or takes the tick away. */
export async function setTick(
  tx: Tx,
  communityId: string,
  { item, done, by }: { item: string; done: boolean; by: string | undefined },
): Promise<void> {
  await (done
    ? sql`
        INSERT INTO checklist_ticks (workspace_id, community_id, item, ticked_by)
        SELECT workspace_id, id, ${item}, ${by ?? null} FROM communities WHERE id = ${communityId}
        ON CONFLICT DO NOTHING
      `.execute(tx)
    : sql`DELETE FROM checklist_ticks WHERE community_id = ${communityId} AND item = ${item}`.execute(tx));
}
