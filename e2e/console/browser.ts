import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';

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
  watchTraffic(page);
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

/** What each page is asking for, and when (ms) that last changed. */
const traffic = new WeakMap<Page, { open: Set<Request>; changed: number }>();

function watchTraffic(page: Page): void {
  const seen = { open: new Set<Request>(), changed: Date.now() };
  traffic.set(page, seen);
  const over = (request: Request) => {
    if (seen.open.delete(request)) seen.changed = Date.now();
  };
  page.on('request', (request) => {
    // A stream of events never ends; what it brings is asked for by requests of its own.
    if (request.resourceType() === 'eventsource') return;
    // What another document still asked for does not concern the next.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) seen.open.clear();
    seen.open.add(request);
    seen.changed = Date.now();
  });
  page.on('requestfinished', over);
  page.on('requestfailed', over);
}

/** How long (ms) a page asks for nothing before it counts as having all it wants. */
const QUIET = 300;
const PATIENCE = 90_000;
const BUSY = '.q-skeleton, .ant-btn-loading';
const FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

/**
 * Waits until the page has what it asked for: no request under way for a while, no skeleton, nothing loading. Unlike
 * the load state of a page this holds for pages that are gone to within the console as well.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState();
  const seen = traffic.get(page)!;
  const last = Date.now() + PATIENCE;
  for (;;) {
    // A document that is just being left has no frames any more.
    await page.evaluate(FRAMES).catch(() => {});
    const wait = seen.changed + QUIET - Date.now();
    if (seen.open.size === 0 && wait <= 0 && (await page.locator(BUSY).count()) === 0) return;
    if (Date.now() > last) {
      throw new Error(`${page.url()} still asks: ${[...seen.open].map((request) => request.url()).join(', ')}`);
    }
    await sleep(Math.max(wait, 50));
  }
}
