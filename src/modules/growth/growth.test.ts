import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { eraseHitsOf } from './index.ts';
import type { Site, TrackedLink, Tracking } from './contract.ts';

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140' };
const SHOP = 'https://shop.example';

let database: Database;
let app: TestApp;
let headers: Record<string, string>;
let workspaceId: string;
let communityId: string;
let base: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  const workspace = await app.workspace();
  workspaceId = workspace.id;
  headers = await workspace.operator('manager');
  const community = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: '书友会', zone: 'Asia/Shanghai' }),
  );
  communityId = community.id;
  base = `/api/v1/communities/${communityId}`;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function send<T>(method: 'POST' | 'PUT' | 'GET', path: string, payload?: object): Promise<T> {
  const response = await app.inject({ method, url: `${base}${path}`, headers, ...(payload && { payload }) });
  expect(response.statusCode, response.body).toBeLessThan(300);
  return response.json<T>();
}

const report = (body: object, origin: string | undefined = SHOP, more: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/t/hits',
    headers: { ...BROWSER, origin, 'content-type': 'text/plain', ...more } as Record<string, string>,
    payload: JSON.stringify(body),
  });

const visit = (page = `${SHOP}/books/1?token=private#x`) => ({ id: newId(), kind: 'visit', page });
const tracking = () => send<Tracking>('GET', '/tracking');

async function newAccount(platform: string, member: string): Promise<string> {
  const id = communitySpace(communityId).accountId(platform, member);
  await database.inWorkspace(workspaceId, (tx) =>
    ensureAccounts(tx, communityId, [{ id, platform, externalId: member, bot: false, firstAt: 0 }]),
  );
  return id;
}

/** What waits in the inbox, as it was accepted. */
const inboxOf = async (): Promise<{ member: string; kind: string }[]> =>
  database.inWorkspace(workspaceId, async (tx) => {
    const { rows } = await sql<{ event: string }>`SELECT event::text AS event FROM inbox`.execute(tx);
    return rows.map(({ event }) => JSON.parse(event) as { member: string; kind: string });
  });

describe('a site', () => {
  let site: Site;
  beforeAll(async () => {
    site = await send<Site>('POST', '/sites', { name: '书店', origins: [`${SHOP}/`] });
  });

  it('counts the visits of people who agreed, without queries or fragments, and once each', async () => {
    const visitor = newId();
    const hits = [visit(), visit(`${SHOP}/books/2?utm_source=wechat`)];
    expect((await report({ site: site.code, hits, visitor })).statusCode).toBe(204);
    await report({ site: site.code, hits, visitor });
    const found = await tracking();
    expect(found.totals).toEqual({ visits: 2, clicks: 0, outsideVisitors: 1, accounts: 0 });
    expect(found.pages.map(({ page }) => page).toSorted()).toEqual(['shop.example/books/1', 'shop.example/books/2']);
    expect(found.sites[0]!.counts).toMatchObject({ hits: 2, visitors: 1, accounts: 0 });
    expect(found.days).toHaveLength(28);
    expect(found.days.at(-1)).toMatchObject({ day: found.today, visits: 2 });
  });

  it('records nothing before consent, of programs, or of browsers that ask not to be followed', async () => {
    const before = (await tracking()).totals;
    const all = [
      await report({ site: site.code, hits: [visit()] }),
      await report({ site: site.code, hits: [visit()], visitor: newId() }, SHOP, { 'user-agent': 'SomeBot/1.0' }),
      await report({ site: site.code, hits: [visit()], visitor: newId() }, SHOP, { 'sec-gpc': '1' }),
    ];
    expect(all.map(({ statusCode }) => statusCode)).toEqual([204, 204, 204]);
    expect((await tracking()).totals).toEqual(before);
  });

  it('refuses pages of other origins, unknown codes, wrong signatures and what is no report', async () => {
    const visitor = newId();
    const body = { site: site.code, hits: [visit()], visitor };
    expect((await report(body, 'https://evil.example')).statusCode).toBe(403);
    expect((await report({ ...body, site: 'unknown123' })).statusCode).toBe(404);
    expect((await report({ ...body, user: { id: 'u1', signature: '0'.repeat(64) } })).statusCode).toBe(403);
    const bad = await report({ site: site.code, hits: [{ id: 'x', kind: 'purchase', page: '' }] });
    expect(bad.statusCode).toBe(400);
    expect(bad.json().faults.map(({ where }: { where: string }) => where)).toContain('/hits/0/kind');
    const large = await report({ site: site.code, hits: [visit(`${SHOP}/${'x'.repeat(70_000)}`)] });
    expect(large.statusCode).toBe(413);
  });

  it('tells the log what a known account did, and never makes a member of a visitor', async () => {
    const { secret } = await send<{ secret: string }>('GET', `/sites/${site.id}/secret`);
    const sign = (id: string) => createHmac('sha256', secret).update(id).digest('hex');
    await newAccount('web', 'customer-7');
    for (const id of ['customer-7', 'stranger-8'])
      await report({ site: site.code, hits: [visit()], visitor: newId(), user: { id, signature: sign(id) } });
    expect((await inboxOf()).map(({ member, kind }) => [member, kind])).toEqual([['customer-7', 'visit']]);
    expect((await tracking()).totals).toMatchObject({ accounts: 2 });

    const renewed = await send<{ secret: string }>('POST', `/sites/${site.id}/secret`);
    expect(renewed.secret).not.toBe(secret);
    const old = { site: site.code, hits: [visit()], visitor: newId(), user: { id: 'a', signature: sign('a') } };
    expect((await report(old)).statusCode).toBe(403);
  });

  it('forgets a person and keeps the totals', async () => {
    const { engine } = app.services;
    const scope = grantScope(workspaceId, communityId);
    const before = (await tracking()).totals;
    await eraseHitsOf(engine, scope, [communitySpace(communityId).accountId('web', 'customer-7')]);
    expect((await tracking()).totals).toMatchObject({ visits: before.visits, accounts: before.accounts - 1 });
  });
});

