import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, settled } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';
import { forgottenPages, type Known, learnIds, OUTSIDE, pagesOf, signIn } from './pages.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const LANGUAGES = ['zh-CN', 'en'] as const;
const THEMES = ['light', 'dark'] as const;

/** Waits until an expression holds on the page; the policy of the page allows no script that is made of text in it. */
const until = (page: Page, expression: string) =>
  expect.poll(() => page.evaluate(expression), { interval: 50 }).toBe(true);

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The slowest rule by far, and the only one that the theme matters to; the colours are the same in every language. */
const CONTRAST = 'color-contrast';

/** What axe finds serious or critical on the page as it is. */
async function faultsOf(page: Page, where: string, options: axe.RunOptions): Promise<string[]> {
  const found = (await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  )) as axe.AxeResults;
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${where}: ${id} ${nodes.length}× ${nodes[0]!.html.slice(0, 160)} ${nodes[0]!.any[0]?.message ?? ''}`,
    );
}

/** Every rule but contrast; with `contrast` that as well, in each theme. */
async function faultsOn(page: Page, where: string, { contrast }: { contrast: boolean }): Promise<string[]> {
  await page.evaluate(axe.source);
  const faults = await faultsOf(page, where, {
    runOnly: RULES,
    rules: { [CONTRAST]: { enabled: false } },
  });
  if (!contrast) return faults;
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await until(page, `document.documentElement.dataset.theme === '${theme}'`);
    faults.push(...(await faultsOf(page, `${where} ${theme}`, { runOnly: [CONTRAST] })));
  }
  return faults;
}

describe.skipIf(missing)(missing ? `accessibility (skipped: ${missing})` : 'accessibility', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let known: Known;
  const pages = {} as Record<(typeof LANGUAGES)[number], Page>;
  const open = async (page: Page, path: string) => {
    await page.goto(server.address + path);
    await settled(page);
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer({ members: 200, followed: true }), launchBrowser()]);
    for (const language of LANGUAGES) {
      // The theme follows the system, so that it can be changed without loading a page anew.
      pages[language] = await openPage(browser, { width: 1280, language, theme: 'light' }, 860, 'system');
      await open(pages[language], '/signin');
    }
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  it('looks at every page that there is', () => expect(forgottenPages()).toEqual([]));

  it('is sound outside the sign-in', async () => {
    const faults: string[] = [];
    for (const language of LANGUAGES) {
      for (const { name, path } of OUTSIDE) {
        await open(pages[language], path);
        faults.push(...(await faultsOn(pages[language], `${name} ${language}`, { contrast: language === 'zh-CN' })));
      }
      await signIn(pages[language], server);
    }
    known = await learnIds(pages.en, server);
    expect(faults).toEqual([]);
  });

  it('has nothing serious on any page, in either language, light or dark', async () => {
    // Side by side: while one page waits for its data the other is looked at.
    const faults = await Promise.all(
      LANGUAGES.map(async (language) => {
        const found: string[] = [];
        for (const { name, path } of pagesOf(known)) {
          await open(pages[language], path);
          found.push(...(await faultsOn(pages[language], `${name} ${language}`, { contrast: language === 'zh-CN' })));
        }
        return found;
      }),
    );
    expect(faults.flat()).toEqual([]);
  }, 240_000);

  it('has nothing serious in what opens over a page', async () => {
    const page = pages.en;
    const faults: string[] = [];
    await open(page, `/c/${server.community}`);
    const look = async (name: string, close = 'Escape') => {
      await page.waitForTimeout(150);
      faults.push(...(await faultsOn(page, name, { contrast: true })));
      await page.keyboard.press(close);
      await page.waitForTimeout(150);
    };
    await page.getByRole('button', { name: 'How is this computed: Health' }).first().click();
    await look('explanation');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await look('shortcuts');
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
    await look('palette');
    await page.locator('[data-test=theme]').click();
    await look('menu');
    await page.getByRole('button', { name: 'Numbers' }).first().click();
    await page.getByRole('button', { name: 'Whole matrix' }).click();
    await look('tables');
    expect(faults).toEqual([]);
  });

  it('is walked with the keyboard: skip link first, focus always seen, in the order of the page', async () => {
    const page = pages['zh-CN'];
    await open(page, `/c/${server.community}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('q-skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('page');
    const unseen: string[] = [];
    let top = -1;
    let back = 0;
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press('Tab');
      const at = (await page.evaluate(`(() => {
        const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
        return { name: one.outerHTML.slice(0, 120), top: box.top + scrollY, column: box.left > 880,
          seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none' ||
            (one.matches('input[type=radio]') && one.closest('label') !== null) };
      })()`)) as { name: string; top: number; column: boolean; seen: boolean };
      if (!at.seen) unseen.push(at.name);
      // Going back up is right only once, from the foot of the first column to the head of the second.
      if (at.top < top - 60) back++;
      top = at.top;
    }
    expect(unseen).toEqual([]);
    expect(back).toBeLessThanOrEqual(1);
  });

  it('moves the focus to the heading of a page one goes to, and back to the button of what was closed', async () => {
    const page = pages.en;
    await open(page, `/c/${server.community}`);
    await page.getByRole('link', { name: 'Members' }).first().click();
    await page.waitForURL(/\/members$/);
    await until(page, `document.activeElement?.tagName === 'H1'`);
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/\/imports$/);
    await until(page, `document.activeElement?.tagName === 'H1'`);
    const help = page.locator('[data-test=help]');
    await help.focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await until(page, `document.activeElement?.dataset.test === 'help'`);
  });

  it('switches single keys off for who wants none', async () => {
    const page = pages.en;
    await open(page, `/c/${server.community}/imports`);
    await page.keyboard.press('?');
    await page.getByRole('switch').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.waitForTimeout(300);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
    await page.keyboard.press('Escape');
    await page.evaluate(`localStorage.removeItem('qunluo.single-keys')`);
  });

  it('keeps still for who wants no motion', async () => {
    const page = pages['zh-CN'];
    await open(page, `/c/${server.community}`);
    const moving = await page.evaluate(
      `document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 50).length`,
    );
    expect(moving).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.ant-modal')).animationDuration`)).toMatch(
      /^0/,
    );
  });
});
