import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, settled } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

describe.skipIf(missing)(missing ? `first days (skipped: ${missing})` : 'first days', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;
  const home = () => `${server.address}/c/${server.community}`;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'en', theme: 'light' });
    await signIn(page, server);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  it('offers a tour once, walks it, and offers it no more', async () => {
    await page.getByRole('button', { name: 'Start the tour' }).click();
    const steps = page.locator('.ant-tour');
    await steps.getByText('The answer first').waitFor();
    for (let step = 1; step < 6; step++) await steps.getByRole('button', { name: 'Next' }).click();
    await steps.getByText('Bring more history').waitFor();
    await steps.getByRole('button', { name: 'Finish' }).click();
    await steps.waitFor({ state: 'hidden' });
    await page.reload();
    await settled(page);
    expect(await page.getByRole('button', { name: 'Start the tour' }).count()).toBe(0);
  });

  it('gives it again from the help menu, and Escape ends it', async () => {
    await page.locator('[data-test=help]').click();
    await page.getByRole('menuitem', { name: 'Take the tour' }).click();
    await page.locator('.ant-tour').getByText('The answer first').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.ant-tour').waitFor({ state: 'hidden' });
  });

  it('keeps density and the range of the trends', async () => {
    await page.locator('[data-test=theme]').click();
    await page.getByRole('menuitem', { name: 'Compact' }).click();
    expect(await page.getAttribute('html', 'data-density')).toBe('compact');
    await page.keyboard.press('Escape');
    await page.getByText('Joins, leaves', { exact: true }).click();
    await page.locator('.q-trends').getByText('A year', { exact: true }).click();
    await page.waitForURL(/trend=growth.*range=364|range=364.*trend=growth/);
    await page.reload();
    await settled(page);
    expect(await page.getAttribute('html', 'data-density')).toBe('compact');
    await page.locator('.q-trends').getByRole('button', { name: 'Numbers' }).click();
    // From a bar, here its row, to the people who joined then.
    await page.locator('.q-trends tbody th a').first().click();
    await page.waitForURL(/joinedFrom=.*joinedTo=/);
    await settled(page);
    await page.locator('.q-members-body .q-member-link').first().waitFor();
  });

  it('computes past month ends one after the other, and shows health at each', async () => {
    await page.goto(`${home()}?trend=health&range=91`);
    await settled(page);
    const fill = page.getByRole('button', { name: /Compute \d month end/ });
    const wanted = Number(/\d/.exec(await fill.innerText())![0]);
    await page.locator('.q-trends').getByRole('button', { name: 'Numbers' }).click();
    const rows = page.locator('.q-trends tbody tr');
    const before = await rows.count();
    await fill.click();
    await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(before + wanted);
    await fill.waitFor({ state: 'detached' });
  });

  it('says that the server is gone, keeps the page, and goes on when it is back', async () => {
    await page.goto(home());
    await settled(page);
    await page.context().setOffline(true);
    await page.getByText('The server cannot be reached').first().waitFor();
    expect(await page.locator('.q-answer h1').isVisible()).toBe(true);
    await page.context().setOffline(false);
    await page.getByText('The server cannot be reached').first().waitFor({ state: 'detached' });
  });

  it('chooses one community of a file that holds several', async () => {
    await page.goto(`${home()}/imports`);
    const line = (id: string, community: string) =>
      JSON.stringify({ id, community, member: 'm', kind: 'message', at: '2026-02-01T08:00:00Z', text: id });
    const buffer = Buffer.from([line('x1', 'north'), line('x2', 'south'), line('x3', 'south')].join('\n'));
    await page
      .locator('input[data-test=file]')
      .setInputFiles({ name: 'two.jsonl', mimeType: 'application/octet-stream', buffer });
    const start = page.locator('[data-test=start-import]');
    await start.waitFor();
    expect(await start.isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: /Which community of the file/ }).click();
    await page.locator('.ant-select-item-option', { hasText: 'south' }).click();
    await start.click();
    await page.locator('.q-import-figures').waitFor();
    expect(await page.locator('.q-import-figures .q-figure-value').first().innerText()).toBe('2');
    await page.locator('.q-insights > li').nth(2).waitFor();
  });
});
