import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import type { Address } from './orders.contract.ts';
import { createRedeem } from './redeem.ts';
import type { RedeemingOrder } from './testing/redeeming-process.ts';
import { openShop } from './testing/shop.ts';

const PROGRAM = new URL('testing/redeeming-process.ts', import.meta.url).pathname;
const ADDRESS: Address = { name: 'Lin', phone: '13800000000', region: '', street: 'West Lake 1', postcode: '' };

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A process that redeems; `lines` are what it has said. */
function start(order: Omit<RedeemingOrder, 'settings'>) {
  const full: RedeemingOrder = { settings: database.settings, ...order };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(full)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! });
  reader.on('line', (line) => lines.push(line));
  return { child, ended, lines };
}

describe('a process that is killed while it redeems', () => {
  it('leaves a whole shop and ledger beside another that sells on; the answers that were given hold', async () => {
    const shop = await openShop(database, 400, 10);
    const reward = await shop.reward({ stock: 150, limit: { count: 1, period: 'ever' } });
    const claims = shop.memberIds.map((_, at) => shop.claim(reward, at));
    const [mine, other] = [claims.filter((_, at) => at % 2 === 0), claims.filter((_, at) => at % 2 === 1)];
    const killed = start({ ids: shop.ids, claims: mine, callers: 8 });
    const lives = start({ ids: shop.ids, claims: other, callers: 8 });
    await expect.poll(() => killed.lines.length, { interval: 2 }).toBeGreaterThan(20);
    killed.child.kill('SIGKILL');
    await Promise.all([killed.ended, lives.ended]);
    expect(lives.lines.at(-1)).toBe('done');
    // What was answered is answered the same; what was not is redeemed now, as long as there is any.
    const redeem = createRedeem(database);
    const again = await Promise.allSettled(mine.map((claim) => redeem(shop.ids, claim)));
    const said = new Map(killed.lines.map((line) => line.split(' ') as [string, string]));
    const settled = again.map((one) => (one.status === 'fulfilled' ? one.value.orderId : 'refused'));
    for (const [at, { key }] of mine.entries())
      if (said.has(key) && said.get(key) !== 'refused') expect(settled[at]).toBe(said.get(key));
    expect(await shop.countOrders(reward.id)).toBe(150);
    const wins = [...settled, ...lives.lines.slice(0, -1).map((line) => line.split(' ')[1]!)];
    expect(new Set(wins.filter((answer) => answer !== 'refused')).size).toBe(150);
    expect(await shop.books()).toMatchObject({ entries: 0, wrong: 0, spent: 1500, standing: 1500, balances: 2500 });
  });

  it('has taken nothing before the commit and everything after it; sent again, the request is one order', async () => {
    const shop = await openShop(database, 8, 10);
    const reward = await shop.reward({ kind: 'goods', stock: 5 });
    const redeem = createRedeem(database);
    // Statement 1 looks, 4 locks the reward, 5 takes the points, 6 and 7 write order and address, 8 commits.
    const steps = [4, 5, 7, 8, 'after'] as const;
    await Promise.all(
      steps.map(async (holdAt, at) => {
        const claim = shop.claim(reward, at, { address: ADDRESS });
        const process = start({ ids: shop.ids, claims: [claim], callers: 1, holdAt });
        await expect.poll(() => process.lines, { interval: 5 }).toContain('held');
        process.child.kill('SIGKILL');
        await process.ended;
        expect((await redeem(shop.ids, claim)).repeated).toBe(holdAt === 'after');
      }),
    );
    expect(await shop.countOrders(reward.id)).toBe(5);
    expect(await shop.books()).toMatchObject({ entries: 0, wrong: 0, spent: 50, standing: 50, balances: 30 });
  });
});
