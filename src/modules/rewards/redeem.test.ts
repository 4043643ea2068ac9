import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { forgetNames } from '#kernel/forget-names.ts';
import { mergeMembers } from '#modules/members/index.ts';
import { erasePointsOf } from '#modules/points/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { asSuperuser, testDatabase } from '#testkit/database.ts';
import { cancelOrder } from './change-order.ts';
import type { Reward } from './contract.ts';
import { eraseRewardsOf } from './erase-rewards.ts';
import type { Address } from './orders.contract.ts';
import { type Claim, createRedeem, redeemMany } from './redeem.ts';
import { watchSteps } from '#testkit/pool-steps.ts';
import { NOW, openShop, type Shop } from './testing/shop.ts';

let database: Database;
let shop: Shop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await openShop(database, 260);
});
afterAll(() => database.close());

const redeemAll = async (claims: readonly Claim[], redeem = createRedeem(database), of = shop) => {
  const settled = await Promise.allSettled(claims.map((claim) => redeem(of.ids, claim)));
  return settled.map((one) => (one.status === 'fulfilled' ? one.value.orderId : String(one.reason.code)));
};
const won = (answers: readonly string[]) => answers.filter((answer) => answer.includes('-'));
const whole = async (of = shop) => {
  const { entries, wrong, spent, refunded, standing } = await of.books();
  expect({ entries, wrong, paid: spent - refunded }).toEqual({ entries: 0, wrong: 0, paid: standing });
};
const ADDRESS: Address = { name: 'Lin', phone: '13800000000', region: 'Hangzhou', street: 'West Lake 1', postcode: '' };

