import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { cancelOrder, cancelOwnOrder, shipOrder } from './change-order.ts';
import { changeStock } from './change-reward.ts';
import type { Reward } from './contract.ts';
import { createRedeem } from './redeem.ts';
import { NOW, openShop } from './testing/shop.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const MEMBERS = 4;
const REWARDS = 3;
const member = fc.nat(MEMBERS - 1);
const reward = fc.nat(REWARDS - 1);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('redeem' as const),
      wishes: fc.array(fc.tuple(member, reward), { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), order: fc.nat(), own: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ship' as const), order: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stock' as const), reward, by: fc.integer({ min: -3, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('codes' as const), count: fc.integer({ min: 1, max: 3 }) }) },
);

it('is whole after any sequence: ledger, stock, limits, and every order paid for once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const shop = await openShop(database, MEMBERS, 60);
      const redeem = createRedeem(database);
      const rewards: Reward[] = [
        await shop.reward({ kind: 'service', stock: 4, limit: { count: 2, period: 'ever' } }),
        await shop.reward({ kind: 'coupon', price: 7 }),
        await shop.reward({ kind: 'benefit', price: 0, stock: 3 }),
      ];
      const orders: { id: string; memberId: string }[] = [];
      let codes = 0;
      const { communityId, actor } = shop;
      const now = new Date(NOW);
      for (const one of steps) {
        const work = async (): Promise<unknown> => {
          if (one.do === 'redeem')
            return Promise.allSettled(
              one.wishes.map(async ([who, what]) => {
                const claim = shop.claim(rewards[what]!, who);
                const { orderId: id } = await redeem(shop.ids, claim);
                orders.push({ id, memberId: claim.memberId });
              }),
            );
          if (one.do === 'stock')
            return shop.inShop((tx) =>
              changeStock(tx, { actor, communityId, id: rewards[one.reward]!.id, by: one.by }),
            );
          if (one.do === 'codes')
            return shop.addCodes(
              rewards[1]!.id,
              Array.from({ length: one.count }, () => `code ${codes++}`),
            );
          const order = orders[one.order % Math.max(1, orders.length)];
          if (!order) return undefined;
          const of = { communityId, id: order.id, now };
          if (one.do === 'ship')
            return shop.inShop((tx) => shipOrder(tx, { ...of, actor, body: { carrier: '', tracking: '', note: '' } }));
          return shop.inShop((tx) =>
            one.own
              ? cancelOwnOrder(tx, { ...of, memberId: order.memberId })
              : cancelOrder(tx, { ...of, actor, reason: '' }),
          );
        };
        await work().catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        });
        const { entries, wrong, spent, refunded, standing, balances } = await shop.books();
        expect({ entries, wrong, paid: spent - refunded, balances }).toEqual({
          entries: 0,
          wrong: 0,
          paid: standing,
          balances: MEMBERS * 60 - standing,
        });
      }
    }),
    { numRuns: 12 },
  );
});
