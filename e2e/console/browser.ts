import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PATHS = [
  process.env['QUNLUO_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where Chromium is; undefined on a machine without one. `QUNLUO_CHROMIUM` names another. */
export const chromiumPath = (): string | undefined => PATHS.find((path) => path && existsSync(path));

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium without a window. Throws where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('Chromium is not installed: apt-get install chromium fonts-noto-cjk');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** `scale`: device pixels to one of the page; 1 unless told. */
export type Look = { width: number; language: 'zh-CN' | 'en'; theme: 'light' | 'dark'; scale?: number };

/** A page of its own session that shows the console in a language, a theme (chosen, or the system's) and a width. */
export async function openPage(
  browser: Browser,
  look: Look,
  height = 860,
  choice: 'chosen' | 'system' = 'chosen',
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height },
    deviceScaleFactor: look.scale ?? 1,
    locale: look.language,
    colorScheme: look.theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  await page.addInitScript(
    ([language, theme]) => {
      const set = (key: string, value: string) => localStorage.getItem(key) ?? localStorage.setItem(key, value);
      set('qunluo.language', language!);
      if (theme) set('qunluo.theme', theme);
    },
    [look.language, choice === 'chosen' ? look.theme : ''],
  );
  return page;
}

/**
 * What a page complains about: console errors, uncaught exceptions and failed requests. `expected` says which answers
 * belong to the test, such as the 401 of a wrong password.
 */
export function watchComplaints(
  page: Page,
  expected: (status: number, url: string) => boolean = () => false,
): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    const status = Number(/status of (\d+)/.exec(message.text())?.[1] ?? 0);
    if (message.type() === 'error' && !expected(status, url)) complaints.push(`${message.text()} ${url}`);
  });
  return complaints;
}

/** How many pixels the page is wider than the window; 0 when nothing sticks out. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');

/** Waits until the page has what it asked for: no skeleton, nothing loading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  const busy = page.locator('.q-skeleton, .ant-btn-loading');
  while ((await busy.count()) > 0) await busy.first().waitFor({ state: 'detached' });
}