describe('redeeming', () => {
  it('answers the same request fifty times with one order', async () => {
    const reward = await shop.reward({ stock: 10 });
    const claim = shop.claim(reward, 0);
    const before = await shop.books();
    const answers = await redeemAll(Array.from({ length: 50 }, () => claim));
    expect(new Set(answers).size).toBe(1);
    expect(await createRedeem(database)(shop.ids, claim)).toEqual({ orderId: answers[0], repeated: true });
    expect((await shop.look(reward.id)).taken).toBe(1);
    expect((await shop.books()).balances).toBe(before.balances - 10);
    const other = await shop.reward();
    expect(await redeemAll([{ ...claim, rewardId: other.id }])).toEqual(['key_used']);
    await whole();
  });

  it('gives the last item to one of 200 and tells the others at once', async () => {
    const reward = await shop.reward({ stock: 1 });
    const answers = await redeemAll(Array.from({ length: 200 }, (_, at) => shop.claim(reward, at)));
    expect(won(answers)).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'sold_out')).toHaveLength(199);
    await whole();
  });

  it('refuses who has too little alone, and what they would have taken goes to the next', async () => {
    const poor = await openShop(database, 6, 0);
    await poor.give(poor.memberIds.slice(2), 10);
    const reward = await poor.reward({ stock: 2 });
    const answers = await redeemAll(
      [0, 1, 2, 3, 4, 5].map((member) => poor.claim(reward, member)),
      undefined,
      poor,
    );
    expect(answers.map((answer) => (answer.includes('-') ? 'order' : answer))).toEqual([
      'not_enough_points',
      'not_enough_points',
      'order',
      'order',
      'sold_out',
      'sold_out',
    ]);
    expect(await poor.books()).toMatchObject({ entries: 0, balances: 20, spent: 20, standing: 20 });
  });

  it('does not take what somebody has paid with away again when a unit of something else gets free', async () => {
    const two = await openShop(database, 2, 0);
    await two.give(two.memberIds.slice(1), 10);
    const [one, other] = [await two.reward({ stock: 1 }), await two.reward()];
    // The first of one has no points; the second has enough for one of both, and the other is paid for by then.
    const claims = [two.claim(one, 0), two.claim(one, 1), two.claim(other, 1)];
    const answers = await redeemAll(claims, undefined, two);
    expect(answers.slice(0, 2)).toEqual(['not_enough_points', 'not_enough_points']);
    expect(await two.countOrders(other.id)).toBe(1);
    expect(await two.books()).toMatchObject({ entries: 0, balances: 0, spent: 10, standing: 10, wrong: 0 });
  });

  it('counts what one member asks for in the same batch: points and limit', async () => {
    const reward = await shop.reward({ price: 30 });
    const three = await redeemAll([1, 2, 3, 4].map(() => shop.claim(reward, 250)));
    expect(three.map((answer) => answer.includes('-'))).toEqual([true, true, true, false]);
    expect(three[3]).toBe('not_enough_points');
    const one = await shop.reward({ limit: { count: 1, period: 'ever' } });
    expect((await redeemAll([1, 2].map(() => shop.claim(one, 251))))[1]).toBe('limit_reached');
  });

  it('counts limits per local day, over midnight and over a change of the clocks', async () => {
    const berlin = await openShop(database, 1, 1000, 'Europe/Berlin');
    const reward = await berlin.reward({ limit: { count: 1, period: 'day' } });
    const at = async (iso: string) =>
      (await redeemAll([berlin.claim(reward, 0, { now: Date.parse(iso) })], undefined, berlin))[0]!;
    // 29 March 2026 has 23 hours there: from 23:00 UTC the day before to 22:00 UTC.
    expect(await at('2026-03-28T22:59:59Z')).toContain('-');
    expect(await at('2026-03-28T23:00:00Z')).toContain('-');
    expect(await at('2026-03-29T21:59:59Z')).toBe('limit_reached');
    expect(await at('2026-03-29T22:00:00Z')).toContain('-');
    // 25 October has 25 hours.
    expect(await at('2026-10-24T22:00:00Z')).toContain('-');
    expect(await at('2026-10-25T22:59:59Z')).toBe('limit_reached');
    expect(await at('2026-10-25T23:00:00Z')).toContain('-');
  });

  it('keeps to the window, the price that was confirmed, the state and the address', async () => {
    const opensAt = new Date(NOW).toISOString();
    const closesAt = new Date(NOW + 1000).toISOString();
    const reward = await shop.reward({ opensAt, closesAt });
    const ask = async (of: Reward, fields: Partial<Claim>) => (await redeemAll([shop.claim(of, 1, fields)]))[0]!;
    expect(await ask(reward, { now: NOW - 1 })).toBe('not_yet');
    expect(await ask(reward, { now: NOW })).toContain('-');
    expect(await ask(reward, { now: NOW + 1000 })).toBe('over');
    expect(await ask(reward, { price: 9 })).toBe('price_changed');
    expect(await ask(await shop.reward({ state: 'closed' }), {})).toBe('not_open');
    expect(await ask({ ...reward, id: newId() }, {})).toBe('not_found');
    const goods = await shop.reward({ kind: 'goods' });
    expect(await ask(goods, {})).toBe('address_needed');
    expect(await ask(reward, { address: ADDRESS })).toBe('no_address_needed');
    expect(await ask(goods, { address: ADDRESS })).toContain('-');
    expect(await ask(await shop.reward({ levelId: null, price: 0 }), {})).toContain('-');
    await whole();
  });

  it('asks for the level, and lets nobody in through a level that is gone', async () => {
    const [low, high] = [newId(), newId()];
    await shop.inShop(async (tx) => {
      for (const [id, rank] of [
        [low, 1],
        [high, 2],
      ] as const)
        await sql`INSERT INTO levels (id, workspace_id, community_id, rank, name, name_en, colour, icon, growth, contribution,
            active_days, quizzes) VALUES (${id}, qunluo_workspace(), ${shop.communityId}, ${rank}, 'L', '', '#112233',
            'star', ${rank === 1 ? 0 : 100}, 0, 0, 0)`.execute(tx);
    });
    const [forAll, forHigh] = [await shop.reward({ levelId: low }), await shop.reward({ levelId: high })];
    expect((await redeemAll([shop.claim(forAll, 2)]))[0]).toContain('-');
    expect(await redeemAll([shop.claim(forHigh, 2)])).toEqual(['level_too_low']);
    await shop.inShop(async (tx) => {
      await sql`UPDATE rewards SET level_id = ${newId()} WHERE id = ${forAll.id}`.execute(tx);
    });
    expect(await redeemAll([shop.claim(forAll, 2)])).toEqual(['level_too_low']);
  });

  it('counts the orders of everybody that a person is', async () => {
    const reward = await shop.reward({ limit: { count: 1, period: 'ever' } });
    const [a, b] = [shop.memberIds[240]!, shop.memberIds[241]!];
    expect((await redeemAll([shop.claim(reward, 241)]))[0]).toContain('-');
    await shop.inShop((tx) => mergeMembers(tx, { communityId: shop.communityId, intoId: a, memberId: b }));
    expect(await redeemAll([shop.claim(reward, 240)])).toEqual(['limit_reached']);
  });

  it('gives each coupon its own code, in order, and never one again after a cancellation', async () => {
    const coupon = await shop.reward({ kind: 'coupon' });
    await shop.addCodes(coupon.id, ['A', 'B', 'C']);
    const answers = await redeemAll([10, 11, 12, 13].map((member) => shop.claim(coupon, member)));
    expect(answers[3]).toBe('sold_out');
    const codeOf = async (orderId: string) =>
      shop.inShop(
        async (tx) =>
          (await sql<{ code: string }>`SELECT code FROM reward_codes WHERE order_id = ${orderId}`.execute(tx)).rows[0]
            ?.code,
      );
    expect(await Promise.all(answers.slice(0, 3).map(codeOf))).toEqual(['A', 'B', 'C']);
    const { actor, communityId } = shop;
    await shop.inShop((tx) => cancelOrder(tx, { actor, communityId, id: answers[0]!, reason: '', now: new Date(NOW) }));
    expect(await redeemAll([shop.claim(coupon, 13)])).toEqual(['sold_out']);
    await shop.addCodes(coupon.id, ['D', 'B']);
    const again = await redeemAll([13, 14].map((member) => shop.claim(coupon, member)));
    expect([await codeOf(again[0]!), again[1]]).toEqual(['D', 'sold_out']);
    const take = shop.inShop((tx) => sql`UPDATE reward_codes SET order_id = ${again[0]} WHERE code = 'A'`.execute(tx));
    await expect(take).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
    await whole();
  });

  it('can be cancelled when its member was erased: the stock comes back, and the points to nobody', async () => {
    const { actor, communityId } = shop;
    const reward = await shop.reward({ stock: 1 });
    const [id] = await redeemAll([shop.claim(reward, 250)]);
    await shop.inShop(async (tx) => {
      await sql`DELETE FROM members WHERE id = ${shop.memberIds[250]!}`.execute(tx);
      const nobody = forgetNames(new Map(), [], '—');
      await erasePointsOf(tx, communityId, nobody);
      await eraseRewardsOf(tx, communityId, nobody);
    });
    const before = await shop.books();
    await shop.inShop((tx) => cancelOrder(tx, { actor, communityId, id: id!, reason: '', now: new Date(NOW) }));
    expect((await shop.look(reward.id)).taken).toBe(0);
    expect((await shop.books()).balances).toBe(before.balances);
    await whole();
  });

  it('cannot oversell nor exceed a limit, whatever a statement tries', async () => {
    const reward = await shop.reward({ stock: 2, limit: { count: 1, period: 'ever' } });
    const put = (members: number[]) =>
      shop.inShop((tx) =>
        sql`INSERT INTO reward_orders (id, workspace_id, community_id, reward_id, member_id, request_key, price, state,
              ordered_at, changed_at)
            SELECT gen_random_uuid(), qunluo_workspace(), ${shop.communityId}, ${reward.id}, id, gen_random_uuid()::text, 0,
              'done', now(), now() FROM unnest(${members.map((at) => shop.memberIds[at]!)}::uuid[]) AS of (id)`.execute(
          tx,
        ),
      );
    await expect(put([20, 21, 22])).rejects.toMatchObject({ constraint: 'reward_stock' });
    await expect(put([20, 20])).rejects.toMatchObject({ constraint: 'reward_limit' });
    await put([20]);
    await expect(put([20])).rejects.toMatchObject({ constraint: 'reward_limit' });
    const two = await Promise.allSettled([put([21]), put([22])]);
    expect(two.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const less = shop.inShop((tx) => sql`UPDATE rewards SET stock = 1 WHERE id = ${reward.id}`.execute(tx));
    await expect(less).rejects.toMatchObject({ constraint: 'reward_stock' });
    const gone = shop.inShop((tx) => sql`DELETE FROM reward_orders WHERE reward_id = ${reward.id}`.execute(tx));
    await expect(gone).rejects.toMatchObject({ code: '42501' });
    await whole();
  });

  it('leaves nothing when it fails at any step, and the request sent again is one order', async () => {
    const goods = await shop.reward({ kind: 'goods', stock: 50, limit: { count: 50, period: 'week' } });
    const coupon = await shop.reward({ kind: 'coupon', stock: null });
    await shop.addCodes(
      coupon.id,
      Array.from({ length: 50 }, (_, at) => `K${at}`),
    );
    const claims = () => [shop.claim(goods, 30, { address: ADDRESS }), shop.claim(coupon, 31)];
    let failed = 0;
    for (let step = 1; ; step += 1) {
      const pair = claims();
      const before = await shop.books();
      let met = false;
      const end = watchSteps(database.pool, (at) => {
        if (at !== step) return;
        met = true;
        throw new Error('cut');
      });
      const outcome = await redeemMany(database, shop.ids, pair).catch(() => 'failed');
      end();
      if (!met) break;
      failed += 1;
      expect(outcome).toBe('failed');
      expect(await shop.books()).toEqual(before);
      if (step % 4 !== 0) continue;
      expect(won(await redeemAll(pair))).toHaveLength(2);
      expect((await shop.books()).standing).toBe(before.standing + 20);
    }
    expect(failed).toBeGreaterThan(8);
    await whole();
  });

  it('sells exactly 1,000 when 20,000 come at once, and tells every loser', async () => {
    const flash = await openShop(database, 2_000, 10);
    // Statistics, as a server has them that runs for more than a minute.
    await asSuperuser(database.settings, (client) => client.query('ANALYZE'));
    const reward = await flash.reward({ stock: 1_000, limit: { count: 1, period: 'ever' } });
    const claims = Array.from({ length: 20_000 }, (_, at) => flash.claim(reward, at % 2_000));
    const answers = await redeemAll(claims, undefined, flash);
    const counts = new Map<string, number>();
    for (const answer of answers)
      counts.set(
        answer.includes('-') ? 'order' : answer,
        (counts.get(answer.includes('-') ? 'order' : answer) ?? 0) + 1,
      );
    expect(Object.fromEntries(counts)).toEqual({ order: 1_000, sold_out: 19_000 });
    expect(await flash.countOrders(reward.id)).toBe(1_000);
    expect(await flash.books()).toEqual({
      entries: 0,
      balances: 10_000,
      spent: 10_000,
      refunded: 0,
      standing: 10_000,
      wrong: 0,
    });
  });
});
