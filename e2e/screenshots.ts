import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type Look, openPage, overflowOf, settled } from './console/browser.ts';
import { type ConsoleServer, startConsoleServer } from './console/console-server.ts';
import { learnIds, pagesOf, signIn, skipTour } from './console/pages.ts';
import { takeGuidePictures } from './guide-pictures.ts';

/**
 * Pictures of every page in each language, theme and width, from a server with the simulated community, into
 * `e2e/shots` (not kept), and the two of the READMEs into `docs/images`. `npm run screenshots`; words after it choose
 * pages by name, `readme` only those two, `guide` those of the guide (`guide-pictures.ts`).
 */
const ROOT = join(import.meta.dirname, '..');
const SHOTS = join(ROOT, 'e2e/shots');
const IMAGES = join(ROOT, 'docs/images');
/** A picture may wait for a busy machine. */
const PATIENCE = 60_000;
const WIDTHS = [1280, 820, 360] as const;

async function shoot(page: Page, look: Look, name: string): Promise<void> {
  // Charts draw themselves once more when the fonts are there.
  await page.waitForTimeout(250);
  const file = `${name}.${look.language}.${look.theme}.${look.width}.png`;
  await page.screenshot({ path: join(SHOTS, file), fullPage: true });
  const over = await overflowOf(page);
  if (over > 0) console.log(`${file}: ${over} px too wide`);
}

async function shootLook(browser: Browser, server: ConsoleServer, look: Look, names: readonly string[]): Promise<void> {
  const page = await openPage(browser, look);
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(`${server.address}/signin`);
    await settled(page);
    await shoot(page, look, 'sign-in');
    await signIn(page, server);
    for (const { name, path } of pagesOf(await learnIds(page, server))) {
      if (names.length > 0 && !names.includes(name)) continue;
      await page.goto(server.address + path);
      await settled(page);
      await shoot(page, look, name);
    }
  } finally {
    await page.context().close();
  }
}

/** The picture of a README: the first screen of the overview. */
async function shootReadme(browser: Browser, server: ConsoleServer, language: Look['language']): Promise<void> {
  const page = await openPage(browser, { width: 1280, language, theme: 'light' }, 940);
  page.setDefaultTimeout(PATIENCE);
  await signIn(page, server);
  await skipTour(page, server);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(IMAGES, `overview.${language}.png`) });
  await page.context().close();
}

async function takeAll(names: readonly string[]): Promise<void> {
  await mkdir(SHOTS, { recursive: true });
  await mkdir(IMAGES, { recursive: true });
  const server = await startConsoleServer({ members: 2000, followed: true });
  const browser = await launchBrowser();
  try {
    for (const language of ['zh-CN', 'en'] as const) await shootReadme(browser, server, language);
    if (names.join() === 'readme') return;
    for (const language of ['zh-CN', 'en'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        for (const width of WIDTHS) await shootLook(browser, server, { width, language, theme }, names);
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

const names = process.argv.slice(2);
await (names[0] === 'guide' ? takeGuidePictures(names.slice(1)) : takeAll(names));
