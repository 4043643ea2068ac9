import { sql } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type EventEngine, grantScope, inScope, p, type Scope, sql as engineSql } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { reversePoints } from './reverse-points.ts';
import { personsOf } from './rule-run-store.ts';

/**
 * - flooding: on a day, so many events of a person came within ten minutes of each other that earning stopped; - mutual_liking:
 *   two people gave each other at least so many reactions in seven days, and more than this share of what either got.
 */
export const SUSPICION_LIMITS = { floodingRefused: 5, mutualReactions: 10, mutualShare: 0.6, days: 7 } as const;

export type SuspicionKind = 'flooding' | 'mutual_liking';
type Found = {
  kind: SuspicionKind;
  memberId: string;
  otherId: string | null;
  evidence: Record<string, number>;
  transactionIds: string[];
  points: number;
};

/**
 * Looks through the last days for points earned unfairly, and keeps each finding once a day; what a finding that was decided
 * about rested on makes no other. @returns how many are new
 */
export async function findSuspicions(
  { database, engine, clock }: { database: Database; engine: EventEngine; clock: Clock },
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
): Promise<number> {
  const now = clock.now();
  const rings = await database.inWorkspace(workspaceId, async (tx) => {
    const { zone } = await getCommunity(tx, communityId);
    const today = dayOf(now, zone);
    const flooding = await findFlooding(tx, communityId, formatDay(today - 1));
    const added = await keep(tx, communityId, flooding, { now, day: formatDay(today) });
    const earning = await earnsByReactions(tx, communityId, formatDay(today - SUSPICION_LIMITS.days));
    return { today, added, earning };
  });
  if (!rings.earning) return rings.added;
  const scope = grantScope(workspaceId, communityId);
  const pairs = await readReactionPairs(engine, scope, rings.today - SUSPICION_LIMITS.days);
  return database.inWorkspace(workspaceId, async (tx) => {
    const persons = await personsOf(
      tx,
      pairs.flatMap(({ from, to }) => [from, to]),
    );
    const found = mutualLikers(
      pairs.map(({ from, to, count }) => ({ from: persons.get(from)!, to: persons.get(to)!, count })),
    );
    const since = formatDay(rings.today - SUSPICION_LIMITS.days);
    const decided = await decidedPairs(tx, communityId, since);
    const withGrants: Found[] = [];
    for (const one of found)
      if (!decided.has(`${one.memberId} ${one.otherId}`))
        withGrants.push({ ...one, ...(await reactionGrants(tx, one.memberId, since)) });
    const kept = withGrants.filter(({ transactionIds }) => transactionIds.length > 0);
    return rings.added + (await keep(tx, communityId, kept, { now, day: formatDay(rings.today) }));
  });
}

type Pair = { from: string; to: string; count: number };

/** People of whose reactions most come from one other, who gets most of theirs from them: each of a pair once. Pure. */
export function mutualLikers(pairs: readonly Pair[]): Omit<Found, 'transactionIds' | 'points'>[] {
  const counts = new Map<string, number>();
  const got = new Map<string, number>();
  for (const { from, to, count } of pairs) {
    if (!from || !to || from === to) continue;
    counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + count);
    got.set(to, (got.get(to) ?? 0) + count);
  }
  return [...counts].flatMap(([key, given]): Omit<Found, 'transactionIds' | 'points'>[] => {
    const [otherId, memberId] = key.split(' ') as [string, string];
    const back = counts.get(`${memberId} ${otherId}`) ?? 0;
    const share = given / got.get(memberId)!;
    const shareBack = back / (got.get(otherId) ?? Infinity);
    const { mutualReactions, mutualShare } = SUSPICION_LIMITS;
    if (given < mutualReactions || back < mutualReactions || share <= mutualShare || shareBack <= mutualShare)
      return [];
    return [
      {
        kind: 'mutual_liking',
        memberId,
        otherId,
        evidence: { received: given, given: back, share: Math.round(share * 100), days: SUSPICION_LIMITS.days },
      },
    ];
  });
}

