import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, settled } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const WORDS = '周末的读书会改到二楼，{{community.name}} 等你来';

describe.skipIf(missing)(missing ? `deliveries (skipped: ${missing})` : 'deliveries', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' }, 860);
    await signIn(page, server);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  it('sends what was rehearsed to the groups that were chosen, and shows it in the outbox', async () => {
    await page.goto(`${server.address}/c/${server.community}/deliveries/new`);
    await settled(page);
    await page.getByText('群', { exact: true }).filter({ visible: true }).last().click();
    await page.getByRole('button', { name: /选上全部 3 个/ }).click();
    await page.locator('.q-compose textarea').first().fill(WORDS);
    const send = page.getByRole('button', { name: /^发给/ });
    expect(await send.count()).toBe(0);
    await page.getByRole('button', { name: '排练一遍' }).click();
    await page.getByText('3 个里会发给 3 个，0 个不发。').waitFor();

    // What was not rehearsed cannot be sent.
    await page.locator('.q-compose textarea').first().fill(`${WORDS}！`);
    await expect.poll(() => send.isDisabled()).toBe(true);
    await page.getByRole('button', { name: '排练一遍' }).click();
    await expect.poll(() => send.isEnabled()).toBe(true);
    await send.click();

    await page.waitForURL(/source=operator/);
    const lines = page.locator('.q-deliveries > li');
    await expect.poll(() => lines.count()).toBe(3);
    expect(await lines.first().innerText()).toContain('周末的读书会改到二楼，群落书友会 等你来！');
    await lines.first().locator('.q-delivery-name').click();
    await page
      .locator('.ant-drawer')
      .getByRole('button', { name: /取\s*消/ })
      .click();
    await page.locator('.ant-drawer .q-fate-cancelled').waitFor();
  });
});
