import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Pair } from './candidate-pairs.ts';
import type { Known } from './choose-pairs.ts';
import type { Tally } from './compare-outcomes.ts';
import type { Decision, DISMISSALS, KeptReason, LAPSES, ReasonKind, STATES } from './contract.ts';
import { NotOpen } from './errors.ts';
import { PAIR_RULES } from './pair-rules.ts';

/** An introduction as it is kept; members are those who stand for the people now. */
export type KeptIntroduction = {
  id: string;
  first: string;
  second: string;
  score: number;
  reasons: KeptReason[];
  state: (typeof STATES)[number];
  proposedAt: Date;
  proposedDay: string;
  decidedBy: string | null;
  decidedAt: Date | null;
  decidedDay: string | null;
  dismissedFor: (typeof DISMISSALS)[number] | null;
  lapsedFor: (typeof LAPSES)[number] | null;
  note: string;
  tied: boolean | null;
};

/** Introductions with the people of now; two who turned out to be one person are nobody to introduce. */
const STANDING = (communityId: string) => sql`
  SELECT kept.id, coalesce(one.person_id, one.id) AS first, coalesce(other.person_id, other.id) AS second, score, reasons,
    state, proposed_at AS "proposedAt", proposed_day::text AS "proposedDay", decided_by AS "decidedBy",
    decided_at AS "decidedAt", decided_day::text AS "decidedDay", dismissed_for AS "dismissedFor",
    lapsed_for AS "lapsedFor", note, tied
  FROM introductions kept JOIN members one ON one.id = first_id JOIN members other ON other.id = second_id
  WHERE kept.community_id = ${communityId} AND coalesce(one.person_id, one.id) <> coalesce(other.person_id, other.id)`;

const SHOWN = 200;

/** Introductions of a state: proposed ones best first, all others the latest first; and how many there are. */
export async function listIntroductions(
  tx: Tx,
  communityId: string,
  { state, reason, member }: { state: KeptIntroduction['state']; reason?: ReasonKind; member?: string },
): Promise<{ found: KeptIntroduction[]; total: number }> {
  const has = reason === undefined ? null : JSON.stringify([{ kind: reason }]);
  const { rows } = await sql<KeptIntroduction & { total: number }>`
    SELECT *, count(*) OVER ()::int AS total FROM (${STANDING(communityId)}) AS standing
    WHERE state = ${state} AND (${has}::jsonb IS NULL OR reasons @> ${has}::jsonb)
      AND (${member ?? null}::uuid IS NULL OR ${member ?? null}::uuid IN (first, second))
    ORDER BY CASE WHEN state = 'proposed' THEN score END DESC, coalesce("decidedAt", "proposedAt") DESC, id LIMIT ${SHOWN}
  `.execute(tx);
  return { found: rows, total: rows[0]?.total ?? 0 };
}

