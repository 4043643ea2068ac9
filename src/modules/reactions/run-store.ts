import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Outcome } from './contract.ts';

/** What a rule made of an event. */
export type Run = {
  ruleId: string;
  eventId: string;
  accountId: string;
  groupId: string | null;
  outcome: Outcome;
  happenedAt: Date;
};

const KEPT_DAYS = 90;

/** Which of these events each rule has seen to already, as `rule event`. */
export async function listRun(tx: Tx, eventIds: readonly string[], ruleIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    SELECT rule_id || ' ' || event_id AS key FROM reaction_runs
    WHERE rule_id = ANY (${[...ruleIds]}::uuid[]) AND event_id = ANY (${[...eventIds]}::uuid[])
  `.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

/** When each rule last answered in each chat since a moment, as `rule group` → milliseconds. */
export async function lastAnswers(tx: Tx, ruleIds: readonly string[], since: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{ ruleId: string; groupId: string | null; last: Date }>`
    SELECT rule_id AS "ruleId", group_id AS "groupId", max(reacted_at) AS last FROM reaction_runs
    WHERE rule_id = ANY (${[...ruleIds]}::uuid[]) AND outcome = 'answered' AND reacted_at >= ${since}
    GROUP BY rule_id, group_id
  `.execute(tx);
  return new Map(rows.map(({ ruleId, groupId, last }) => [`${ruleId} ${groupId}`, last.getTime()]));
}

/** Keeps what was made of events; what was kept already stays. */
export async function addRuns(tx: Tx, communityId: string, runs: readonly Run[], now: Date): Promise<void> {
  if (runs.length === 0) return;
  await sql`
    INSERT INTO reaction_runs (workspace_id, community_id, rule_id, event_id, account_id, group_id, outcome, happened_at,
                               reacted_at)
    SELECT qunluo_workspace(), ${communityId}::uuid, run.*, ${now}::timestamptz
    FROM unnest(
      ${runs.map(({ ruleId }) => ruleId)}::uuid[], ${runs.map(({ eventId }) => eventId)}::uuid[],
      ${runs.map(({ accountId }) => accountId)}::uuid[], ${runs.map(({ groupId }) => groupId)}::uuid[],
      ${runs.map(({ outcome }) => outcome)}::text[], ${runs.map(({ happenedAt }) => happenedAt)}::timestamptz[]
    ) AS run (rule_id, event_id, account_id, group_id, outcome, happened_at)
    ON CONFLICT (rule_id, event_id) DO NOTHING
  `.execute(tx);
}

/** Forgets runs of long ago. */
export async function forgetOldRuns(tx: Tx, communityId: string, now: Date): Promise<void> {
  await sql`
    DELETE FROM reaction_runs
    WHERE community_id = ${communityId} AND reacted_at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})
  `.execute(tx);
}

export type RunCounts = { answered: number; others: number; last: Date | null };

/** How often each rule of a community answered and did not since a moment. */
export async function countRuns(tx: Tx, communityId: string, since: Date): Promise<Map<string, RunCounts>> {
  const { rows } = await sql<RunCounts & { ruleId: string }>`
    SELECT rule_id AS "ruleId", count(*) FILTER (WHERE outcome = 'answered')::int AS answered,
      count(*) FILTER (WHERE outcome <> 'answered')::int AS others, max(reacted_at) AS last
    FROM reaction_runs WHERE community_id = ${communityId} AND reacted_at >= ${since} GROUP BY rule_id
  `.execute(tx);
  return new Map(rows.map(({ ruleId, ...counts }) => [ruleId, counts]));
}

export type ShownRun = {
  eventId: string;
  memberId: string;
  name: string;
  groupId: string | null;
  outcome: Outcome;
  happenedAt: Date;
  reactedAt: Date;
};

/** The latest runs of a rule. */
export async function listRuns(tx: Tx, ruleId: string, limit: number): Promise<ShownRun[]> {
  const { rows } = await sql<ShownRun>`
    SELECT event_id AS "eventId", coalesce(person_id, members.id) AS "memberId", coalesce(accounts.name, '') AS name,
      group_id AS "groupId", outcome, happened_at AS "happenedAt", reacted_at AS "reactedAt"
    FROM reaction_runs JOIN members ON members.id = reaction_runs.account_id
    LEFT JOIN accounts ON accounts.id = reaction_runs.account_id
    WHERE rule_id = ${ruleId} ORDER BY reacted_at DESC, event_id LIMIT ${limit}
  `.execute(tx);
  return rows;
}
