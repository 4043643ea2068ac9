import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import type { Tracking, Site, TrackedLink } from '../../src/modules/growth/contract.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import type { Database } from '#platform/postgres/index.ts';
import { launchBrowser } from './browser.ts';

let database: Database;
let app: TestApp;
let shop: Server;
let browser: Browser;
let qunluo: string;
let origin: string;
let page: (path: string) => string;
let headers: Record<string, string>;
let base: string;
let site: Site;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  qunluo = await app.server.listen('127.0.0.1', 0);
  shop = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>shop</title><p>${request.url}</p><button data-qunluo-click="buy">buy</button>` +
        `<script async src="${qunluo}/site.js" data-site="${site.code}"></script>`,
    );
  });
  await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  page = (path) => `${origin}${path}`;
  const workspace = await app.workspace();
  headers = await workspace.operator('owner');
  const { id } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: '书友会' }),
  );
  base = `/api/v1/communities/${id}`;
  const payload = { name: 'shop', origins: [origin] };
  site = (await app.inject({ method: 'POST', url: `${base}/sites`, headers, payload })).json();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  shop?.close();
  await app?.close();
  await database?.close();
});

const totals = async (): Promise<Tracking['totals']> =>
  (await app.inject({ method: 'GET', url: `${base}/tracking`, headers })).json<Tracking>().totals;

it('keeps and sends nothing before consent, then counts visits and clicks of one browser', async () => {
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 Chrome/140 Safari/537.36' });
  const tab = await context.newPage();
  const reports: number[] = [];
  tab.on('response', (response) => {
    if (response.url().endsWith('/t/hits')) reports.push(response.status());
  });
  await tab.goto(page('/books/1?secret=1'));
  await tab.waitForFunction('window.qunluo');
  await tab.waitForTimeout(600);
  expect(await tab.evaluate('Object.keys(localStorage)')).toEqual([]);
  expect(reports).toEqual([]);

  await tab.evaluate('qunluo.consent(true)');
  await expect.poll(totals).toMatchObject({ visits: 1, clicks: 0, outsideVisitors: 1 });
  await tab.click('button');
  await tab.evaluate(`history.pushState({}, '', '/books/2')`);
  await expect.poll(totals).toMatchObject({ visits: 2, clicks: 1, outsideVisitors: 1 });
  await tab.goto(page('/books/3'));
  await expect.poll(totals).toMatchObject({ visits: 3, outsideVisitors: 1 });
  expect(reports.every((status) => status === 204)).toBe(true);

  await tab.evaluate('qunluo.consent(false)');
  expect(await tab.evaluate('localStorage.getItem("qunluo.visitor")')).toBeNull();
  await tab.goto(page('/books/4'));
  await tab.waitForTimeout(600);
  expect(await totals()).toMatchObject({ visits: 3 });
  await context.close();
});

it('sends whoever follows a tracked link on', async () => {
  const payload = { name: 'poster', destination: page('/fair'), source: 'poster' };
  const response = await app.inject({ method: 'POST', url: `${base}/tracked-links`, headers, payload });
  const tab = await browser.newPage({ userAgent: 'Mozilla/5.0 Chrome/140 Safari/537.36' });
  await tab.goto(`${qunluo}${response.json<TrackedLink>().path}`);
  expect(tab.url()).toBe(page('/fair?utm_source=poster'));
  await expect.poll(totals).toMatchObject({ clicks: 2 });
  await tab.close();
});
