import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, openPage, settled } from './console/browser.ts';
import { startConsoleServer } from './console/console-server.ts';
import { signIn, skipTour } from './console/pages.ts';
import { ACTS } from './guide/scenes.ts';
import { type Scene, type Stage, WORDS } from './guide/stage.ts';
import { MOMENT, type Story, StoryClock, tellStory } from './guide/story.ts';

/**
 * The pictures of the guide: a server whose clock stands in the story, the console and the phone of a member in both
 * languages, light, each cut to what the text speaks of, as `docs/guide/images/NAME.LANGUAGE.webp`. `npm run screenshots guide`; names after it
 * choose some.
 */
const IMAGES = join(import.meta.dirname, '../docs/guide/images');
const LANGUAGES = ['zh-CN', 'en'] as const;
const WIDTH = 1280;
const HEIGHT = 860;
/** Of a member's phone, cut where its tabs would begin to float over what is below. */
const PHONE = { width: 360, height: 680 } as const;
const MARGIN = 12;
const MINUTE = 60_000;
/** A picture may wait for a busy machine. */
const PATIENCE = MINUTE;
const MOST_BYTES = 150_000;

/** The part of the window that holds all of some elements, with a little room around. */
async function frameOf(page: Page, shown: readonly Locator[]) {
  const boxes = await Promise.all(shown.map(async (one) => (await one.boundingBox())!));
  const { width, height } = page.viewportSize()!;
  const x = Math.max(0, Math.min(...boxes.map((box) => box.x)) - MARGIN);
  const y = Math.max(0, Math.min(...boxes.map((box) => box.y)) - MARGIN);
  const right = Math.min(width, Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN);
  const bottom = Math.min(height, Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN);
  return { x, y, width: right - x, height: bottom - y };
}

async function take(page: Page, scene: Scene, shown: Locator | readonly Locator[] | void): Promise<Buffer> {
  // Charts draw themselves once more when the fonts are there.
  await page.waitForTimeout(400);
  if (!shown) return page.screenshot();
  const all = 'boundingBox' in shown ? [shown] : shown;
  // A window high enough for a long panel.
  const heights = await Promise.all(all.map(async (one) => (await one.boundingBox())!.height));
  const needed = Math.max(scene.height ?? HEIGHT, Math.ceil(heights.reduce((sum, height) => sum + height)) + 160);
  if (needed > page.viewportSize()!.height) {
    await page.setViewportSize({ width: WIDTH, height: needed });
  }
  // In the middle, clear of the bar at the top; what floats stays where it opened.
  if (all.length === 1) await all[0]!.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(400);
  const clip = await frameOf(page, all);
  return page.screenshot({ clip: { ...clip, height: Math.min(clip.height, scene.most ?? clip.height) } });
}

async function shoot(stage: Stage, scene: Scene, language: string): Promise<void> {
  const page = scene.on === 'phone' ? stage.phone : stage.page;
  await page.setViewportSize(scene.on === 'phone' ? PHONE : { width: WIDTH, height: scene.height ?? HEIGHT });
  // A little later than whatever was computed and written for the pictures.
  await page.clock.setFixedTime((scene.of === 'today' ? Date.now() : MOMENT) + 10 * MINUTE);
  const picture = await take(page, scene, await scene.show(stage));
  const data = await sharp(picture).resize({ width: WIDTH, withoutEnlargement: true }).webp({ quality: 80 }).toBuffer();
  const file = `${scene.name}.${language}.webp`;
  if (data.length > MOST_BYTES) console.log(`${file}: ${data.length} bytes, more than ${MOST_BYTES}`);
  await writeFile(join(IMAGES, file), data);
}

/** A phone on which the member of the story is signed in. */
async function openPhone(browser: Browser, story: Story, language: (typeof LANGUAGES)[number]): Promise<Page> {
  const phone = await openPage(browser, { width: PHONE.width, language, theme: 'light', scale: 2 }, PHONE.height);
  phone.setDefaultTimeout(PATIENCE);
  await phone.goto(await story.memberLink());
  await settled(phone);
  await phone.getByRole('button').first().click();
  await phone.getByRole('navigation').waitFor();
  return phone;
}

async function openStages(browser: Browser, story: Story, first: Page): Promise<Record<string, Stage>> {
  const english = await openPage(browser, { width: WIDTH, language: 'en', theme: 'light', scale: 2 }, HEIGHT);
  english.setDefaultTimeout(PATIENCE);
  await signIn(english, story.server);
  const pages = { 'zh-CN': first, en: english };
  const stages: Record<string, Stage> = {};
  for (const language of LANGUAGES) {
    const phone = await openPhone(browser, story, language);
    stages[language] = { page: pages[language], phone, words: WORDS[language], story };
  }
  return stages;
}

/** Removes pictures that no scene makes any more. */
async function sweep(): Promise<void> {
  const known = new Set(ACTS.flatMap(({ scenes }) => scenes.map(({ name }) => name)));
  for (const file of await readdir(IMAGES)) if (!known.has(file.split('.')[0]!)) await rm(join(IMAGES, file));
}

/** Takes the pictures, all or those named. */
export async function takeGuidePictures(names: readonly string[]): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  const clock = new StoryClock();
  const server = await startConsoleServer({ members: 2000, clock, followed: true });
  const browser = await launchBrowser();
  const failed: string[] = [];
  try {
    const first = await openPage(browser, { width: WIDTH, language: 'zh-CN', theme: 'light', scale: 2 }, HEIGHT);
    first.setDefaultTimeout(PATIENCE);
    await signIn(first, server);
    const story = await tellStory(first, server, clock);
    const stages = await openStages(browser, story, first);
    for (const { page } of Object.values(stages)) await skipTour(page, server);
    for (const { scenes, after } of ACTS) {
      for (const scene of scenes.filter(({ name }) => names.length === 0 || names.includes(name))) {
        for (const language of LANGUAGES)
          await shoot(stages[language]!, scene, language).catch((error: Error) =>
            failed.push(`${scene.name}.${language}: ${error.message.split('\n')[0]}`),
          );
      }
      await after?.(stages['zh-CN']!);
    }
    if (names.length === 0) await sweep();
  } finally {
    await browser.close();
    await server.stop();
  }
  const sizes = await Promise.all((await readdir(IMAGES)).map(async (file) => (await stat(join(IMAGES, file))).size));
  console.log(`${sizes.length} pictures, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000)} kB`);
  if (failed.length > 0) throw new Error(`not taken:\n${failed.join('\n')}`);
}
