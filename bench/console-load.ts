import type { Browser, CDPSession, Page } from 'playwright-core';
import { chromiumPath, launchBrowser, openPage, settled } from '../e2e/console/browser.ts';
import { type ConsoleServer, startConsoleServer } from '../e2e/console/console-server.ts';
import { signIn } from '../e2e/console/pages.ts';
import { median, type Bench, type Figure } from './bench.ts';

const ROUNDS = 5;
const MEMBERS = 500;
/** Chrome's preset for a slow mobile connection: 1.6 Mbit/s down, 0.75 up, 150 ms there and back. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

type Load = { answerMs: number; bytes: number; requests: number; settledBytes: number };

/**
 * What the first look at the console costs: bytes over the wire (compressed) and time from the address to the answer
 * sentence of the overview, signed in, with nothing cached, on this machine's own network and on a slow one; and the
 * next look, when the parts of the page are in the browser's cache.
 */
export const consoleLoad: Bench = {
  name: 'console-load',
  async run({ say }) {
    if (!chromiumPath()) {
      say('no Chromium: not measured');
      return [];
    }
    const server = await startConsoleServer({ members: MEMBERS });
    const browser = await launchBrowser();
    try {
      const session = await storedSession(browser, server);
      const look = { browser, server, session };
      const [first, slow, again] = [[], [], []] as [Load[], Load[], Load[]];
      for (let round = 0; round < ROUNDS; round++) {
        say(`round ${round + 1} of ${ROUNDS}`);
        first.push((await load(look, false))[0]!);
        const loads = await load(look, true);
        slow.push(loads[0]!);
        again.push(loads[1]!);
      }
      return figures(first, slow, again);
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};

type Look = { browser: Browser; server: ConsoleServer; session: Awaited<ReturnType<typeof storedSession>> };

async function storedSession(browser: Browser, server: ConsoleServer) {
  const page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' });
  await signIn(page, server);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/** A first load in a fresh context; on the slow network also a second one with what the first left in the cache. */
async function load({ browser, server, session }: Look, slow: boolean): Promise<Load[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, storageState: session });
  try {
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    if (slow) await network.send('Network.emulateNetworkConditions', SLOW);
    const address = `${server.address}/c/${server.community}`;
    const loads = [await measure(page, network, () => page.goto(address, { waitUntil: 'commit' }))];
    if (slow) loads.push(await measure(page, network, () => page.goto(address, { waitUntil: 'commit' })));
    return loads;
  } finally {
    await context.close();
  }
}

async function measure(page: Page, network: CDPSession, go: () => Promise<unknown>): Promise<Load> {
  let [bytes, requests] = [0, 0];
  const count = ({ encodedDataLength }: { encodedDataLength: number }) => {
    bytes += encodedDataLength;
    requests += 1;
  };
  network.on('Network.loadingFinished', count);
  const start = performance.now();
  await go();
  await page.locator('.q-answer h1').waitFor();
  const answerMs = performance.now() - start;
  const atAnswer = { bytes, requests };
  await settled(page);
  network.off('Network.loadingFinished', count);
  return { answerMs, ...atAnswer, settledBytes: bytes };
}

function figures(first: Load[], slow: Load[], again: Load[]): Figure[] {
  const of = (loads: Load[], key: keyof Load) => median(loads.map((one) => one[key]));
  const kB = (value: number) => value / 1000;
  return [
    {
      name: 'console, first load to the answer: compressed',
      // On the slow network the charts, which come after the answer, are not yet there.
      value: kB(of(slow, 'bytes')),
      unit: 'kB',
      goal: { atMost: 400 },
      note: `${of(slow, 'requests')} requests; ${Math.round(kB(of(slow, 'settledBytes')))} kB with the charts`,
    },
    {
      name: 'console, first load to the answer: time',
      value: of(first, 'answerMs'),
      unit: 'ms',
      goal: { atMost: 1500 },
    },
    {
      name: 'console, first load at 1.6 Mbit/s and 150 ms: time',
      value: of(slow, 'answerMs'),
      unit: 'ms',
      goal: { atMost: 5000 },
    },
    {
      name: 'console, next load at 1.6 Mbit/s and 150 ms: time',
      value: of(again, 'answerMs'),
      unit: 'ms',
      goal: { atMost: 2000 },
      note: `${Math.round(kB(of(again, 'bytes')))} kB`,
    },
  ];
}