async function findFlooding(tx: Tx, communityId: string, since: string): Promise<Found[]> {
  const { rows } = await sql<{ memberId: string; refused: number; transactionIds: string[] | null; points: number }>`
    WITH decided AS (
      SELECT coalesce(members.person_id, members.id) AS person, found_at, transaction_ids
      FROM point_suspicions JOIN members ON members.id = point_suspicions.member_id
      WHERE point_suspicions.community_id = ${communityId} AND kind = 'flooding' AND state <> 'open'
    ), refusals AS (
      SELECT coalesce(members.person_id, members.id) AS person, runs.day, runs.event_id, runs.happened_at
      FROM point_rule_runs runs JOIN members ON members.id = runs.account_id
      WHERE runs.community_id = ${communityId} AND runs.outcome = 'flooding' AND runs.day >= ${since}::date
    ), flooded AS (
      -- Several rules may have refused one event; what was decided about before does not count again.
      SELECT person, day, count(DISTINCT event_id) AS refused, min(happened_at) AS first_at, max(happened_at) AS last_at
      FROM refusals
      WHERE NOT EXISTS (SELECT FROM decided WHERE decided.person = refusals.person AND found_at >= happened_at)
      GROUP BY 1, 2 HAVING count(DISTINCT event_id) >= ${SUSPICION_LIMITS.floodingRefused}
    ), earned AS (
      -- Two days of flooding may reach for the same grant.
      SELECT DISTINCT flooded.person, t.id, t.amount
      FROM flooded
      JOIN members ON members.id = flooded.person OR members.person_id = flooded.person
      JOIN point_accounts ON point_accounts.member_id = members.id
      JOIN point_transactions t ON t.account_id = point_accounts.id AND t.kind = 'grant' AND t.cause_kind = 'rule'
        AND t.happened_at >= flooded.first_at - interval '10 minutes' AND t.happened_at <= flooded.last_at
      WHERE NOT EXISTS (SELECT FROM point_transactions r WHERE r.reversal_of = t.id)
        AND NOT EXISTS (SELECT FROM decided WHERE decided.person = flooded.person AND t.id = ANY(decided.transaction_ids))
    )
    SELECT people.person AS "memberId", people.refused,
           array_agg(earned.id) FILTER (WHERE earned.id IS NOT NULL) AS "transactionIds",
           coalesce(sum(earned.amount), 0)::bigint AS points
    FROM (SELECT person, sum(refused)::bigint AS refused FROM flooded GROUP BY 1) AS people
    LEFT JOIN earned ON earned.person = people.person
    GROUP BY 1, 2
  `.execute(tx);
  return rows.map(({ memberId, refused, transactionIds, points }) => ({
    kind: 'flooding',
    memberId,
    otherId: null,
    evidence: { refused },
    transactionIds: transactionIds ?? [],
    points,
  }));
}

/** Whether some rule gave points for reactions lately: without, liking each other earns nothing. */
async function earnsByReactions(tx: Tx, communityId: string, since: string): Promise<boolean> {
  const { rows } = await sql<{ earns: boolean }>`
    SELECT EXISTS (
      SELECT FROM point_rule_runs runs JOIN point_rules ON point_rules.id = runs.rule_id
      WHERE runs.community_id = ${communityId} AND runs.day >= ${since}::date AND runs.outcome = 'granted'
        AND (event_kind = 'reaction' OR (conditions ->> 'reactions')::int > 0)
    ) AS earns
  `.execute(tx);
  return rows[0]!.earns;
}

/**
 * Pairs, as `member other`, whose mutual liking was found on or after a day and decided about: the reactions of that
 * finding are among those since that day, and do not count again.
 */
async function decidedPairs(tx: Tx, communityId: string, since: string): Promise<Set<string>> {
  const { rows } = await sql<{ pair: string }>`
    SELECT coalesce(own.person_id, own.id) || ' ' || coalesce(other.person_id, other.id) AS pair
    FROM point_suspicions JOIN members own ON own.id = member_id JOIN members other ON other.id = other_id
    WHERE point_suspicions.community_id = ${communityId} AND kind = 'mutual_liking' AND state <> 'open'
      AND found_day >= ${since}::date
  `.execute(tx);
  return new Set(rows.map(({ pair }) => pair));
}

/** What reactions earned a person since a day, not taken back yet, and not decided about before. */
async function reactionGrants(
  tx: Tx,
  person: string,
  since: string,
): Promise<{ transactionIds: string[]; points: number }> {
  const { rows } = await sql<{ ids: string[] | null; points: number }>`
    SELECT array_agg(t.id) AS ids, coalesce(sum(t.amount), 0)::bigint AS points
    FROM members JOIN point_accounts ON member_id = members.id
    JOIN point_transactions t ON t.account_id = point_accounts.id
    JOIN point_rules ON t.cause_id = point_rules.id::text
    WHERE (members.id = ${person} OR members.person_id = ${person}) AND t.kind = 'grant' AND t.cause_kind = 'rule'
      AND t.day >= ${since}::date AND (event_kind = 'reaction' OR (conditions ->> 'reactions')::int > 0)
      AND NOT EXISTS (SELECT FROM point_transactions r WHERE r.reversal_of = t.id)
      AND NOT EXISTS (
        SELECT FROM point_suspicions JOIN members own ON own.id = point_suspicions.member_id
        WHERE coalesce(own.person_id, own.id) = ${person}::uuid AND state <> 'open' AND t.id = ANY(transaction_ids))
  `.execute(tx);
  return { transactionIds: rows[0]!.ids ?? [], points: rows[0]!.points };
}

