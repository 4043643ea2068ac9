import { dayOf, formatDay, startOfDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { communityParams } from '#modules/communities/index.ts';
import { memberNames } from '#modules/members/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { sql } from 'kysely';
import { baseRank } from './base-rank.ts';
import { firstDayOf, monthOf } from './decide-level.ts';
import type { LevelServices } from './evaluate-levels.ts';
import { inCommunityOf, type Place } from './in-community.ts';
import { listLevels, readLevelRules } from './level-store.ts';
import {
  holdersQuery,
  holdersReply,
  ladderBody,
  type Level,
  levelFlowQuery,
  levelFlowReply,
  levelRunSchema,
  levelsReply,
  type LevelsReply,
  memberLevelParams,
  memberLevelReply,
  simulateBody,
  simulationReply,
} from './levels.contract.ts';
import { explainMemberLevel, readHolders } from './member-level.read-model.ts';
import { listRuns, type LevelRun } from './run-store.ts';
import { saveLadder } from './save-ladder.ts';
import { simulateLadder } from './simulate-ladder.ts';

export type LevelRoutesParts = LevelServices & {
  /** Asks that the levels of a community are brought up to date. */
  onLevelsChanged(community: { workspaceId: string; communityId: string }): void;
};

const LEVELS = '/api/v1/communities/:communityId/levels';

const presentRun = (run: LevelRun) => levelRunSchema.parse({ ...run, at: run.at.toISOString() });

/** Who stands where now; members without a row stand where nothing is asked. */
async function readDistribution(
  tx: Tx,
  communityId: string,
  levels: readonly Level[],
): Promise<LevelsReply['distribution']> {
  const { rows } = await sql<{ rank: number; members: number }>`
    SELECT rank, members FROM level_days WHERE community_id = ${communityId}
      AND day = (SELECT max(day) FROM level_days WHERE community_id = ${communityId})
  `.execute(tx);
  const of = new Map(rows.map(({ rank, members }) => [rank, members]));
  const ranks = levels.map(({ rank, id }) => ({ rank, levelId: id, members: of.get(rank) ?? 0 }));
  // Nobody is below a lowest level that asks for nothing.
  return baseRank(levels) > 0 ? ranks : [{ rank: 0, levelId: null, members: of.get(0) ?? 0 }, ...ranks];
}

async function readLevels(tx: Tx, { communityId, zone }: Place, now: number): Promise<LevelsReply> {
  const levels = await listLevels(tx, communityId);
  const { rules } = await readLevelRules(tx, communityId);
  const [lastRun] = await listRuns(tx, communityId, 1);
  const { rows } = await sql<{ grace: number }>`
    SELECT count(*)::int AS grace FROM member_levels
    WHERE community_id = ${communityId} AND present AND grace_since IS NOT NULL
  `.execute(tx);
  return {
    levels,
    rules,
    distribution: await readDistribution(tx, communityId, levels),
    onGrace: rows[0]!.grace,
    lastRun: lastRun ? presentRun(lastRun) : null,
    nextMonthly: firstDayOf(monthOf(formatDay(dayOf(now, zone))) + 1),
  };
}

/** Levels for operators: the ladder, its simulation, who stands where and how they came there. */
export function levelRoutes(parts: LevelRoutesParts): Route[] {
  const { database, clock } = parts;
  const inCommunity = inCommunityOf(database);
  return [
    route({
      id: 'levels.get',
      method: 'GET',
      path: LEVELS,
      summary: 'The levels with their standards, the rules, and how many members stand on each',
      params: communityParams,
      reply: levelsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, (tx, place) => readLevels(tx, place, clock.now())),
    }),
    route({
      id: 'levels.save',
      method: 'PUT',
      path: LEVELS,
      summary:
        'Write the levels and their rules anew; promotions follow at once, nobody is taken down before the month is over',
      params: communityParams,
      body: ladderBody,
      reply: levelsReply,
      async handle({ caller, params, body }) {
        const now = clock.now();
        const { reply, place } = await inCommunity(caller, params.communityId, async (tx, place) => {
          const { communityId } = place;
          await saveLadder(tx, { actor: caller, communityId, ladder: body, now: new Date(now) });
          return { reply: await readLevels(tx, place, now), place };
        });
        parts.onLevelsChanged(place);
        return reply;
      },
    }),
    route({
      id: 'levels.simulate',
      method: 'POST',
      path: `${LEVELS}/simulate`,
      summary: 'What other standards would make of today’s members; nothing is changed',
      params: communityParams,
      body: simulateBody,
      reply: simulationReply,
      async handle({ caller, params, body }) {
        const place = await inCommunity(caller, params.communityId, async (_, found) => found);
        return simulateLadder(parts, place, body);
      },
    }),
    flowRoute(parts),
    holdersRoute(parts),
    route({
      id: 'levels.of-member',
      method: 'GET',
      path: '/api/v1/communities/:communityId/members/:memberId/level',
      summary: 'Where a member stands and why, what the next level asks, and how they came here',
      params: memberLevelParams,
      reply: memberLevelReply,
      async handle({ caller, params }) {
        const place = await inCommunity(caller, params.communityId, async (_, found) => found);
        return explainMemberLevel(parts, place, params.memberId);
      },
    }),
  ];
}

