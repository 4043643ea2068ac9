import { sql } from 'kysely';
import type { CommunityRef } from '#modules/events/index.ts';
import type { EntryParts } from './check-entries.ts';

/**
 * Decides about those who had some days to pass the entry exam of their group, once the days are over: who has passed it is
 * entitled, others are noted or to be removed, as the benefit says now. One that asks for no exam any more lets all in.
 * @returns whether somebody is to be removed
 */
export async function settleWaiting(
  { database, clock, passedEntry }: Pick<EntryParts, 'database' | 'clock' | 'passedEntry'>,
  { workspaceId, communityId }: CommunityRef,
): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const { rows: due } = await sql<{ id: string; account: string }>`
      SELECT entry.id, account_id AS account FROM benefit_entries AS entry JOIN benefits ON benefits.id = benefit_id
      WHERE entry.community_id = ${communityId} AND outcome = 'waiting'
        AND at + make_interval(days => coalesce(exam_days, 0)) <= ${new Date(clock.now())}
    `.execute(tx);
    if (due.length === 0) return false;
    const passed = await passedEntry(
      tx,
      communityId,
      due.map(({ account }) => account),
    );
    const { rows } = await sql<{ outcome: string }>`
      UPDATE benefit_entries AS entry SET outcome = CASE
        WHEN exam_days IS NULL OR NOT enabled OR account_id = ANY(${[...passed]}::uuid[]) THEN 'entitled'
        WHEN on_entry = 'remove' THEN 'removing' ELSE 'noted' END
      FROM benefits
      WHERE benefits.id = benefit_id AND entry.id = ANY(${due.map(({ id }) => id)}::uuid[]) AND outcome = 'waiting'
      RETURNING outcome
    `.execute(tx);
    return rows.some(({ outcome }) => outcome === 'removing');
  });
}
