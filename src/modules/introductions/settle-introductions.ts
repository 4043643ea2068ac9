import { parseDay, type Day } from '#kernel/calendar.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type KeptIntroduction, lapse, listUnsettled, settle } from './introduction-store.ts';
import { PAIR_RULES } from './pair-rules.ts';
import { daysGiven, isOneWay, isTwoWay } from './ties-between.query.ts';

/** The day from which on it counts whether two became tied: of the introduction, else of the proposal. */
const startOf = ({ state, decidedDay, proposedDay }: KeptIntroduction): Day =>
  parseDay(state === 'made' ? decidedDay! : proposedDay)!;

/**
 * Looks at what became of each pair, and lets proposals lapse that are old, whose people tied by themselves, or of whom
 * one is no member any more. A pair is tied when each gave the other something within 28 days of the introduction; one
 * that was not introduced, of the proposal.
 */
export async function settleIntroductions(
  database: Database,
  evaluated: Evaluated,
  { workspaceId, communityId, today }: { workspaceId: string; communityId: string; today: Day },
): Promise<void> {
  const kept = await database.inWorkspace(workspaceId, (tx) => listUnsettled(tx, communityId));
  if (kept.length === 0) return;
  const days = await daysGiven(evaluated, kept, Math.min(...kept.map(startOf)));
  const members = await whoAreMembers(evaluated, kept);
  const isOver = (one: KeptIntroduction): boolean => today >= startOf(one) + PAIR_RULES.outcomeDays;
  const tied = kept.filter(
    (one) => one.tied === null && isTwoWay(days, one, startOf(one), startOf(one) + PAIR_RULES.outcomeDays),
  );
  const open = kept.filter(({ state }) => state === 'proposed');
  const gone = open.filter(({ first, second }) => !members.has(first) || !members.has(second));
  const left = open.filter((one) => !gone.includes(one));
  const met = left.filter((one) => isOneWay(days, one));
  const old = left.filter((one) => !met.includes(one) && isOver(one));
  const apart = kept.filter((one) => one.tied === null && isOver(one) && !tied.includes(one));
  const ids = (some: readonly KeptIntroduction[]): string[] => some.map(({ id }) => id);
  await database.inWorkspace(workspaceId, async (tx) => {
    await settle(tx, ids(tied), true);
    await settle(tx, ids(apart), false);
    await lapse(tx, ids(gone), 'gone');
    await lapse(tx, ids(met), 'tied');
    await lapse(tx, ids(old), 'old');
  });
}

async function whoAreMembers(
  { frame, evaluation }: Evaluated,
  pairs: readonly KeptIntroduction[],
): Promise<ReadonlySet<string>> {
  const people = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const rows = await frame.engine.query<{ member_id: string }>(
    frame.scope,
    'introductions.members_still',
    sql`SELECT member_id FROM member_states WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluation.id)}
          AND is_member = 1 AND member_id IN ${p.uuids(people)}`,
  );
  return new Set(rows.map((row) => row.member_id));
}
