import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { type Bench, percentile } from './bench.ts';

const PEOPLE = 5_000;
const TIES = 20_000;
const FRAMES = 240;
const ENTRY = new URL('graph-frames-page.mjs', import.meta.url).pathname;

/** Without a graphics card, as in the tests, and as many frames as the machine gives: else all take a 60th of a second. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync'];

/** Milliseconds from a frame to the next while the picture is dragged and zoomed. */
type Frames = { gesture: number[]; whole: number[]; slide: number[] };

/** The picture of a network of 5,000 people in a browser: how long frames take while it moves. */
export const graphFrames: Bench = {
  name: 'graph-frames',
  async run({ directory, scale, say }) {
    const { chromiumPath } = await import('../e2e/console/browser.ts');
    const executablePath = chromiumPath();
    if (!executablePath) {
      say('skipped: Chromium is not installed');
      return [];
    }
    const script = await bundle(ENTRY, directory);
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    try {
      const page = await browser.newPage({ viewport: { width: 1180, height: 760 }, deviceScaleFactor: 2 });
      await page.setContent('<canvas style="position:fixed;inset:0;width:100%;height:100%"></canvas>');
      await page.addScriptTag({ content: script });
      const size = { people: Math.round(PEOPLE * scale), ties: Math.round(TIES * scale), frames: FRAMES };
      const frames = (await page.evaluate(`measureFrames(${JSON.stringify(size)})`)) as Frames;
      say(`${size.people} people, ${size.ties} ties, ${FRAMES} frames of each`);
      return (
        [
          ['dragged and zoomed', frames.gesture],
          ['moved by the time slider', frames.slide],
          ['every frame drawn whole', frames.whole],
        ] as const
      ).flatMap(([what, times]) => [
        { name: `a frame, ${what}: median`, value: percentile(times, 0.5), unit: 'ms' as const },
        { name: `a frame, ${what}: 90 % under`, value: percentile(times, 0.9), unit: 'ms' as const },
      ]);
    } finally {
      await browser.close();
    }
  },
};

/** The console's own drawing with the measuring page, as one script. */
async function bundle(entry: string, directory: string): Promise<string> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: directory,
      emptyOutDir: false,
      lib: { entry, formats: ['iife'], name: 'page', fileName: () => 'frames.js' },
    },
  });
  return readFileSync(join(directory, 'frames.js'), 'utf8');
}
