import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLOURS } from '../../web/ui/tokens.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

/** How many pages a PDF has: its page objects, not their tree. */
const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

describe.skipIf(missing)(missing ? `paper (skipped: ${missing})` : 'paper', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
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
    // Whether a chart has drawn with a colour: that of its lines in one theme or the other.
    const drawnWith = (colour: readonly number[]) =>
      page.evaluate(
        `(() => {
          const canvas = document.querySelector('.q-trends canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          for (let at = 0; at < data.length; at += 4)
            if (data[at] === ${colour[0]} && data[at + 1] === ${colour[1]} && data[at + 2] === ${colour[2]} && data[at + 3] === 255) return true;
          return false;
        })()`,
      );
    const [onPaper, onScreen] = (['light', 'dark'] as const).map((theme) =>
      [1, 3, 5].map((at) => Number.parseInt(COLOURS[theme].accentStrong.slice(at, at + 2), 16)),
    );
    expect([await drawnWith(onScreen!), await drawnWith(onPaper!)]).toEqual([true, false]);
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    expect(await page.getAttribute('html', 'data-theme')).toBe('light');
    expect([await drawnWith(onScreen!), await drawnWith(onPaper!)]).toEqual([false, true]);
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