/** Who reacted to whom how often since a day, by account; only pairs that could matter. */
const readReactionPairs = (engine: EventEngine, scope: Scope, from: number): Promise<Pair[]> =>
  engine
    .query<Pair>(
      scope,
      'points.reaction_pairs',
      engineSql`SELECT toString(given.account_id) AS "from", toString(parents.account_id) AS "to", count() AS count
      FROM (SELECT account_id, reply_to FROM events FINAL
            WHERE ${inScope(scope)} AND day >= ${p.day(from)} AND kind = 'reaction' AND removed = '' AND bot = 0) AS given
      JOIN (SELECT account_id, event_id FROM events FINAL
            WHERE ${inScope(scope)} AND removed = '' AND bot = 0
              AND event_id IN (SELECT reply_to FROM events WHERE ${inScope(scope)} AND day >= ${p.day(from)} AND kind = 'reaction')
           ) AS parents ON parents.event_id = given.reply_to
      GROUP BY "from", "to"`,
    )
    .then((rows) => rows.map((row) => ({ ...row, count: Number(row.count) })));

async function keep(
  tx: Tx,
  communityId: string,
  found: readonly Found[],
  { now, day }: { now: number; day: string },
): Promise<number> {
  let added = 0;
  for (const one of found) {
    const { numAffectedRows } = await sql`
      INSERT INTO point_suspicions (id, workspace_id, community_id, member_id, kind, evidence, other_id, transaction_ids, points,
                                    found_at, found_day)
      SELECT ${newId(now)}::uuid, qunluo_workspace(), ${communityId}::uuid, ${one.memberId}::uuid, ${one.kind}::text,
             ${JSON.stringify(one.evidence)}::text::jsonb, ${one.otherId}::uuid, ${one.transactionIds}::uuid[],
             ${one.points}::bigint, ${new Date(now)}::timestamptz, ${day}::date
      WHERE NOT EXISTS (SELECT FROM point_suspicions WHERE member_id = ${one.memberId} AND kind = ${one.kind} AND state = 'open')
      ON CONFLICT (member_id, kind, found_day) DO NOTHING
    `.execute(tx);
    added += Number(numAffectedRows ?? 0);
  }
  return added;
}

export type SuspicionRow = {
  id: string;
  memberId: string;
  otherId: string | null;
  kind: SuspicionKind;
  evidence: Record<string, number>;
  points: number;
  foundAt: Date;
  state: 'open' | 'dismissed' | 'taken_back';
  decidedAt: Date | null;
  decidedBy: string | null;
  reason: string;
  transactionIds: string[];
};

const COLUMNS = sql`id, member_id AS "memberId", other_id AS "otherId", kind, evidence, points, found_at AS "foundAt", state,
  decided_at AS "decidedAt", decided_by AS "decidedBy", reason, transaction_ids AS "transactionIds"`;

/** The latest findings, open ones first. */
export async function listSuspicions(tx: Tx, communityId: string): Promise<SuspicionRow[]> {
  const { rows } = await sql<SuspicionRow>`
    SELECT ${COLUMNS} FROM point_suspicions WHERE community_id = ${communityId}
    ORDER BY state = 'open' DESC, found_at DESC, id LIMIT 200
  `.execute(tx);
  return rows;
}

/** Dismisses a finding, or takes back what was earned by it as far as it is there. @returns what was taken back. NotFound; Conflict */
export async function decideSuspicion(
  tx: Tx,
  communityId: string,
  {
    id,
    decision,
    reason,
    by,
    now,
  }: { id: string; decision: 'dismiss' | 'take_back'; reason: string; by: string | undefined; now: number },
): Promise<{ memberId: string; kind: SuspicionKind; takenBack: number }> {
  const { rows } = await sql<SuspicionRow>`
    SELECT ${COLUMNS} FROM point_suspicions WHERE community_id = ${communityId} AND id = ${id} FOR UPDATE
  `.execute(tx);
  const found = rows[0];
  if (!found) throw new NotFound('the finding');
  if (found.state !== 'open') throw new Conflict('this was decided already', 'decided');
  let takenBack = 0;
  if (decision === 'take_back')
    for (const transactionId of found.transactionIds) {
      const outcome = await reversePoints(tx, transactionId, {
        key: `clawback:${transactionId}`,
        at: now,
        by,
        reason,
        cause: 'clawback',
        asFarAsThere: true,
      });
      if (outcome.state === 'posted') takenBack += 1;
    }
  await sql`
    UPDATE point_suspicions SET state = ${decision === 'dismiss' ? 'dismissed' : 'taken_back'}, decided_at = ${new Date(now)},
      decided_by = ${by ?? null}, reason = ${reason}
    WHERE id = ${id}
  `.execute(tx);
  return { memberId: found.memberId, kind: found.kind, takenBack };
}
