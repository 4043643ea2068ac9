import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Board, WrittenBoard } from './leaderboards.contract.ts';

const COLUMNS = sql`id, name, name_en AS "nameEn", metric, period, group_id AS "groupId", teams, with_team AS "withTeam", shown,
  position`;

/** The leaderboards of a community in their order; `shown`: those that members see. */
export async function listBoards(tx: Tx, communityId: string, { shown = false } = {}): Promise<Board[]> {
  const { rows } = await sql<Board>`
    SELECT ${COLUMNS} FROM leaderboards WHERE community_id = ${communityId} AND (shown OR NOT ${shown}::boolean)
    ORDER BY position, id
  `.execute(tx);
  return rows;
}

/** One of them. NotFound. */
export async function getBoard(tx: Tx, communityId: string, boardId: string): Promise<Board> {
  const { rows } = await sql<Board>`
    SELECT ${COLUMNS} FROM leaderboards WHERE community_id = ${communityId} AND id = ${boardId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the leaderboard');
  return rows[0];
}

/** Writes a leaderboard, new (at the end) or changed. */
export async function writeBoard(
  tx: Tx,
  communityId: string,
  { id = newId(), ...board }: WrittenBoard & { id?: string },
): Promise<string> {
  await sql`
    INSERT INTO leaderboards (id, workspace_id, community_id, name, name_en, metric, period, group_id, teams, with_team, shown,
      position)
    SELECT ${id}, qunluo_workspace(), ${communityId}, ${board.name}, ${board.nameEn}, ${board.metric}, ${board.period},
      ${board.groupId}::uuid, ${board.teams}::text[], ${board.withTeam}, ${board.shown},
      coalesce((SELECT max(position) + 1 FROM leaderboards WHERE community_id = ${communityId}), 0)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, metric = excluded.metric,
      period = excluded.period, group_id = excluded.group_id, teams = excluded.teams, with_team = excluded.with_team,
      shown = excluded.shown
  `.execute(tx);
  return id;
}

export async function removeBoard(tx: Tx, boardId: string): Promise<void> {
  await sql`DELETE FROM leaderboards WHERE id = ${boardId}`.execute(tx);
}

/** The people who do not want to be seen. */
export async function listOptOuts(tx: Tx, communityId: string): Promise<string[]> {
  const { rows } = await sql<{ person: string }>`
    SELECT DISTINCT coalesce(person_id, id) AS person FROM leaderboard_opt_outs JOIN members ON id = member_id
    WHERE leaderboard_opt_outs.community_id = ${communityId} ORDER BY person
  `.execute(tx);
  return rows.map(({ person }) => person);
}

/** Keeps whether a person wants to be seen, over everybody who became them. */
export async function setOptOut(
  tx: Tx,
  communityId: string,
  { memberId, optedOut, at }: { memberId: string; optedOut: boolean; at: Date },
): Promise<void> {
  if (optedOut)
    await sql`
      INSERT INTO leaderboard_opt_outs (member_id, workspace_id, community_id, at)
      SELECT coalesce(person_id, id), qunluo_workspace(), ${communityId}, ${at} FROM members WHERE id = ${memberId}
      ON CONFLICT DO NOTHING
    `.execute(tx);
  else
    await sql`
      DELETE FROM leaderboard_opt_outs USING members, members asked
      WHERE members.id = leaderboard_opt_outs.member_id AND asked.id = ${memberId}
        AND coalesce(members.person_id, members.id) = coalesce(asked.person_id, asked.id)
    `.execute(tx);
}

/** Growth value of everybody who is a member, best first: of equals whoever has had it for longer. */
export async function rankByGrowth(
  tx: Tx,
  communityId: string,
): Promise<{ memberId: string; score: number; reached: Date }[]> {
  const { rows } = await sql<{ memberId: string; score: number; reached: Date }>`
    SELECT member_id AS "memberId", done + earned AS score, counted_at AS reached FROM member_levels
    WHERE community_id = ${communityId} AND present AND done + earned > 0 ORDER BY score DESC, reached, member_id
  `.execute(tx);
  return rows;
}
