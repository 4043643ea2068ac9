import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { LevelChange } from './levels.contract.ts';

/** What is kept of where a person stands. */
export type StoredStanding = {
  memberId: string;
  levelId: string | null;
  done: number;
  earned: number;
  contribution: number;
  activeDays: number;
  quizzes: number;
  present: boolean;
  /** The first day of a month. */
  graceSince: string | null;
};

const COLUMNS = sql`member_id AS "memberId", level_id AS "levelId", done, earned, contribution, active_days AS "activeDays",
  quizzes, present, grace_since AS "graceSince"`;
const PAGE = 50_000;

/** Everybody's standing, some thousands at a time; `only` some people's. */
export async function* readStandings(
  tx: Tx,
  communityId: string,
  only?: readonly string[],
): AsyncGenerator<StoredStanding[]> {
  if (only) {
    const { rows } = await sql<StoredStanding>`
      SELECT ${COLUMNS} FROM member_levels WHERE community_id = ${communityId} AND member_id = ANY(${only}::uuid[])
    `.execute(tx);
    yield rows;
    return;
  }
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<StoredStanding>`
      SELECT ${COLUMNS} FROM member_levels WHERE community_id = ${communityId} AND member_id > ${after}
      ORDER BY member_id LIMIT ${PAGE}
    `.execute(tx);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.memberId;
  }
}

/** A standing to write; `moved`: they stand on another level than before. */
export type NewStanding = StoredStanding & { moved: boolean };

/** Writes standings, in the order of the members so that two writers wait instead of deadlocking. */
export async function writeStandings(
  tx: Tx,
  communityId: string,
  standings: readonly NewStanding[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < standings.length; from += PAGE) {
    const some = standings.slice(from, from + PAGE);
    const of = <T>(read: (standing: NewStanding) => T) => some.map(read);
    await sql`
      INSERT INTO member_levels AS known (member_id, workspace_id, community_id, level_id, done, earned, contribution,
        active_days, quizzes, present, grace_since, since, counted_at)
      SELECT given.member_id, qunluo_workspace(), ${communityId}, given.level_id, given.done, given.earned,
        given.contribution, given.active_days, given.quizzes, given.present, given.grace_since, ${at}, ${at}
      FROM unnest(
        ${of(({ memberId }) => memberId)}::uuid[],
        ${of(({ levelId }) => levelId)}::uuid[],
        ${of(({ done }) => done)}::integer[],
        ${of(({ earned }) => earned)}::integer[],
        ${of(({ contribution }) => contribution)}::integer[],
        ${of(({ activeDays }) => activeDays)}::integer[],
        ${of(({ quizzes }) => quizzes)}::integer[],
        ${of(({ present }) => present)}::boolean[],
        ${of(({ graceSince }) => graceSince)}::date[]
      ) AS given (member_id, level_id, done, earned, contribution, active_days, quizzes, present, grace_since)
      JOIN members ON members.id = given.member_id -- who was erased meanwhile is not there any more
      ORDER BY given.member_id
      ON CONFLICT (member_id) DO UPDATE SET level_id = excluded.level_id, done = excluded.done, earned = excluded.earned,
        contribution = excluded.contribution, active_days = excluded.active_days, quizzes = excluded.quizzes,
        present = excluded.present, grace_since = excluded.grace_since, counted_at = excluded.counted_at,
        since = CASE WHEN known.level_id IS DISTINCT FROM excluded.level_id THEN excluded.since ELSE known.since END
    `.execute(tx);
  }
}

/** A step to write down. */
export type NewChange = {
  id: string;
  memberId: string;
  fromRank: number;
  toRank: number;
  fromLevel: string | null;
  toLevel: string | null;
  reason: LevelChange['reason'];
  facts: object;
  celebrated: boolean;
};

