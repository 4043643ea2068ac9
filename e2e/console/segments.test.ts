import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, overflowOf, settled, watchComplaints } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

describe.skipIf(missing)(missing ? `segments (skipped: ${missing})` : 'segments in the console', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const goTo = async (path: string) => {
    await page.goto(`${server.address}/c/${server.community}${path}`);
    await settled(page);
  };
  const sentence = () => page.locator('.q-rule-sentence').innerText();
  const counted = () =>
    expect.poll(async () => page.locator('.q-rule-preview[class] .q-rule-count strong').innerText()).toMatch(/^\d+$/);

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'en', theme: 'light' });
    complaints = watchComplaints(page);
    await signIn(page, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('builds a rule from a ready one, reads it as a sentence, counts while it is edited, and keeps it', async () => {
    await goTo('/segments');
    await page.click('.q-segment-templates a >> text=Regulars');
    await page.waitForSelector('.q-rule-clause');
    expect(await sentence()).toBe('Members: took part on at least 4 days in the last 28 days');
    await counted();
    await page.click('[data-test=add-condition]');
    await page.click('.q-rule-kinds >> text=Joined');
    await expect.poll(sentence).toContain(', and joined within the last 14 days');
    // Turned around, then moved to the front by keyboard; the handle keeps the focus.
    await page.locator('.q-rule-not').nth(1).click();
    await page.locator('.q-rule-clause .q-rule-handle').nth(1).focus();
    await page.keyboard.press('ArrowUp');
    await expect
      .poll(sentence)
      .toBe('Members: not: (joined within the last 14 days), and took part on at least 4 days in the last 28 days');
    await expect.poll(() => page.evaluate(`document.activeElement.dataset.handle`)).toBe('0');
    await counted();
  });

  it('points at what is wrong in the JSON, applies what is right, and does not lose it on the way out', async () => {
    await page.click('[data-test=json]');
    const text = page.locator('.q-rule-json textarea').first();
    const json = await text.inputValue();
    await text.fill(json.replace('"days"', '"hours"'));
    expect(await page.locator('.q-rule-json-fault').first().innerText()).toContain('of › 1 › count');
    await text.fill(json.replace('"number": 4', '"number": 3'));
    await page.click('[data-test=apply-json]');
    await expect.poll(sentence).toContain('at least 3 days');
    await page.click('.q-rail-fixed .q-rail-link >> nth=0');
    await page.click('.ant-modal button >> text=Stay');
    await page.fill('input[name=name]', 'Regulars of old');
    await page.click('[data-test=save-segment]');
    await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/);
    await settled(page);
    expect(await page.locator('.q-segment-answer').innerText()).toMatch(/^\d+ members?; \d+ entered/);
    expect(await page.locator('.q-members-body .q-member-link').count()).toBeGreaterThan(0);
  });

  it('says of a member why, and which other segments they are in', async () => {
    const member = (await page.locator('.q-members-body .q-member-link').first().getAttribute('href'))!;
    await page.goto(server.address + member);
    await settled(page);
    await page
      .locator('.q-member-segments li', { hasText: 'Regulars of old' })
      .getByRole('button', { name: 'Why' })
      .click();
    await page.waitForSelector('.q-why-tree');
    expect(await page.locator('.q-why-tree > li').getAttribute('class')).toContain('q-holds');
    expect(await page.locator('.q-why-facts').first().innerText()).toMatch(/\d/);
    await page.keyboard.press('Escape');
  });

  it('keeps a filtered list as a segment, puts people on a static list, and opens an overlap’s members', async () => {
    await goTo('/members?tier=active');
    await page.click('[data-test=save-as-segment]');
    await page.fill('input[name=segment-name]', 'Active ones');
    await page.click('.ant-modal button[type=submit]');
    await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/);
    await goTo('/members?tier=silent');
    await page.locator('.q-members-body input[type=checkbox]').first().check();
    await page.click('[data-test=bulk-list]');
    await page.locator('.ant-modal input[maxlength="80"]').fill('To call');
    await page.click('[data-test=add-to-list]');
    await page.locator('.ant-modal').waitFor({ state: 'detached' });
    const ids = (await page.evaluate(
      `fetch('/api/v1/communities/${server.community}/segments').then((r) => r.json()).then(({ segments }) =>
        ['Active ones', 'Regulars of old'].map((name) => segments.find((one) => one.name === name).id))`,
    )) as string[];
    await goTo(`/segments/overlap?of=${encodeURIComponent(JSON.stringify(ids))}`);
    const region = page.locator('.q-venn-region[role=button]').first();
    const count = Number(/(\d+)$/.exec((await region.getAttribute('aria-label'))!)![1]);
    await region.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/members\?segment=/);
    await settled(page);
    expect(await page.locator('.q-total').innerText()).toContain(String(count));
    expect(await page.locator('.q-filter-tag').innerText()).toContain('Temporary list');
  });

  it('opens the members behind a cell of the overview, fits a phone, and complained of nothing', async () => {
    await goTo('');
    await page.locator('.q-retention td .q-point').nth(3).click();
    await page.waitForURL(/\/members\?segment=/);
    await page.setViewportSize({ width: 360, height: 800 });
    for (const path of ['/segments', '/segments/new?template=lapsed_buyers', '/tier-schemes', '/segments/compare']) {
      await goTo(path);
      expect([path, await overflowOf(page)]).toEqual([path, 0]);
    }
    expect(complaints).toEqual([]);
  });
});
