import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOn, until } from './axe-faults.ts';
import { chromiumPath, launchBrowser, openPage, settled } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { forgottenPages, type Known, learnIds, OUTSIDE, pageNames, pagesOf, signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const LANGUAGES = ['zh-CN', 'en'] as const;

type Language = (typeof LANGUAGES)[number];
const LANGUAGE_NAMES: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' };

const chooseLanguage = (page: Page, language: Language) =>
  page.evaluate((chosen) => localStorage.setItem('qunluo.language', chosen), language);

const languageOf = (page: Page) => page.getAttribute('html', 'lang') as Promise<Language>;

/** Shows the page that is open in the other language: by its menu, or loaded anew where it has none. */
async function switchLanguage(page: Page): Promise<Language> {
  const now = await languageOf(page);
  const next = LANGUAGES.find((language) => language !== now)!;
  const menu = page.locator('[data-test=language]');
  if (await menu.isVisible()) {
    // Not by the mouse: a drawer may cover it.
    await menu.dispatchEvent('click');
    await page.getByRole('menuitem', { name: LANGUAGE_NAMES[next] }).dispatchEvent('click');
  } else {
    await chooseLanguage(page, next);
    await page.reload();
  }
  await until(page, `html[lang=${next}]`);
  await settled(page);
  return next;
}

/** An address that names nothing: its page has neither frame nor data. */
const NOWHERE = '/nowhere';

/**
 * Goes to a page within the console that is open, which costs a third of loading it anew. The way leads past a page that has
 * nothing, so that nothing of the last one is left and what is looked at is the new one.
 */
async function goTo(page: Page, path: string): Promise<void> {
  const push = (to: string) => page.evaluate(`history.pushState({}, '', ${JSON.stringify(to)})`);
  const nothing = page.locator('.q-message');
  // What lies under the mouse is coloured otherwise.
  await page.mouse.move(0, 0);
  await push(NOWHERE);
  await nothing.waitFor();
  if (path !== NOWHERE) {
    await push(path);
    await nothing.waitFor({ state: 'detached' });
  }
  await settled(page);
}

/** Lends each tab to one test at a time; who comes when all are lent waits for the next that is free. */
function lendTabs(free: Page[]) {
  const waiting: ((tab: Page) => void)[] = [];
  return async <T>(use: (tab: Page) => Promise<T>): Promise<T> => {
    const tab = free.pop() ?? (await new Promise<Page>((resolve) => waiting.push(resolve)));
    try {
      return await use(tab);
    } finally {
      const next = waiting.shift();
      if (next) next(tab);
      else free.push(tab);
    }
  };
}

describe.skipIf(missing)(missing ? `accessibility (skipped: ${missing})` : 'accessibility', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let known: Known;
  /** A third keeps both cores at work while others wait for their data. */
  let third: Page;
  const pages = {} as Record<Language, Page>;
  let withTab: ReturnType<typeof lendTabs>;
  const open = async (page: Page, path: string) => {
    await page.goto(server.address + path);
    await settled(page);
  };
  /** The overview, or another page of the community, in a language whatever the tab was left in. */
  const openIn = async (language: Language, path = '') => {
    const page = pages[language];
    await chooseLanguage(page, language);
    await open(page, `/c/${server.community}${path}`);
    return page;
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    // The theme follows the system, so that it can be changed without loading a page anew.
    const openTab = (language: Language) => openPage(browser, { width: 1280, language, theme: 'light' }, 860, 'system');
    for (const language of LANGUAGES) pages[language] = await openTab(language);
    third = await openTab('zh-CN');
    withTab = lendTabs([third, ...Object.values(pages)]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('looks at every page that there is', () => expect(forgottenPages()).toEqual([]));

  it('is sound outside the sign-in', async () => {
    const look = async (language: Language): Promise<string[]> => {
      const faults: string[] = [];
      for (const { name, path } of OUTSIDE) {
        await open(pages[language], path);
        faults.push(...(await faultsOn(pages[language], `${name} ${language}`, { contrast: language === 'zh-CN' })));
      }
      await signIn(pages[language], server);
      return faults;
    };
    const [faults] = await Promise.all([Promise.all(LANGUAGES.map(look)), signIn(third, server)]);
    known = await learnIds(pages.en, server);
    expect(faults.flat()).toEqual([]);
  });

  // The colours do not depend on the language: they are looked at once, in both themes.
  it.concurrent.for(pageNames())('has nothing serious on %s, in either language, light or dark', (name) =>
    withTab(async (tab) => {
      await goTo(tab, pagesOf(known).find((one) => one.name === name)!.path);
      const faults = await faultsOn(tab, `${name} ${await languageOf(tab)}`, { contrast: true });
      faults.push(...(await faultsOn(tab, `${name} ${await switchLanguage(tab)}`, { contrast: false })));
      expect(faults).toEqual([]);
    }),
  );

  it('has nothing serious in what opens over a page', async () => {
    const page = await openIn('en');
    const faults: string[] = [];
    const look = async (name: string, opened: Locator) => {
      await opened.waitFor();
      // What a sticky head covers in the middle of the page is not covered by how the page is made.
      await page.evaluate('scrollTo(0, 0)');
      faults.push(...(await faultsOn(page, name, { contrast: true })));
    };
    const close = async (opened: Locator) => {
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'hidden' });
    };
    await page.getByRole('button', { name: 'How is this computed: Health' }).first().click();
    const explanation = page.locator('.q-explain');
    await look('explanation', explanation);
    await close(explanation);
    await page.keyboard.press('?');
    const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await look('shortcuts', shortcuts);
    await close(shortcuts);
    await page.keyboard.press('/');
    const palette = page.getByRole('combobox', { name: 'Search and commands' });
    await look('palette', palette);
    await close(palette);
    await page.locator('[data-test=theme]').click();
    const menu = page.getByRole('menuitem', { name: 'Dark' });
    await look('menu', menu);
    await close(menu);
    await page.getByRole('button', { name: 'Numbers' }).first().click();
    await page.getByRole('button', { name: 'Whole matrix' }).click();
    await look('tables', page.locator('.q-chart table').first());
    expect(faults).toEqual([]);
  });

  it('is walked with the keyboard: skip link first, focus always seen, in the order of the page', async () => {
    const page = await openIn('zh-CN');
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
    const page = await openIn('en');
    await page.getByRole('link', { name: 'Members' }).first().click();
    await page.waitForURL(/\/members$/);
    await until(page, 'h1:focus');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/\/imports$/);
    await until(page, 'h1:focus');
    const help = page.locator('[data-test=help]');
    await help.focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await until(page, '[data-test=help]:focus');
  });

  it('switches single keys off for who wants none', async () => {
    const page = await openIn('en', '/imports');
    await page.keyboard.press('?');
    await page.getByRole('switch').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
    expect(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.evaluate(`localStorage.removeItem('qunluo.single-keys')`);
  });

  it('keeps still for who wants no motion', async () => {
    const page = await openIn('zh-CN');
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
