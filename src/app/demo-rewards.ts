import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { balancesOf } from '#modules/points/index.ts';
import {
  addCodes,
  createReward,
  createRewardBody,
  finishOrder,
  listRewards,
  type NewReward,
  shipOrder,
} from '#modules/rewards/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

const DAY_MS = 86_400_000;
const CODES = 40;
const ORDERS = 24;

const REWARDS: readonly NewReward[] = [
  {
    kind: 'goods',
    name: '「读到一起去」帆布袋',
    description: '厚帆布，装得下三本精装书。印着我们的口号。',
    price: 60,
    stock: 60,
    limit: { count: 2, period: 'ever' },
  },
  {
    kind: 'coupon',
    name: '店内 20 元书券',
    description: '满 60 元可用，特价书除外。',
    howToUse: '结账时把券码给店员看，每单用一张。',
    price: 40,
    limit: { count: 1, period: 'month' },
    validDays: 60,
  },
  {
    kind: 'benefit',
    name: '新书优先借阅 30 天',
    description: '新到的书先留给你三天。',
    howToUse: '在群里说书名和「优先借阅」，店员帮你留。',
    price: 30,
    validDays: 30,
  },
  {
    kind: 'service',
    name: '店长荐书 30 分钟',
    description: '坐下来聊聊你最近读的，带走一张只属于你的书单。',
    howToUse: '店长会在三天内和你约时间。',
    price: 80,
    stock: 8,
    limit: { count: 1, period: 'month' },
  },
  { kind: 'goods', name: '作者签名本（限量）', description: '上个月分享会的签名本，只有五本。', price: 50, stock: 5 },
  { kind: 'goods', name: '年度读书手账', description: '正在印，下个月上架。', price: 70, stock: 100, state: 'draft' },
];

const ADDRESS = {
  name: '王书友',
  phone: '13800000000',
  region: '浙江省杭州市西湖区',
  street: '文三路 1 号',
  postcode: '',
};

/**
 * A shop, and what those with the most points have redeemed in the last weeks, by the module's own commands. A load that was
 * cut off goes on: a shop that is there stays, and the same requests are the same orders.
 */
export async function demoRewards(services: Services, ids: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const made = await database.inWorkspace(ids.workspaceId, async (tx) => {
    const known = await listRewards(tx, ids.communityId, { archived: true });
    const rewards = known.length > 0 ? known : await stockShop(tx, ids, clock.now());
    return { rewards, buyers: await richest(tx, ids.communityId) };
  });
  const open = made.rewards.filter(({ state }) => state === 'open');
  for (let at = 0; at < ORDERS && made.buyers.length > 0; at += 1) {
    const reward = open[(at * 7) % open.length]!;
    const claim = {
      rewardId: reward.id,
      memberId: made.buyers[at % made.buyers.length]!,
      key: `demo-${at}`,
      price: reward.price,
      now: clock.now() - (ORDERS - at) * 0.8 * DAY_MS,
      ...(reward.kind === 'goods' && { address: ADDRESS }),
    };
    const order = await services.redeem(ids, claim).catch((error: unknown) => {
      // Who has spent theirs, or is at a limit, goes without.
      if (error instanceof AppError) return undefined;
      throw error;
    });
    if (order && at < ORDERS / 2)
      await handle(services, ids, { id: order.orderId, goods: reward.kind === 'goods', at });
  }
}

async function stockShop(tx: Tx, { workspaceId, communityId }: CommunityIds, now: number) {
  const actor = systemCaller(workspaceId);
  const made = [];
  for (const [position, reward] of REWARDS.entries()) {
    const body = createRewardBody.parse({ state: 'open', ...reward, position });
    made.push(await createReward(tx, { actor, communityId, body }));
  }
  const coupon = made.find(({ kind }) => kind === 'coupon')!;
  const codes = Array.from({ length: CODES }, (_, at) => `BOOK-${String(at * 7919 + 100_003)}`);
  const list = { lines: codes.length, codes, repeated: 0, refused: [] };
  await addCodes(tx, { actor, communityId, id: coupon.id, list, keep: true, now: new Date(now) });
  return made;
}

/** Those with the most points, richest first. */
async function richest(tx: Tx, communityId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM members WHERE community_id = ${communityId} AND person_id IS NULL ORDER BY id LIMIT 5000
  `.execute(tx);
  const balances = [
    ...(await balancesOf(
      tx,
      rows.map(({ id }) => id),
    )),
  ].filter(([, balance]) => balance > 0);
  return balances
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, ORDERS / 2)
    .map(([id]) => id);
}

async function handle(
  { database, clock }: Services,
  { workspaceId, communityId }: CommunityIds,
  { id, goods, at }: { id: string; goods: boolean; at: number },
): Promise<void> {
  const changing = { actor: systemCaller(workspaceId), communityId, id, now: new Date(clock.now() - DAY_MS) };
  await database
    .inWorkspace(workspaceId, async (tx) => {
      if (goods) await shipOrder(tx, { ...changing, body: { carrier: '顺丰', tracking: `SF10${at}7731`, note: '' } });
      if (!goods || at % 2 === 0) await finishOrder(tx, changing);
    })
    .catch((error: unknown) => {
      // What is done at once has nothing left to do.
      if (!(error instanceof AppError)) throw error;
    });
}
