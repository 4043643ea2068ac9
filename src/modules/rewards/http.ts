import type { z } from 'zod';
import { dayOf, parseDay } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { BadInput } from '#kernel/errors.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { listLevels } from '#modules/levels/index.ts';
import { currencyOf } from '#modules/points/index.ts';
import { type FileStore, IMAGE_LIMITS, readUpload, type ScanFile } from '#platform/files/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { addCodes, changeReward, changeStock, createReward, removeCodes } from './change-reward.ts';
import { countCodes } from './code-store.ts';
import {
  addCodesQuery,
  addCodesReply,
  changeRewardBody,
  changeStockBody,
  codesReply,
  createRewardBody,
  removeCodesReply,
  rewardParams,
  rewardSchema,
  rewardsQuery,
  rewardsReply,
} from './contract.ts';
import { readFigures } from './figures.read-model.ts';
import { figuresQuery, figuresReply } from './orders.contract.ts';
import { orderRoutes } from './orders.http.ts';
import { CODE_LIMITS, readCodes } from './read-codes.ts';
import { getReward, listRewards } from './reward-store.ts';
import { setImage } from './set-image.ts';

export type RewardParts = { database: Database; fileStore: FileStore; scanFile: ScanFile; clock: Clock };

type Community = { id: string; zone: string };
/** Runs work in a community of the caller, in one transaction. */
export type InCommunity = <T>(
  caller: Caller,
  key: string,
  work: (tx: Tx, community: Community) => Promise<T>,
) => Promise<T>;

const REWARDS = '/api/v1/communities/:communityId/rewards';
const ONE = `${REWARDS}/:rewardId`;
const MOST_DAYS = 400;
const SHOWN_DAYS = 28;

/** The shop for operators: rewards, stock, codes, orders and figures. */
export function rewardsRoutes(parts: RewardParts): Route[] {
  const inCommunity: InCommunity = (caller, key, work) =>
    parts.database.inWorkspace(caller.workspaceId, async (tx) => work(tx, await getCommunity(tx, key)));
  return [
    ...rewardRoutes(inCommunity),
    ...imageRoutes(parts, inCommunity),
    ...codeRoutes(parts, inCommunity),
    figuresRoute(parts, inCommunity),
    ...orderRoutes(parts, inCommunity),
  ];
}

const rewardRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'rewards.list',
    method: 'GET',
    path: REWARDS,
    summary: 'The rewards of the shop, with what is left of each',
    params: communityParams,
    query: rewardsQuery,
    reply: rewardsReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, async (tx, { id, zone }) => ({
        zone,
        currency: await presentCurrency(tx, id),
        levels: (await listLevels(tx, id)).map((level) => ({ id: level.id, name: level.name })),
        rewards: await listRewards(tx, id, query),
      })),
  }),
  route({
    id: 'rewards.get',
    method: 'GET',
    path: ONE,
    summary: 'One reward',
    params: rewardParams,
    reply: rewardSchema,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { id }) => getReward(tx, id, params.rewardId)),
  }),
  route({
    id: 'rewards.create',
    method: 'POST',
    path: REWARDS,
    summary: 'Put a reward into the shop',
    params: communityParams,
    body: createRewardBody,
    reply: rewardSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { id: communityId }) =>
        createReward(tx, { actor: caller, communityId, body }),
      ),
  }),
  route({
    id: 'rewards.change',
    method: 'PATCH',
    path: ONE,
    summary: 'Change a reward; orders that were made stay as they are',
    params: rewardParams,
    body: changeRewardBody,
    reply: rewardSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { id: communityId }) =>
        changeReward(tx, { actor: caller, communityId, id: params.rewardId, body }),
      ),
  }),
  route({
    id: 'rewards.change-stock',
    method: 'POST',
    path: `${ONE}/stock`,
    summary: 'Put units into the stock, or take some off',
    params: rewardParams,
    body: changeStockBody,
    reply: rewardSchema,
    handle: ({ caller, params, body: { by } }) =>
      inCommunity(caller, params.communityId, (tx, { id: communityId }) =>
        changeStock(tx, { actor: caller, communityId, id: params.rewardId, by }),
      ),
  }),
];

