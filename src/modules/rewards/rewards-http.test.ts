import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { postPoints } from '#modules/points/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { multipartFile } from '#testkit/multipart.ts';

type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let communityId: string;
let owner: Headers;
let analyst: Headers;
let [ann, bob]: [Headers, Headers] = [{}, {}];
let annId: string;

const NAMES = ['=HYPERLINK("http://evil.example","Ann")', 'Bob'];

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
  [owner, analyst] = [await workspace.operator('owner'), await workspace.operator('analyst')];
  const members = await database.inWorkspace(workspace.id, async (tx) => {
    ({ id: communityId } = await createCommunity(tx, workspace.id, { name: 'C' }));
    const { accountId } = communitySpace(communityId);
    const accounts = NAMES.map((name, at) => ({
      id: accountId('qq', `m${at}`),
      platform: 'qq',
      externalId: `m${at}`,
      name,
      bot: false,
      firstAt: 0,
    }));
    await ensureAccounts(tx, communityId, accounts);
    await postPoints(
      tx,
      accounts.map(({ id }) => ({
        key: id,
        communityId,
        memberId: id,
        kind: 'grant' as const,
        amount: 100,
        cause: { kind: 'test' },
        at: app.clock.now(),
      })),
    );
    return accounts.map(({ id }) => id);
  });
  annId = members[0]!;
  [ann, bob] = [await workspace.member(communityId, members[0]!), await workspace.member(communityId, members[1]!)];
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ask = (method: Method, path: string, payload?: object, headers = owner) =>
  app.inject({ method, url: `/api/v1/communities/${communityId}${path}`, headers, ...(payload && { payload }) });
async function must(method: Method, path: string, payload?: object, headers = owner) {
  const answer = await ask(method, path, payload, headers);
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json();
}
const upload = (method: Method, path: string, name: string, content: Buffer | string) => {
  const body = multipartFile(name, Buffer.from(content));
  const url = `/api/v1/communities/${communityId}${path}`;
  return app.inject({ method, url, headers: { ...owner, ...body.headers }, payload: body.payload });
};
const asked = (method: Method, path: string, headers: Headers, payload?: object) =>
  app.inject({ method, url: `/api/m/v1${path}`, headers, ...(payload && { payload }) });
const redeem = (id: string, headers: Headers, body: object = {}) =>
  asked('POST', `/rewards/${id}/orders`, headers, { key: newId(), price: 10, ...body });
const codeOf = (answer: { statusCode: number; json(): { code: string } }) => [answer.statusCode, answer.json().code];
const BASE = { kind: 'goods', name: 'Cup', price: 10, state: 'open', stock: 5 };
const ADDRESS = { name: '+Ann', phone: '13800000001', region: '@Hangzhou', street: '=1+1', postcode: '' };

