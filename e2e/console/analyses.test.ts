import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, settled, watchComplaints } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const title = 'analyses and dashboards in the console';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe.skipIf(missing)(missing ? `${title} (skipped: ${missing})` : title, () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const base = () => `${server.address}/c/${server.community}`;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'en', theme: 'dark' });
    complaints = watchComplaints(page, (status) => status === 401);
    await signIn(page, server);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  const answer = () => page.locator('.q-analysis-head h1').innerText();
  const download = async (item: string): Promise<Buffer> => {
    await page.click('[data-test=download-analysis]');
    const [file] = await Promise.all([
      page.waitForEvent('download') as Promise<Download>,
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return readFile(await file.path());
  };

  it('answers a question, carries its choices in the address, and opens the members behind a cell', async () => {
    await page.goto(`${base()}/analyses`);
    await page.getByRole('link', { name: /Who stayed/ }).click();
    await page.waitForURL(/analyses\/retention/);
    await settled(page);
    expect(await answer()).toMatch(/^Of \d+ people, .+ came back 4 weeks later\.$/);
    await page.locator('.q-params').getByText('Month', { exact: true }).click();
    await page.waitForURL(/interval=month/);
    await page.locator('.q-heat-table .q-hidden', { hasText: 'Month 0' }).first().waitFor({ state: 'attached' });
    const cell = page.locator('.q-heat-table [data-place="0 0"]');
    const people = /: (\d+) \/ \d+/.exec(await cell.innerText())![1]!;
    await cell.click();
    await page.waitForURL(/members\?segment=/);
    await expect.poll(() => page.locator('.q-total').innerText()).toBe(`${people} match`);
    await page.goBack();
    await page.waitForURL(/interval=month/);
    await page.locator('.q-heat-table').waitFor();
  });

  it('goes from cell to cell with the arrow keys', async () => {
    await page.locator('.q-heat-table [data-place="0 0"]').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.dataset.place')).toBe('1 0');
  });

  it('is taken along as figures and as a picture', async () => {
    expect((await download('Figures (CSV)')).toString()).toContain('retained_month_0');
    const picture = await download('Picture (PNG)');
    expect(picture.subarray(0, 4).equals(PNG)).toBe(true);
    expect(picture.length).toBeGreaterThan(5_000);
  });

  it('is kept, put on a dashboard, moved there with the keyboard, and asked for other days with the rest', async () => {
    await page.click('[data-test=pin-analysis]');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('By month');
    await dialog.getByRole('button', { name: 'Put on a dashboard' }).click();
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await page.waitForURL(/dashboards\//);
    await settled(page);
    const names = () => page.locator('.q-tile h2').allInnerTexts();
    const before = await names();
    expect(before.at(-1)).toBe('By month');
    await page.click('[data-test=edit-dashboard]');
    await page.locator('.q-tile-handle').last().focus();
    for (let step = 1; step < before.length; step++) await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.locator('.q-tile-name').first().innerText()).toBe('By month');
    await page.click('[data-test=save-tiles]');
    await page.locator('.q-tiles').waitFor();
    expect(await names()).toEqual(['By month', ...before.slice(0, -1)]);
    await settled(page);
    const first = page.locator('.q-tile-answer').first();
    const own = await first.innerText();
    await page.goto(`${page.url()}?days=${encodeURIComponent('{"lastDays":182}')}`);
    await settled(page);
    expect(await first.innerText()).not.toBe(own);
  });

  it('asks anew by itself when the figures changed, and says nothing amiss', async () => {
    await page.goto(`${base()}/analyses/lifecycle`);
    await settled(page);
    const again = page.waitForResponse((response) => response.url().endsWith('/analyses/run'));
    const { status } = (await page.evaluate(async (community) => {
      const response = await fetch(`/api/v1/communities/${community}/evaluate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      return { status: response.status };
    }, server.community)) as { status: number };
    expect(status).toBeLessThan(300);
    expect((await again).status()).toBe(200);
    expect(complaints).toEqual([]);
  });
});