/** What points are called, as pages show it. */
export async function presentCurrency(tx: Tx, communityId: string): Promise<{ zh: string; en: string }> {
  const { name, nameEn } = await currencyOf(tx, communityId);
  return { zh: name, en: nameEn };
}

const imageRoutes = (parts: RewardParts, inCommunity: InCommunity): Route[] => {
  const change = async (
    caller: Caller,
    params: z.output<typeof rewardParams>,
    read: () => Promise<Buffer | null>,
  ): Promise<z.output<typeof rewardSchema>> => {
    // Before the picture is read, so that a reward of others costs nothing.
    const communityId = await inCommunity(caller, params.communityId, async (tx, { id }) => {
      await getReward(tx, id, params.rewardId);
      return id;
    });
    return setImage(parts, { actor: caller, communityId, id: params.rewardId }, await read());
  };
  return [
    route({
      id: 'rewards.set-image',
      method: 'PUT',
      path: `${ONE}/image`,
      summary: 'Give a reward a picture (multipart, one picture)',
      params: rewardParams,
      bodyKind: 'multipart',
      rateLimit: { max: 60, perSeconds: 60 },
      reply: rewardSchema,
      handle: ({ caller, params, request }) =>
        change(caller, params, () => readUpload(request, { most: IMAGE_LIMITS.bytes, scanFile: parts.scanFile })),
    }),
    route({
      id: 'rewards.remove-image',
      method: 'DELETE',
      path: `${ONE}/image`,
      summary: 'Take the picture of a reward away',
      params: rewardParams,
      reply: rewardSchema,
      handle: ({ caller, params }) => change(caller, params, async () => null),
    }),
  ];
};

const codeRoutes = ({ clock, scanFile }: RewardParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'rewards.codes',
    method: 'GET',
    path: `${ONE}/codes`,
    summary: 'How many codes of a coupon are there to give',
    params: rewardParams,
    reply: codesReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { id }) => {
        await getReward(tx, id, params.rewardId);
        return countCodes(tx, params.rewardId);
      }),
  }),
  route({
    id: 'rewards.add-codes',
    method: 'POST',
    path: `${ONE}/codes`,
    summary: 'Put the codes of a CSV file in (multipart, one file), or with keep=false see what would be taken',
    params: rewardParams,
    query: addCodesQuery,
    bodyKind: 'multipart',
    rateLimit: { max: 60, perSeconds: 60 },
    reply: addCodesReply,
    async handle({ caller, params, query: { keep }, request }) {
      await inCommunity(caller, params.communityId, (tx, { id }) => getReward(tx, id, params.rewardId));
      const list = readCodes(await readUpload(request, { most: CODE_LIMITS.bytes, scanFile }));
      const now = new Date(clock.now());
      return inCommunity(caller, params.communityId, (tx, { id: communityId }) =>
        addCodes(tx, { actor: caller, communityId, id: params.rewardId, list, keep, now }),
      );
    },
  }),
  route({
    id: 'rewards.remove-codes',
    method: 'DELETE',
    path: `${ONE}/codes`,
    summary: 'Take away all codes that nobody was given',
    params: rewardParams,
    reply: removeCodesReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { id: communityId }) =>
        removeCodes(tx, { actor: caller, communityId, id: params.rewardId }),
      ),
  }),
];

const figuresRoute = ({ clock }: RewardParts, inCommunity: InCommunity): Route =>
  route({
    id: 'rewards.figures',
    method: 'GET',
    path: '/api/v1/communities/:communityId/reward-figures',
    summary: 'How the shop did in a period: orders, points spent, redemption rate',
    params: communityParams,
    query: figuresQuery,
    reply: figuresReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, community) => {
        const to = query.to === undefined ? dayOf(clock.now(), community.zone) : parseDay(query.to)!;
        const from = query.from === undefined ? to - SHOWN_DAYS + 1 : parseDay(query.from)!;
        if (from > to || to - from >= MOST_DAYS)
          throw new BadInput(`a period has from 1 to ${MOST_DAYS} days`, [
            { where: '/query/from', what: 'lies after to, or too far before it' },
          ]);
        return readFigures(tx, community, { from, to });
      }),
  });