describe('operators', () => {
  it('put rewards into the shop, change them from the version they saw, and every change is in the trail', async () => {
    const made = await must('POST', '/rewards', BASE);
    expect(made).toMatchObject({ stock: 5, taken: 0, left: 5, limit: null, version: 1 });
    const changed = await must('PATCH', `/rewards/${made.id}`, {
      version: 1,
      price: 20,
      limit: { count: 1, period: 'day' },
    });
    expect(changed).toMatchObject({ price: 20, limit: { count: 1, period: 'day' }, version: 2, name: 'Cup' });
    expect(codeOf(await ask('PATCH', `/rewards/${made.id}`, { version: 1, price: 5 }))).toEqual([
      409,
      'version_conflict',
    ]);
    expect((await must('POST', `/rewards/${made.id}/stock`, { by: 3 })).left).toBe(8);
    expect(codeOf(await ask('POST', `/rewards/${made.id}/stock`, { by: -9 }))).toEqual([409, 'stock_taken']);
    expect((await must('POST', `/rewards/${made.id}/stock`, { by: null })).left).toBeNull();
    const { rewards, currency, levels } = await must('GET', '/rewards');
    expect([rewards.length, currency.zh, levels]).toEqual([1, '积分', []]);
    expect((await ask('POST', '/rewards', BASE, analyst)).statusCode).toBe(403);
    expect((await ask('GET', '/rewards', undefined, analyst)).statusCode).toBe(200);
    expect((await ask('GET', '/rewards', undefined, ann)).statusCode).toBe(401);
  });

  it.each<[string, object, string]>([
    ['a price below zero', { price: -1 }, '/price'],
    ['half a point', { price: 1.5 }, '/price'],
    ['a gigantic price', { price: 1e15 }, '/price'],
    [
      'a window that ends before it begins',
      { opensAt: '2026-02-01T00:00:00Z', closesAt: '2026-01-01T00:00:00Z' },
      '/closesAt',
    ],
    ['a level of nobody', { levelId: newId() }, '/levelId'],
    ['a stock of a coupon', { kind: 'coupon' }, '/stock'],
  ])('are told what is wrong with %s', async (_, fields, where) => {
    const answer = await ask('POST', '/rewards', { ...BASE, ...fields });
    expect(answer.statusCode, answer.body).toBe(400);
    expect(answer.json().faults[0].where).toContain(where);
  });

  it('give a reward a picture, made anew; a script that calls itself one is refused', async () => {
    const { id } = await must('POST', '/rewards', { ...BASE, name: 'Mug' });
    for (const script of [
      '<script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'GIF89a=1;alert(1)',
    ])
      expect((await upload('PUT', `/rewards/${id}/image`, 'a.png', script)).statusCode).toBe(400);
    const red = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#a00' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const hidden = Buffer.concat([red, Buffer.from('<script>alert(1)</script>')]);
    const { image } = (await upload('PUT', `/rewards/${id}/image`, 'a.png', hidden)).json();
    const shown = await asked('GET', `/rewards/${id}/image`, ann);
    expect(shown.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' });
    expect(shown.rawPayload.includes('script')).toBe(false);
    expect(
      (await asked('GET', '/rewards', ann)).json().rewards.find((one: { id: string }) => one.id === id).image,
    ).toContain(`/image?v=${image.slice(0, 12)}`);
    expect((await must('DELETE', `/rewards/${id}/image`)).image).toBeNull();
    expect((await asked('GET', `/rewards/${id}/image`, ann)).statusCode).toBe(404);
  });

  it('put codes in by CSV after looking what would be taken; each is shown to its member alone', async () => {
    const coupon = await must('POST', '/rewards', { kind: 'coupon', name: 'Voucher', price: 10, state: 'open' });
    const csv = '券码,note\nAAA-1,x\nBBB-2,\nAAA-1,\n,\n';
    const looked = (await upload('POST', `/rewards/${coupon.id}/codes?keep=false`, 'c.csv', csv)).json();
    expect(looked).toMatchObject({ lines: 4, taken: 2, repeated: 1, known: 0, kept: false });
    expect(looked.refused).toEqual([{ line: 5, why: 'empty' }]);
    expect(looked.reward.left).toBe(0);
    expect((await upload('POST', `/rewards/${coupon.id}/codes`, 'c.csv', csv)).json().reward.left).toBe(2);
    expect((await upload('POST', `/rewards/${coupon.id}/codes`, 'c.csv', 'BBB-2\nCCC-3')).json()).toMatchObject({
      taken: 1,
      known: 1,
    });
    const { order, balance } = (await redeem(coupon.id, ann)).json();
    expect([order.code, order.state, balance]).toEqual(['AAA-1', 'done', 90]);
    expect(await must('GET', `/rewards/${coupon.id}/codes`)).toEqual({ free: 2, given: 1, next: ['BB…', 'CC…'] });
    expect((await ask('GET', `/reward-orders?rewardId=${coupon.id}`)).body).not.toContain('AAA-1');
    expect((await ask('GET', `/reward-orders/${order.id}`)).body).not.toContain('AAA-1');
    expect((await must('DELETE', `/rewards/${coupon.id}/codes`)).removed).toBe(2);
    expect(codeOf(await redeem(coupon.id, bob))).toEqual([409, 'sold_out']);
    expect((await asked('GET', `/reward-orders/${order.id}`, ann)).json().code).toBe('AAA-1');
  });
});

describe('members', () => {
  it('see what they can have and why not, redeem once however often they ask, and see only their own orders', async () => {
    const { id } = await must('POST', '/rewards', { ...BASE, name: 'Bag', limit: { count: 1, period: 'ever' } });
    const dear = await must('POST', '/rewards', { ...BASE, name: 'Car', price: 5000 });
    const draft = await must('POST', '/rewards', { ...BASE, name: 'Secret', state: 'draft' });
    const shop = async (headers: Headers) => {
      const { rewards } = (await asked('GET', '/rewards', headers)).json();
      return new Map(rewards.map((one: { id: string; refusal: string | null }) => [one.id, one.refusal]));
    };
    const seen = await shop(ann);
    expect([seen.get(id), seen.get(dear.id), seen.has(draft.id)]).toEqual([null, 'not_enough_points', false]);
    expect((await asked('GET', `/rewards/${draft.id}`, ann)).statusCode).toBe(404);
    expect(codeOf(await redeem(id, ann))).toEqual([400, 'address_needed']);
    const body = { key: newId(), address: ADDRESS };
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(id, ann, body)));
    expect(new Set(answers.map((answer) => answer.json().order.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.json().repeated)).toHaveLength(1);
    const { order } = answers[0]!.json();
    expect(order).toMatchObject({ state: 'placed', canCancel: true, address: ADDRESS });
    expect((await shop(ann)).get(id)).toBe('limit_reached');
    expect((await asked('GET', `/rewards/${id}`, ann)).json().lastAddress).toEqual(ADDRESS);
    expect((await asked('GET', `/rewards/${id}`, bob)).json().lastAddress).toBeNull();
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
    ] as const)
      expect((await asked(method, `/reward-orders/${order.id}${path}`, bob)).statusCode).toBe(404);
    expect((await asked('GET', '/reward-orders', bob)).json().orders).toEqual([]);
    expect((await asked('GET', '/reward-orders', ann)).body).toContain(order.id);
    expect((await asked('GET', '/rewards', {})).statusCode).toBe(401);
    expect((await asked('GET', '/rewards', owner)).statusCode).toBe(401);
  });

  it.each([
    { price: -10 },
    { price: 0.5 },
    { price: 1e300 },
    { key: 'short' },
    { key: "x'; DROP TABLE rewards" },
    { amount: 1 },
  ])('are refused %j', async (body) => {
    const { rewards } = (await asked('GET', '/rewards', ann)).json();
    expect((await redeem(rewards[0].id, ann, body)).statusCode).toBe(400);
  });

  it('cancel what was not sent: points and stock come back once; later only the team can', async () => {
    const { id } = await must('POST', '/rewards', { ...BASE, name: 'Pen' });
    const balance = async () => (await asked('GET', '/rewards', bob)).json().balance;
    const before = await balance();
    const order = (await redeem(id, bob, { address: ADDRESS })).json().order;
    expect(await balance()).toBe(before - 10);
    const cancelled = await Promise.all([1, 2, 3].map(() => asked('POST', `/reward-orders/${order.id}/cancel`, bob)));
    expect(cancelled.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect([await balance(), (await must('GET', `/rewards/${id}`)).left]).toEqual([before, 5]);
    const second = (await redeem(id, bob, { address: ADDRESS })).json().order;
    await must('POST', `/reward-orders/${second.id}/ship`, { carrier: 'SF', tracking: 'SF1', note: '' });
    expect(codeOf(await asked('POST', `/reward-orders/${second.id}/cancel`, bob))).toEqual([409, 'order_state']);
    const refunded = await must('POST', `/reward-orders/${second.id}/cancel`, { reason: 'lost' });
    expect(refunded).toMatchObject({ state: 'cancelled', cancelledBy: 'operator', cancelReason: 'lost' });
    expect(codeOf(await ask('POST', `/reward-orders/${second.id}/cancel`, {}))).toEqual([409, 'order_state']);
    expect(codeOf(await ask('POST', `/reward-orders/${second.id}/ship`, {}))).toEqual([409, 'order_state']);
    expect(await balance()).toBe(before);
  });
});

