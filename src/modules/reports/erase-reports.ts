import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { replaceIds } from '#kernel/replace-ids.ts';
import { ERASED_NAME } from '#modules/events/index.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';
import { listSchedules, setSchedules } from './schedule-store.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_REPORT_TABLES: readonly string[] = ['period_reports', 'report_adjustments', 'report_schedules'];

/**
 * Takes a person out of kept reports, of what was decided over them, and of those who get them; figures stay. To be called in the turn of
 * `reportTurn`, so that no report under way writes down what it has read of them.
 */
export async function eraseReportsOf(
  tx: Tx,
  communityId: string,
  { forget, ids }: { forget: Forget; ids: ReadonlyMap<string, string> },
): Promise<void> {
  const { patterns, in: without } = forget;
  const where = sql`community_id = ${communityId}`;
  await changeTexts(
    tx,
    { table: 'period_reports', columns: [{ name: 'content', type: 'jsonb' }], patterns, where },
    (value) => without(replaceIds(value, { ids, name: ERASED_NAME })) as typeof value,
  );
  const columns = (['change', 'reason', 'outcome'] as const).map((name) => ({ name, type: 'text' as const }));
  await changeTexts(tx, { table: 'report_adjustments', columns, patterns, where }, (value) => without(value));
  await eraseRecipients(tx, communityId, forget);
}

/** Takes addresses that tell of a person off the lists of those who get reports. */
async function eraseRecipients(tx: Tx, communityId: string, { in: without }: Forget): Promise<void> {
  for (const schedule of await listSchedules(tx, communityId)) {
    const recipients = schedule.recipients.filter((one) => without(one) === one);
    if (recipients.length < schedule.recipients.length)
      await setSchedules(tx, communityId, [{ ...schedule, recipients }]);
  }
}

/** What making reports of a community takes turns by. */
export const reportTurn = (communityId: string): string => `report ${communityId}`;
