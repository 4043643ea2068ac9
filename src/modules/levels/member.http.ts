import { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { asMember } from '#modules/member-access/index.ts';
import { type Caller, type EventStreams, memberOf, type Route, route } from '#platform/http/index.ts';
import { readMemberBadges } from './badges.http.ts';
import { memberBadgesReply } from './badges.contract.ts';
import { memberBenefitsReply } from './benefits.contract.ts';
import { entitlementsOf } from './entitlements-of.ts';
import type { LevelServices } from './evaluate-levels.ts';
import {
  boardsReply,
  memberBoardParams,
  memberPlacesReply,
  type MemberPlacesReply,
  optOutBody,
  placesQuery,
} from './leaderboards.contract.ts';
import { follow } from './leaderboards.http.ts';
import { getBoard, listBoards, setOptOut } from './leaderboard-store.ts';
import type { Leaderboards, Page } from './leaderboards.ts';
import { memberLevelReply } from './levels.contract.ts';
import { explainMemberLevel } from './member-level.read-model.ts';

export type LevelMemberParts = Pick<LevelServices, 'database' | 'engine' | 'clock'> & {
  streams: EventStreams;
  leaderboards: Leaderboards;
};

const BOARDS = '/api/m/v1/leaderboards';

/** A member's own level, benefits, badges, and the leaderboards that they may see. */
export const levelsMemberRoutes = (parts: LevelMemberParts): Route[] => [...ownRoutes(parts), ...boardRoutes(parts)];

function ownRoutes(parts: LevelMemberParts): Route[] {
  const { clock } = parts;
  const inWork = asMember(parts);
  return [
    route({
      id: 'm.levels.mine',
      method: 'GET',
      path: '/api/m/v1/level',
      summary: 'My level, why I am on it, and how to the next',
      reply: memberLevelReply,
      handle: ({ caller }) => {
        const member = memberOf(caller);
        return explainMemberLevel(parts, member, member.memberId);
      },
    }),
    route({
      id: 'm.levels.benefits',
      method: 'GET',
      path: '/api/m/v1/benefits',
      summary: 'What I may use now, how much is left of it, and what I have from which level on',
      reply: memberBenefitsReply,
      handle: ({ caller }) =>
        inWork(caller, (tx, { communityId, memberId }) =>
          entitlementsOf(tx, { communityId, memberId, now: clock.now() }),
        ),
    }),
    route({
      id: 'm.levels.badges',
      method: 'GET',
      path: '/api/m/v1/badges',
      summary: 'The badges that I have, and those that there are',
      reply: memberBadgesReply,
      handle: ({ caller }) =>
        inWork(caller, (tx, { communityId, memberId }) => readMemberBadges(tx, communityId, memberId)),
    }),
  ];
}

function boardRoutes(parts: LevelMemberParts): Route[] {
  const { clock, streams } = parts;
  const inWork = asMember(parts);
  return [
    route({
      id: 'm.levels.boards',
      method: 'GET',
      path: BOARDS,
      summary: 'The leaderboards that members see',
      reply: boardsReply,
      handle: ({ caller }) =>
        inWork(caller, async (tx, { communityId }) => ({ boards: await listBoards(tx, communityId, { shown: true }) })),
    }),
    route({
      id: 'm.levels.places',
      method: 'GET',
      path: `${BOARDS}/:boardId`,
      summary: 'The places of a leaderboard, and mine',
      params: memberBoardParams,
      query: placesQuery,
      reply: memberPlacesReply,
      handle: async ({ caller, params, query }) => (await lookerOf(parts, caller, params.boardId))(query),
    }),
    route({
      id: 'm.levels.places-stream',
      method: 'GET',
      path: `${BOARDS}/:boardId/stream`,
      summary: 'The first fifty places and mine, as server-sent events: now and whenever they change',
      params: memberBoardParams,
      reply: 'stream',
      async handle({ caller, params, request, response }) {
        const look = await lookerOf(parts, caller, params.boardId);
        await follow(streams.open(request, response), () => look({ from: 0, limit: 50, back: 0 }));
      },
    }),
    route({
      id: 'm.levels.set-opt-out',
      method: 'PUT',
      path: `${BOARDS}/opt-out`,
      summary: 'Be seen on leaderboards, or not',
      body: optOutBody,
      reply: z.undefined(),
      handle: ({ caller, body }) =>
        inWork(caller, async (tx, { communityId, memberId }) => {
          await setOptOut(tx, communityId, { memberId, optedOut: body.optedOut, at: new Date(clock.now()) });
          return undefined;
        }),
    }),
  ];
}

/** Gives what looks at a board as this member sees it. NotFound for one that members do not see. */
async function lookerOf(
  { database, leaderboards }: LevelMemberParts,
  caller: Caller,
  boardId: string,
): Promise<(page: Page) => Promise<MemberPlacesReply>> {
  const { workspaceId, communityId, memberId } = memberOf(caller);
  const ask = () =>
    database.inWorkspace(workspaceId, async (tx) => {
      const board = await getBoard(tx, communityId, boardId);
      if (!board.shown) throw new NotFound('the leaderboard');
      const { zone } = await getCommunity(tx, communityId);
      return { zone, asked: await leaderboards.ask(tx, communityId, board) };
    });
  // Before anything is sent: who may not see it is told so.
  let first: Awaited<ReturnType<typeof ask>> | undefined = await ask();
  return async (page) => {
    const { zone, asked } = first ?? (await ask());
    first = undefined;
    const { look, shown } = await leaderboards.page({ workspaceId, communityId, zone }, asked, page);
    const mine = look.standings.placeOf(memberId);
    const before = mine && mine.place > 0 ? look.standings.page(mine.place - 1, 1)[0] : undefined;
    return {
      ...shown,
      rows: shown.rows.map(({ memberId: id, ...row }) => ({ ...row, me: id === memberId })),
      mine: mine ? { rank: mine.rank, score: mine.score } : null,
      ahead: mine && before ? before.score - mine.score : null,
      optedOut: asked.optedOut.includes(memberId),
    };
  };
}
