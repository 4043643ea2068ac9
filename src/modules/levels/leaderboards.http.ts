import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';
import { communityParams, listGroups } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type EventStream, type EventStreams, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { addBoard } from './add-honours.ts';
import { inCommunityOf } from './in-community.ts';
import {
  boardBody,
  boardParams,
  boardSchema,
  boardsReply,
  placesQuery,
  placesReply,
  type WrittenBoard,
} from './leaderboards.contract.ts';
import { getBoard, listBoards, removeBoard, writeBoard } from './leaderboard-store.ts';
import type { Leaderboards } from './leaderboards.ts';

export type BoardRoutesParts = { database: Database; streams: EventStreams; leaderboards: Leaderboards };

const BOARDS = '/api/v1/communities/:communityId/leaderboards';
const ONE = `${BOARDS}/:boardId`;
/** How often an open page is compared with what there is. Milliseconds. */
const LOOK_EVERY = 2_000;

async function checkBoard(tx: Tx, communityId: string, { groupId }: WrittenBoard): Promise<void> {
  if (groupId !== null && !(await listGroups(tx, communityId)).some(({ id }) => id === groupId))
    throw new BadInput('the group is not there', [{ where: '/groupId', what: 'is no group of this community' }]);
}

/** Sends what `look` gives, now and whenever it is another, until the reader is gone. */
export async function follow(stream: EventStream, look: () => Promise<object>): Promise<void> {
  for (let last = ''; !stream.signal.aborted;) {
    // A board that is gone, a database that is away: who comes back is told by a status.
    const found = await look().catch(() => undefined);
    if (!found) break;
    const text = JSON.stringify(found);
    if (text !== last) stream.send('places', found);
    last = text;
    await sleep(LOOK_EVERY, undefined, { signal: stream.signal }).catch(() => undefined);
  }
  stream.close();
}

/** Leaderboards for operators: which there are, and who stands where. */
export const boardRoutes = (parts: BoardRoutesParts): Route[] => [...writingRoutes(parts), ...placeRoutes(parts)];

function writingRoutes({ database }: BoardRoutesParts): Route[] {
  const inCommunity = inCommunityOf(database);
  return [
    route({
      id: 'leaderboards.list',
      method: 'GET',
      path: BOARDS,
      summary: 'The leaderboards in their order',
      params: communityParams,
      reply: boardsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => ({
          boards: await listBoards(tx, communityId),
        })),
    }),
    route({
      id: 'leaderboards.create',
      method: 'POST',
      path: BOARDS,
      summary: 'Make a leaderboard of any figure, period, group or of teams',
      params: communityParams,
      body: boardBody,
      reply: boardSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          await checkBoard(tx, communityId, body);
          return addBoard(tx, { actor: caller, communityId, now: 0 }, body);
        }),
    }),
    route({
      id: 'leaderboards.update',
      method: 'PUT',
      path: ONE,
      summary: 'Change a leaderboard',
      params: boardParams,
      body: boardBody,
      reply: boardSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const { boardId } = params;
          const before = await getBoard(tx, communityId, boardId);
          await checkBoard(tx, communityId, body);
          await writeBoard(tx, communityId, { ...body, id: boardId });
          const after = await getBoard(tx, communityId, boardId);
          const subject = { kind: 'leaderboard', id: boardId, label: body.name };
          await recordChange(tx, caller, { action: 'leaderboards.update', subject, communityId, before, after });
          return after;
        }),
    }),
    route({
      id: 'leaderboards.delete',
      method: 'DELETE',
      path: ONE,
      summary: 'Take a leaderboard away',
      params: boardParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const before = await getBoard(tx, communityId, params.boardId);
          await removeBoard(tx, before.id);
          const subject = { kind: 'leaderboard', id: before.id, label: before.name };
          await recordChange(tx, caller, { action: 'leaderboards.delete', subject, communityId, before });
          return undefined;
        }),
    }),
  ];
}

function placeRoutes({ database, streams, leaderboards }: BoardRoutesParts): Route[] {
  const askedBy = (caller: Caller, { communityId, boardId }: { communityId: string; boardId: string }) =>
    inCommunityOf(database)(caller, communityId, async (tx, place) => {
      const board = await getBoard(tx, place.communityId, boardId);
      return { place, asked: await leaderboards.ask(tx, place.communityId, board) };
    });
  return [
    route({
      id: 'leaderboards.places',
      method: 'GET',
      path: `${ONE}/places`,
      summary: 'Places of a period, with the day up to which they are counted',
      params: boardParams,
      query: placesQuery,
      reply: placesReply,
      async handle({ caller, params, query }) {
        const { place, asked } = await askedBy(caller, params);
        return leaderboards.places(place, asked, query);
      },
    }),
    route({
      id: 'leaderboards.stream',
      method: 'GET',
      path: `${ONE}/stream`,
      summary: 'The first fifty places, as server-sent events: now and whenever they change',
      params: boardParams,
      reply: 'stream',
      async handle({ caller, params, request, response }) {
        await askedBy(caller, params);
        await follow(streams.open(request, response), async () => {
          const { place, asked } = await askedBy(caller, params);
          return leaderboards.places(place, asked, { from: 0, limit: 50, back: 0 });
        });
      },
    }),
  ];
}