const flowRoute = ({ database, clock }: LevelRoutesParts): Route =>
  route({
    id: 'levels.flow',
    method: 'GET',
    path: `${LEVELS}/flow`,
    summary: 'Members by level day by day, steps between levels, and what evaluations did',
    params: communityParams,
    query: levelFlowQuery,
    reply: levelFlowReply,
    handle: ({ caller, params, query }) =>
      inCommunityOf(database)(caller, params.communityId, async (tx, { communityId, zone }) => {
        const first = dayOf(clock.now(), zone) - query.days + 1;
        const days = await sql<{ day: string; ranks: { rank: number; members: number }[] }>`
          SELECT day, jsonb_agg(jsonb_build_object('rank', rank, 'members', members) ORDER BY rank) AS ranks
          FROM level_days WHERE community_id = ${communityId} AND day >= ${formatDay(first)}::date GROUP BY day ORDER BY day
        `.execute(tx);
        const moves = await sql<{ from: number; to: number; reason: string; members: number }>`
          SELECT from_rank AS "from", to_rank AS "to", reason, count(*)::int AS members FROM level_changes
          WHERE community_id = ${communityId} AND at >= ${new Date(startOfDay(first, zone))} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        `.execute(tx);
        return { days: days.rows, moves: moves.rows, runs: (await listRuns(tx, communityId, 30)).map(presentRun) };
      }),
  });

const CURSOR = /^\d{1,10}_[0-9a-f-]{36}$/;

const holdersRoute = ({ database }: LevelRoutesParts): Route =>
  route({
    id: 'levels.holders',
    method: 'GET',
    path: `${LEVELS}/holders`,
    summary: 'Who stands on a level, with the figures that put them there',
    params: communityParams,
    query: holdersQuery,
    reply: holdersReply,
    handle: ({ caller, params, query }) =>
      inCommunityOf(database)(caller, params.communityId, async (tx, { communityId }) => {
        const { cursor } = query;
        if (cursor !== undefined && !(CURSOR.test(cursor) && isId(cursor.split('_')[1]!)))
          throw new BadInput('this is no cursor', [{ where: '/cursor', what: 'is none that a page gave' }]);
        const { rows, next } = await readHolders(tx, communityId, query);
        const names = await memberNames(
          tx,
          rows.map(({ memberId }) => memberId),
        );
        return {
          holders: rows.map((row) => ({
            memberId: row.memberId,
            name: names.get(row.memberId) ?? '',
            rank: row.rank,
            figures: {
              growth: row.done + row.earned,
              contribution: row.contribution,
              activeDays: row.activeDays,
              quizzes: row.quizzes,
            },
            since: row.since.toISOString(),
            graceSince: row.graceSince,
          })),
          next,
        };
      }),
  });

/** Whether there is anything of this module that members see. */
export async function levelsInUse(tx: Tx, communityId: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    SELECT EXISTS (SELECT FROM levels WHERE community_id = ${communityId})
      OR EXISTS (SELECT FROM leaderboards WHERE community_id = ${communityId} AND shown)
      OR EXISTS (SELECT FROM badges WHERE community_id = ${communityId} AND enabled) AS used
  `.execute(tx);
  return rows[0]!.used;
}