describe('a tracked link', () => {
  const follow = (path: string, more: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url: path, headers: { ...BROWSER, ...more } });
  const settled = () => expect.poll(async () => (await tracking()).totals.clicks);

  it('sends on with its labels and counts the click', async () => {
    const link = await send<TrackedLink>('POST', '/tracked-links', {
      name: '海报',
      destination: 'https://shop.example/fair?utm_source=own',
      source: 'poster',
      campaign: '春季书展',
    });
    const response = await follow(link.path, { referer: 'https://mp.weixin.qq.com/s/abc' });
    expect(response.statusCode).toBe(302);
    const there = new URL(response.headers.location as string);
    expect(there.searchParams.get('utm_source')).toBe('own');
    expect(there.searchParams.get('utm_campaign')).toBe('春季书展');
    expect(response.headers['cache-control']).toBe('no-store');
    await settled().toBe(1);
    expect((await follow(link.path, { 'user-agent': 'WhatsApp/2.0' })).statusCode).toBe(302);
    await send('PUT', `/tracked-links/${link.id}`, { name: link.name, destination: link.destination, archived: true });
    expect((await follow(link.path)).statusCode).toBe(302);
    expect((await tracking()).totals.clicks).toBe(1);
    expect((await follow('/l/nothing123')).statusCode).toBe(404);
  });

  it('knows whom a personal link means, and no forged or old one', async () => {
    await newAccount('qq', '10086');
    const link = await send<TrackedLink>('POST', '/tracked-links', { name: '回访', destination: SHOP });
    const personal = await send<{ path: string }>('POST', `/tracked-links/${link.id}/personal`, {
      platform: 'qq',
      member: '10086',
    });
    expect(personal.path).not.toContain('10086');
    const clicksOf = async () => (await inboxOf()).filter(({ kind }) => kind === 'click').length;
    await follow(personal.path);
    await expect.poll(clicksOf).toBe(1);
    await follow(`${personal.path.slice(0, -4)}AAAA`);
    app.clock.advance(31 * 86_400_000);
    await follow(personal.path);
    app.clock.advance(-31 * 86_400_000);
    await settled().toBe(3);
    expect(await clicksOf()).toBe(1);
  });

  it('leads to web addresses only', async () => {
    for (const destination of ['javascript:alert(1)', 'ftp://a.example', 'https://u:p@a.example', '/inside']) {
      const response = await app.inject({
        method: 'POST',
        url: `${base}/tracked-links`,
        headers,
        payload: { name: 'x', destination },
      });
      expect(response.statusCode, destination).toBe(400);
    }
  });
});

it('serves its script to pages of other sites, and nothing else', async () => {
  const script = await app.inject({ method: 'GET', url: '/site.js' });
  expect(script.headers['content-type']).toContain('text/javascript');
  expect(script.headers['cross-origin-resource-policy']).toBe('cross-origin');
  const other = await app.inject({ method: 'GET', url: `${base}/tracking`, headers });
  expect(other.headers['cross-origin-resource-policy']).toBe('same-origin');
});
