import { sql } from 'kysely';
import { type Day, formatDay, parseDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Decision, Earnings } from './earn.ts';

const KEPT_DAYS = 90;

/** The person that each member is; members that are not there, or not of the community where one is named, are left out. */
export async function personsOf(
  tx: Tx,
  memberIds: readonly string[],
  communityId: string | null = null,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; person: string }>`
    SELECT id, coalesce(person_id, id) AS person FROM members
    WHERE id = ANY(${[...new Set(memberIds)]}::uuid[])
      AND (${communityId}::uuid IS NULL OR community_id = ${communityId}::uuid)
  `.execute(tx);
  return new Map(rows.map(({ id, person }) => [id, person]));
}

/** What rules have decided of events already, as `rule event`. */
export async function listDecided(
  tx: Tx,
  ruleIds: readonly string[],
  eventIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    SELECT rule_id || ' ' || event_id AS key FROM point_rule_runs
    WHERE rule_id = ANY(${ruleIds}::uuid[]) AND event_id = ANY(${eventIds}::uuid[])
  `.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

/** How often people were granted points by rules, by day: `rule person` → times. */
export async function readEarnings(
  tx: Tx,
  ruleIds: readonly string[],
  persons: readonly string[],
): Promise<Map<string, Earnings>> {
  const { rows } = await sql<{ ruleId: string; person: string; day: string; times: number }>`
    SELECT t.cause_id AS "ruleId", coalesce(members.person_id, members.id) AS person, to_char(t.day, 'YYYY-MM-DD') AS day,
           count(*) AS times
    FROM members
    JOIN point_accounts ON point_accounts.member_id = members.id
    JOIN point_transactions t ON t.account_id = point_accounts.id
    WHERE (members.id = ANY(${persons}::uuid[]) OR members.person_id = ANY(${persons}::uuid[]))
      AND t.kind = 'grant' AND t.cause_kind = 'rule' AND t.cause_id = ANY(${ruleIds}::text[])
    GROUP BY 1, 2, 3
  `.execute(tx);
  const earned = new Map<string, Earnings>();
  for (const { ruleId, person, day, times } of rows) {
    const key = `${ruleId} ${person}`;
    const one = earned.get(key) ?? { days: new Map<Day, number>(), times: 0 };
    one.days.set(parseDay(day)!, times);
    one.times += times;
    earned.set(key, one);
  }
  return earned;
}

/** When people earned or would have earned since a moment, sorted; what others did to them left out. */
export async function readRecent(tx: Tx, persons: readonly string[], since: Date): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ person: string; at: Date[] }>`
    SELECT person, array_agg(at ORDER BY at) AS at FROM (
      SELECT DISTINCT coalesce(members.person_id, members.id) AS person, runs.event_id, runs.happened_at AS at
      FROM members
      JOIN point_rule_runs runs ON runs.account_id = members.id
      JOIN point_rules ON point_rules.id = runs.rule_id
      WHERE (members.id = ANY(${persons}::uuid[]) OR members.person_id = ANY(${persons}::uuid[]))
        AND runs.happened_at > ${since} AND point_rules.event_kind <> 'check_in'
        AND (point_rules.conditions ->> 'reactions')::int = 0
    ) AS recent GROUP BY person
  `.execute(tx);
  return new Map(rows.map(({ person, at }) => [person, at.map((one) => one.getTime())]));
}

export type Run = Pick<Decision, 'rule' | 'doing' | 'points' | 'why'> & {
  outcome: Decision['outcome'] | 'over_budget';
};

/** Keeps what rules decided; what is there stays. */
export async function addRuns(tx: Tx, communityId: string, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return;
  await sql`
    INSERT INTO point_rule_runs (workspace_id, community_id, rule_id, event_id, account_id, outcome, points, why, happened_at, day)
    SELECT qunluo_workspace(), ${communityId}::uuid, run.rule, run.event, run.account, run.outcome, run.points, run.why::jsonb,
           run.at, run.day
    FROM unnest(
      ${runs.map(({ rule }) => rule.id)}::uuid[], ${runs.map(({ doing }) => doing.eventId)}::uuid[],
      ${runs.map(({ doing }) => doing.memberId)}::uuid[], ${runs.map(({ outcome }) => outcome)}::text[],
      ${runs.map(({ points }) => points)}::int[], ${runs.map(({ why }) => JSON.stringify(why))}::text[],
      ${runs.map(({ doing }) => new Date(doing.at))}::timestamptz[], ${runs.map(({ doing }) => formatDay(doing.day))}::date[]
    ) AS run (rule, event, account, outcome, points, why, at, day)
    ON CONFLICT (rule_id, event_id) DO NOTHING
  `.execute(tx);
}

/** What rules granted for events, for taking it back. */
export async function grantsFor(tx: Tx, communityId: string, eventIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM point_rules
    JOIN point_rule_runs runs ON runs.rule_id = point_rules.id AND runs.event_id = ANY(${eventIds}::uuid[])
    JOIN point_transactions t ON t.community_id = runs.community_id AND t.key = 'rule:' || runs.rule_id || ':' || runs.event_id
    WHERE point_rules.community_id = ${communityId} AND runs.outcome = 'granted'
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Forgets decisions of long ago; what was granted stays in the ledger. */
export async function forgetOldRuns(tx: Tx, communityId: string, now: Date): Promise<void> {
  await sql`
    DELETE FROM point_rule_runs
    WHERE community_id = ${communityId} AND happened_at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})
  `.execute(tx);
}