export async function writeChanges(
  tx: Tx,
  communityId: string,
  changes: readonly NewChange[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < changes.length; from += PAGE) {
    const some = changes.slice(from, from + PAGE);
    const of = <T>(read: (change: NewChange) => T) => some.map(read);
    await sql`
      INSERT INTO level_changes (id, workspace_id, community_id, member_id, at, from_rank, to_rank, from_level, to_level,
        reason, facts, celebrated)
      SELECT given.id, qunluo_workspace(), ${communityId}, given.member_id, ${at}, from_rank, to_rank, from_level, to_level,
        reason, facts::jsonb, celebrated
      FROM unnest(
        ${of(({ id }) => id)}::uuid[],
        ${of(({ memberId }) => memberId)}::uuid[],
        ${of(({ fromRank }) => fromRank)}::integer[],
        ${of(({ toRank }) => toRank)}::integer[],
        ${of(({ fromLevel }) => fromLevel)}::uuid[],
        ${of(({ toLevel }) => toLevel)}::uuid[],
        ${of(({ reason }) => reason)}::text[],
        ${of(({ facts }) => JSON.stringify(facts))}::text[],
        ${of(({ celebrated }) => celebrated)}::boolean[]
      ) AS given (id, member_id, from_rank, to_rank, from_level, to_level, reason, facts, celebrated)
      JOIN members ON members.id = given.member_id
    `.execute(tx);
  }
}

/** People to whom somebody with a standing was made one since the last run: their levels are to be decided about. */
export async function listJoined(tx: Tx, communityId: string): Promise<string[]> {
  const { rows } = await sql<{ person: string }>`
    SELECT DISTINCT members.person_id AS person FROM member_levels JOIN members ON members.id = member_levels.member_id
    WHERE member_levels.community_id = ${communityId} AND members.person_id IS NOT NULL
  `.execute(tx);
  return rows.map(({ person }) => person);
}

/** Members who are part of another person, whose figures are that person's: all, or those that `only` are or stand for. */
export async function listMerged(tx: Tx, communityId: string, only?: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM members WHERE community_id = ${communityId} AND person_id IS NOT NULL
      ${only ? sql`AND (id = ANY(${only}::uuid[]) OR person_id = ANY(${only}::uuid[]))` : sql``}
  `.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Standings of members who are part of another person by now go to that person: gives the highest rank that each brings
 * along, and forgets their own. Their history stays with them. `only` of these people: what others bring waits for a run
 * that looks at them.
 */
export async function foldMerged(tx: Tx, communityId: string, only?: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ person: string; rank: number }>`
    WITH gone AS (
      DELETE FROM member_levels USING members
      WHERE members.id = member_levels.member_id AND members.person_id IS NOT NULL
        AND member_levels.community_id = ${communityId}
        ${only ? sql`AND members.person_id = ANY(${only}::uuid[])` : sql``}
      RETURNING members.person_id, member_levels.level_id
    )
    SELECT gone.person_id AS person, max(coalesce(levels.rank, 0)) AS rank
    FROM gone LEFT JOIN levels ON levels.id = gone.level_id GROUP BY gone.person_id
  `.execute(tx);
  return new Map(rows.map(({ person, rank }) => [person, rank]));
}

/** Papers passed by person; `since`: of those only who passed one after an instant. */
export async function quizzesPassed(tx: Tx, communityId: string, since?: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{ person: string; passed: number }>`
    SELECT coalesce(members.person_id, members.id) AS person, count(DISTINCT paper_id)::int AS passed
    FROM level_quizzes JOIN members ON members.id = level_quizzes.member_id
    WHERE level_quizzes.community_id = ${communityId}
    GROUP BY 1 HAVING ${since ?? null}::timestamptz IS NULL OR max(passed_at) >= ${since ?? null}::timestamptz
  `.execute(tx);
  return new Map(rows.map(({ person, passed }) => [person, passed]));
}

/** Counts a paper that a member passed; a second time changes nothing. For the exams. */
export async function noteQuizPassed(
  tx: Tx,
  { communityId, memberId, paperId, at }: { communityId: string; memberId: string; paperId: string; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO level_quizzes (workspace_id, community_id, member_id, paper_id, passed_at)
    SELECT qunluo_workspace(), ${communityId}, coalesce(person_id, id), ${paperId}, ${at} FROM members WHERE id = ${memberId}
    ON CONFLICT DO NOTHING
  `.execute(tx);
}
