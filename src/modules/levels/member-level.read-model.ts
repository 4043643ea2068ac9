import { sql } from 'kysely';
import { dayOf } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { membersOf, partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { baseRank } from './base-rank.ts';
import type { LevelServices } from './evaluate-levels.ts';
import { readDoneByKind } from './figures.query.ts';
import { FIGURES, type LevelFigures, type Standards } from './ladder.ts';
import { listLevels, readLevelRules } from './level-store.ts';
import type { HoldersReply, Level, LevelChange, LevelRules, MemberLevel, MemberLevelReply } from './levels.contract.ts';

type Row = {
  memberId: string;
  levelId: string | null;
  done: number;
  earned: number;
  contribution: number;
  activeDays: number;
  quizzes: number;
  graceSince: string | null;
  since: Date;
  countedAt: Date;
};

const COLUMNS = sql`member_levels.member_id AS "memberId", level_id AS "levelId", done, earned, contribution,
  active_days AS "activeDays", quizzes, grace_since AS "graceSince", since, counted_at AS "countedAt"`;

/** What standards ask for and a person has, figure by figure; what asks for nothing is left out. */
const gaps = (figures: LevelFigures, standards: Standards, share = 1) =>
  FIGURES.filter((figure) => standards[figure] > 0).map((figure) => ({
    figure,
    has: figures[figure],
    needs: Math.ceil(Math.round(standards[figure] * share * 1e6) / 1e6),
  }));

/** The person a member is. NotFound. */
async function personOf(tx: Tx, communityId: string, memberId: string): Promise<string> {
  const { rows } = await sql<{ person: string }>`
    SELECT coalesce(person_id, id) AS person FROM members WHERE id = ${memberId} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the member');
  return rows[0].person;
}

/** Where a member stands, out of what was last counted: the figures, what holds the level, what the next one asks. NotFound. */
export async function readMemberLevel(
  tx: Tx,
  communityId: string,
  memberId: string,
): Promise<{ level: MemberLevel; levels: Level[]; rules: LevelRules }> {
  const person = await personOf(tx, communityId, memberId);
  const levels = await listLevels(tx, communityId);
  const { rules } = await readLevelRules(tx, communityId);
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM member_levels WHERE member_id = ${person}`.execute(tx);
  return { level: present(person, rows[0], levels, rules), levels, rules };
}

function present(memberId: string, row: Row | undefined, levels: readonly Level[], rules: LevelRules): MemberLevel {
  const { done = 0, earned = 0, contribution = 0, activeDays = 0, quizzes = 0 } = row ?? {};
  const figures = { growth: done + earned, contribution, activeDays, quizzes };
  const rank = row ? (levels.find(({ id }) => id === row.levelId)?.rank ?? 0) : baseRank(levels);
  const [level, next] = [levels[rank - 1], levels[rank]];
  return {
    memberId,
    rank,
    levelId: level?.id ?? null,
    figures: { ...figures, done, earned },
    countedAt: row?.countedAt.toISOString() ?? null,
    since: row?.since.toISOString() ?? null,
    graceSince: row?.graceSince ?? null,
    holding: level ? gaps(figures, level.standards, rules.holding.share) : [],
    next: next ? { rank: next.rank, levelId: next.id, gaps: gaps(figures, next.standards) } : null,
  };
}

/** Steps up and down of a person, newest first, over everybody who became them. */
export async function readHistory(tx: Tx, communityId: string, memberId: string): Promise<LevelChange[]> {
  const members = await partsOf(tx, communityId, memberId);
  const { rows } = await sql<Omit<LevelChange, 'at'> & { at: Date }>`
    SELECT id, at, from_rank AS "fromRank", to_rank AS "toRank", reason, facts, celebrated FROM level_changes
    WHERE member_id = ANY(${members}::uuid[]) ORDER BY at DESC, id DESC LIMIT 100
  `.execute(tx);
  return rows.map(({ at, ...change }) => ({ ...change, at: at.toISOString() }));
}

/** All of it: where they stand and why, how they came there, and what the growth value is made of. */
export async function explainMemberLevel(
  services: Pick<LevelServices, 'database' | 'engine' | 'clock'>,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  memberId: string,
): Promise<MemberLevelReply> {
  const read = await services.database.inWorkspace(workspaceId, async (tx) => {
    const { level, levels, rules } = await readMemberLevel(tx, communityId, memberId);
    const members = await membersOf(tx, communityId, [level.memberId]);
    return { level, levels, rules, members, history: await readHistory(tx, communityId, memberId) };
  });
  const { level, levels, history, rules, members } = read;
  const { frame, community } = await openEvaluated(services, { workspaceId, communityKey: communityId });
  const days = await readDoneByKind(frame, {
    rules: rules.growth,
    today: dayOf(services.clock.now(), community.zone),
    memberId: level.memberId,
    accounts: members.map(({ member }) => member),
  });
  return { level, levels, history, days };
}

/** People on a level, those of the highest growth value first, a page at a time. */
export async function readHolders(
  tx: Tx,
  communityId: string,
  {
    rank,
    grace,
    cursor,
    limit,
  }: { rank?: number | undefined; grace?: boolean | undefined; cursor?: string | undefined; limit: number },
): Promise<Omit<HoldersReply, 'holders'> & { rows: (Row & { rank: number })[] }> {
  const [growth, after] = cursor?.split('_') ?? [];
  const { rows } = await sql<Row & { rank: number }>`
    SELECT ${COLUMNS}, coalesce(levels.rank, 0) AS rank FROM member_levels
    LEFT JOIN (SELECT id, rank FROM levels) AS levels ON levels.id = level_id
    WHERE member_levels.community_id = ${communityId} AND present
      AND (${rank ?? null}::integer IS NULL OR coalesce(levels.rank, 0) = ${rank ?? null}::integer)
      AND (NOT ${grace ?? false}::boolean OR grace_since IS NOT NULL)
      AND (${growth ?? null}::integer IS NULL
        OR (done + earned, ${after ?? null}::uuid) < (${growth ?? null}::integer, member_levels.member_id))
    ORDER BY done + earned DESC, member_levels.member_id LIMIT ${limit + 1}
  `.execute(tx);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last ? `${last.done + last.earned}_${last.memberId}` : null };
}
