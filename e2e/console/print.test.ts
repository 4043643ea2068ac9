import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

/** How many pages a PDF has: its page objects, not their tree. */
const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

describe.skipIf(missing)(missing ? `paper (skipped: ${missing})` : 'paper', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer({ members: 120 }), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'dark' });
    await signIn(page, server);
    await page.locator('.q-chart canvas').first().waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  it('takes the overview to a few pages of A4', async () => {
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pagesIn(pdf)).toBeGreaterThanOrEqual(2);
    expect(pagesIn(pdf)).toBeLessThanOrEqual(5);
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[\s*0 0 59[45]\S* 84[12]\S*\s*\]/);
    // The screen is as it was.
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
  });

  it('is light on paper, charts too, without what only a screen can use', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1000 });
    const ink = `(() => {
      const canvas = document.querySelector('.q-trends canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0, count = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200) { sum += data[at] + data[at + 1] + data[at + 2]; count++; }
      return sum / count / 3;
    })()`;
    const onScreen = (await page.evaluate(ink)) as number;
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    expect(await page.getAttribute('html', 'data-theme')).toBe('light');
    // Dark ink for white paper in place of light ink for a dark screen.
    expect((await page.evaluate(ink)) as number).toBeLessThan(onScreen - 20);
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    for (const gone of ['.q-rail-fixed', '.q-top', '.q-answer-actions', '.q-tour-invitation']) {
      expect(await page.locator(gone).first().isVisible(), gone).toBe(false);
    }
    expect(await page.locator('.q-print-head').innerText()).toContain('打印于');
    const over = await page.evaluate(
      `[...document.querySelectorAll('.q-panel, canvas')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length`,
    );
    expect(over).toBe(0);
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
  });
});
