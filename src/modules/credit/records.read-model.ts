import { sql } from 'kysely';
import { dayOf } from '#kernel/calendar.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { waitsForSomebody } from './act-store.ts';
import type { CreditRecords } from './contract.ts';
import { readAllFacts } from './facts-store.ts';
import { nextReturnOf, standingOf } from './licence.read-model.ts';
import { readPolicy } from './policy-store.ts';
import { type Frame, stateNow } from './present-violations.ts';
import { holds, sanctionsOfMembers } from './sanction-store.ts';

const MOST = 500;
const MONTH_DAYS = 28;

type Filter = {
  standing?: Exclude<CreditRecords['records'][number]['standing'], 'good'> | undefined;
  q?: string | undefined;
};

/** Everybody in a community who has less than the full points or is under a sanction, the least credit first. */
export async function readRecords(tx: Tx, frame: Frame, { standing, q }: Filter): Promise<CreditRecords> {
  const { communityId, zone, now } = frame;
  const { policy } = await readPolicy(tx, communityId);
  const people = await readAllFacts(tx, communityId);
  const sanctions = Map.groupBy(
    await sanctionsOfMembers(
      tx,
      people.flatMap(({ members }) => members),
    ),
    ({ memberId }) => memberId,
  );
  const names = await memberNames(
    tx,
    people.map(({ personId }) => personId),
  );
  const since = dayOf(now.getTime(), zone) - MONTH_DAYS;
  let restored = 0;
  const all = people.flatMap((person) => {
    const state = stateNow(person, policy, frame);
    for (const { day, change } of state.steps) if (change > 0 && day > since) restored += change;
    const own = person.members.flatMap((id) => sanctions.get(id) ?? []);
    if (state.credit === policy.points && !own.some((one) => one.kind !== 'warn' && holds(one, now))) return [];
    return [
      {
        member: { id: person.personId, name: names.get(person.personId) ?? '' },
        credit: state.credit,
        standing: standingOf(own, state, { policy, now }),
        violations: person.facts.violations.length,
        lastAt: new Date(Math.max(...person.facts.violations.map(({ at }) => at))).toISOString(),
        nextReturn: nextReturnOf(state),
      },
    ];
  });
  const of = (one: string) => all.filter((record) => record.standing === one).length;
  const sought = q?.toLowerCase();
  return {
    records: all
      .filter((one) => standing === undefined || one.standing === standing)
      .filter((one) => !sought || one.member.name.toLowerCase().includes(sought))
      .toSorted((a, b) => a.credit - b.credit || (a.lastAt < b.lastAt ? 1 : -1))
      .slice(0, MOST),
    counts: {
      low: all.filter(({ credit }) => credit < policy.points).length,
      warned: of('warned'),
      muted: of('muted'),
      suspended: of('suspended'),
      removed: of('removed'),
    },
    month: { ...(await countMonth(tx, communityId, now)), restored },
    ...(await countOpen(tx, communityId, now)),
    points: policy.points,
  };
}

async function countMonth(tx: Tx, communityId: string, now: Date): Promise<{ violations: number; voided: number }> {
  const { rows } = await sql<{ violations: number; voided: number }>`
    SELECT count(*)::int AS violations, count(voided_at)::int AS voided FROM violations
    WHERE community_id = ${communityId} AND recorded_at > ${now}::timestamptz - ${MONTH_DAYS}::int * interval '1 day'
  `.execute(tx);
  return rows[0]!;
}

/** Appeals that are not decided, and tasks. */
export async function countOpen(
  tx: Tx,
  communityId: string,
  now: Date,
): Promise<Pick<CreditRecords, 'openAppeals' | 'openTasks'>> {
  const { rows } = await sql<{ openAppeals: number; openTasks: number }>`
    SELECT (SELECT count(*) FROM appeals WHERE community_id = ${communityId} AND outcome IS NULL)::int AS "openAppeals",
      (SELECT count(*) FROM sanction_acts WHERE community_id = ${communityId} AND ${waitsForSomebody(now)})::int AS "openTasks"
  `.execute(tx);
  return rows[0]!;
}