/** One introduction. Throws NotFound. */
export async function getIntroduction(tx: Tx, communityId: string, id: string): Promise<KeptIntroduction> {
  const { rows } = await sql<KeptIntroduction>`
    SELECT * FROM (${STANDING(communityId)}) AS standing WHERE id = ${id}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the introduction');
  return rows[0];
}

/** How many there are of each state. */
export async function countStates(tx: Tx, communityId: string): Promise<Record<KeptIntroduction['state'], number>> {
  const { rows } = await sql<{ state: KeptIntroduction['state']; many: number }>`
    SELECT state, count(*)::int AS many FROM (${STANDING(communityId)}) AS standing GROUP BY state
  `.execute(tx);
  const counts = { proposed: 0, made: 0, dismissed: 0, lapsed: 0 };
  for (const { state, many } of rows) counts[state] = many;
  return counts;
}

/** What new proposals must respect: pairs that rest, how often people were proposed lately, and how much room is left. */
export async function knownPairs(tx: Tx, communityId: string, today: string): Promise<Omit<Known, 'each'>> {
  const { rows } = await sql<{ first: string; second: string; state: string; recent: boolean; rests: boolean }>`
    SELECT first, second, state, "proposedDay"::date > ${today}::date - ${PAIR_RULES.days}::int AS recent,
      state IN ('made', 'dismissed') OR "proposedDay"::date > ${today}::date - ${PAIR_RULES.restDays}::int AS rests
    FROM (${STANDING(communityId)}) AS standing
  `.execute(tx);
  const taken = new Set<string>();
  const proposed = new Map<string, number>();
  let waiting = 0;
  for (const { first, second, state, recent, rests } of rows) {
    if (rests) taken.add([first, second].toSorted().join(' '));
    if (state === 'proposed') waiting++;
    if (recent) for (const id of [first, second]) proposed.set(id, (proposed.get(id) ?? 0) + 1);
  }
  return { taken, proposed, room: Math.max(0, PAIR_RULES.open - waiting) };
}

/** Writes proposals down; who was erased meanwhile is left out. */
export async function addProposals(
  tx: Tx,
  communityId: string,
  { pairs, at, today }: { pairs: readonly Pair[]; at: number; today: string },
): Promise<void> {
  await sql`
    INSERT INTO introductions (id, workspace_id, community_id, first_id, second_id, score, reasons, proposed_at, proposed_day)
    SELECT id, qunluo_workspace(), ${communityId}, first, second, score, reasons::jsonb, to_timestamp(${at / 1000}), ${today}::date
    FROM unnest(${pairs.map(() => newId())}::uuid[], ${pairs.map(({ first }) => first)}::uuid[],
      ${pairs.map(({ second }) => second)}::uuid[], ${pairs.map(({ score }) => score)}::smallint[],
      ${pairs.map(({ reasons }) => JSON.stringify(reasons))}::text[]) AS found (id, first, second, score, reasons)
    WHERE EXISTS (SELECT FROM members WHERE members.id = first AND members.community_id = ${communityId})
      AND EXISTS (SELECT FROM members WHERE members.id = second AND members.community_id = ${communityId})
    ON CONFLICT DO NOTHING
  `.execute(tx);
}

/** Introductions that wait, and those of which it is not known yet whether the two became tied. */
export async function listUnsettled(tx: Tx, communityId: string): Promise<KeptIntroduction[]> {
  const { rows } = await sql<KeptIntroduction>`
    SELECT * FROM (${STANDING(communityId)}) AS standing WHERE state = 'proposed' OR tied IS NULL ORDER BY id
  `.execute(tx);
  return rows;
}

/** Lets proposals lapse. */
export async function lapse(tx: Tx, ids: readonly string[], why: (typeof LAPSES)[number]): Promise<void> {
  await sql`
    UPDATE introductions SET state = 'lapsed', lapsed_for = ${why} WHERE id = ANY(${ids}::uuid[]) AND state = 'proposed'
  `.execute(tx);
}

/** Notes what became of pairs. */
export async function settle(tx: Tx, ids: readonly string[], tied: boolean): Promise<void> {
  await sql`UPDATE introductions SET tied = ${tied} WHERE id = ANY(${ids}::uuid[])`.execute(tx);
}

/**
 * Pairs that were introduced, and those that were proposed and not: dismissed or lapsed, but for pairs that were
 * dismissed because the two know each other.
 */
export async function tallyOutcomes(tx: Tx, communityId: string): Promise<{ made: Tally; notMade: Tally }> {
  const { rows } = await sql<{ made: boolean } & Tally>`
    SELECT state = 'made' AS made, count(tied)::int AS pairs, (count(*) FILTER (WHERE tied))::int AS tied,
      (count(*) FILTER (WHERE tied IS NULL))::int AS "underWay"
    FROM (${STANDING(communityId)}) AS standing
    WHERE state <> 'proposed' AND "dismissedFor" IS DISTINCT FROM 'know_each_other'
      AND "lapsedFor" IS DISTINCT FROM 'gone'
    GROUP BY state = 'made'
  `.execute(tx);
  const of = (made: boolean): Tally => {
    const { pairs = 0, tied = 0, underWay = 0 } = rows.find((row) => row.made === made) ?? {};
    return { pairs, tied, underWay };
  };
  return { made: of(true), notMade: of(false) };
}

/** Decides a proposal, or takes a decision back. Throws NotFound, NotOpen. */
export async function decide(
  tx: Tx,
  communityId: string,
  { id, order, by, at, today }: { id: string; order: Decision; by: string | undefined; at: number; today: string },
): Promise<{ before: KeptIntroduction; after: KeptIntroduction }> {
  await sql`SELECT id FROM introductions WHERE id = ${id} AND community_id = ${communityId} FOR UPDATE`.execute(tx);
  const before = await getIntroduction(tx, communityId, id);
  if (order.decision === 'proposed' ? before.state === 'lapsed' : before.state !== 'proposed')
    throw new NotOpen(before.state);
  const decided = order.decision !== 'proposed';
  const dismissed = order.decision === 'dismissed' ? order : undefined;
  await sql`
    UPDATE introductions SET state = ${order.decision}, tied = NULL,
      decided_by = ${decided ? (by ?? null) : null}, decided_at = ${decided ? sql`to_timestamp(${at / 1000})` : null},
      decided_day = ${decided ? today : null}::date, dismissed_for = ${dismissed?.reason ?? null}, note = ${dismissed?.note ?? ''}
    WHERE id = ${id}
  `.execute(tx);
  return { before, after: await getIntroduction(tx, communityId, id) };
}