describe('orders and figures', () => {
  it('go from waiting to sent to done; the address is for those who send, the file safe from formulas', async () => {
    const { orders, waiting } = await must('GET', '/reward-orders?state=placed');
    expect(waiting).toBe(orders.length);
    const mine = orders.find((one: { memberId: string }) => one.memberId === annId);
    expect(JSON.stringify(orders)).not.toContain('13800000001');
    expect((await ask('GET', `/reward-orders/${mine.id}`, undefined, analyst)).statusCode).toBe(403);
    expect((await must('GET', `/reward-orders/${mine.id}`)).address).toEqual(ADDRESS);
    const file = await ask('GET', '/reward-orders.csv?state=placed');
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.headers['cache-control']).toBe('no-store');
    const [head, line] = file.body.split('\r\n');
    expect(head).toContain('下单时间 (Asia/Shanghai)');
    const wall = new Date(Date.parse(mine.orderedAt) + 8 * 3_600_000).toISOString();
    expect(line).toContain(`,${wall.slice(0, 10)} ${wall.slice(11, 16)},`);
    expect((await ask('GET', '/reward-orders.csv?q=Ann')).statusCode).toBe(200);
    for (const cell of [`"'=HYPERLINK(""http://evil.example"",""Ann"")"`, `"'+Ann"`, `"'@Hangzhou"`, `"'=1+1"`])
      expect(line).toContain(cell);
    expect((await ask('GET', '/reward-orders.csv', undefined, analyst)).statusCode).toBe(403);
    await must('POST', `/reward-orders/${mine.id}/ship`, { carrier: '顺丰', tracking: '=SF2', note: 'fragile' });
    await must('POST', `/reward-orders/${mine.id}/finish`, {});
    expect(codeOf(await ask('POST', `/reward-orders/${mine.id}/finish`, {}))).toEqual([409, 'order_state']);
    const own = (await asked('GET', `/reward-orders/${mine.id}`, ann)).json();
    expect(own).toMatchObject({ state: 'done', carrier: '顺丰', tracking: '=SF2', note: 'fragile', canCancel: false });
    const found = await must('GET', `/reward-orders?q=${mine.number}`);
    expect(found.orders).toHaveLength(1);
  });

  it('say what was redeemed of what was issued', async () => {
    const figures = await must('GET', '/reward-figures');
    const { orders, spent, issued, rate, days } = figures;
    expect({ orders, spent, issued, rate, last: days.length }).toEqual({
      orders: 2,
      spent: 20,
      issued: 200,
      rate: 0.1,
      last: 28,
    });
    expect([figures.redeemers, figures.cancelled, figures.waiting]).toEqual([1, 2, 0]);
    expect(days.at(-1)).toMatchObject({ orders: 2, spent: 20 });
    expect(codeOf(await ask('GET', '/reward-figures?from=2026-02-01&to=2026-01-01'))[0]).toBe(400);
  });

  it('keep addresses and codes out of the trail', async () => {
    const { body } = await app.inject({ method: 'GET', url: '/api/v1/audit?limit=200', headers: owner });
    expect(body).toContain('rewards.ship');
    const { entries } = JSON.parse(body) as { entries: { action: string; after: unknown }[] };
    const exports = entries.filter(({ action }) => action === 'rewards.export-orders');
    expect(exports.map(({ after }) => after)).toEqual([{ searched: true }, { state: 'placed' }]);
    for (const secret of ['13800000001', 'AAA-1', 'SF2']) expect(body).not.toContain(secret);
  });
});
