import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IrcPerson } from '#connectors/irc/testing/irc-person.ts';
import { type Ngircd, startNgircd } from '#connectors/irc/testing/ngircd.ts';
import { findProgram } from '#testkit/debian-program.ts';
import { chromiumPath, launchBrowser, openPage, settled, watchComplaints } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';
import { signIn } from './pages.ts';
import { startToldServer } from './told-server.ts';

const program = findProgram('ngircd');
const missing = !chromiumPath() ? 'Chromium is not installed' : program ? undefined : 'ngircd is not installed';

/** From the form of a connector to the answer that somebody in the group reads, with a real IRC server. */
describe.skipIf(missing)(missing ? `IRC (skipped: ${missing})` : 'an IRC group attached in the console', () => {
  let server: ConsoleServer;
  let irc: Ngircd;
  let browser: Browser;
  let page: Page;
  let ann: IrcPerson;
  let complaints: string[];
  const goTo = async (path: string) => {
    await page.goto(`${server.address}/c/${server.community}${path}`);
    await settled(page);
  };

  beforeAll(async () => {
    [server, irc, browser] = await Promise.all([startToldServer(), startNgircd(program!), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'en', theme: 'light' });
    complaints = watchComplaints(page);
    await signIn(page, server);
    ann = await IrcPerson.enter(irc.port, 'ann', ['#books']);
  }, 180_000);
  afterAll(async () => {
    ann?.leave();
    await browser?.close();
    await server?.stop();
    await irc?.close();
  }, 180_000);

  it('is tried before it is kept, connects, and shows its channel', async () => {
    await goTo('/connections/new');
    await page.locator('.q-connector', { hasText: 'IRC' }).click();
    await page.getByLabel('Server', { exact: true }).fill(`irc://127.0.0.1:${irc.port}`);
    await page.getByLabel('Nick', { exact: true }).fill('shopbot');
    await page.getByLabel('Channels', { exact: true }).fill('#books');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It connects').waitFor();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.waitForURL(/connections\/[0-9a-f-]{36}/);
    await page.locator('.q-connection-up').waitFor();
    await page.getByRole('rowheader', { name: /#books/ }).waitFor();
    await ann.sees(/^:shopbot\S* JOIN :?#books/);
  });

  it('is attached to the community, and somebody who asks there is answered', async () => {
    await page.locator('.q-connection-community').click();
    await page.locator('.ant-select-item-option').first().click();
    await expect.poll(() => page.locator('.q-connection-community').innerText()).not.toContain('None');
    await goTo('/reactions');
    ann.say('PRIVMSG #books :when do you open? 几点开门');
    // Two rules of the demo: thanks for a first message, and the opening hours.
    await ann.sees(/^:shopbot\S* PRIVMSG #books :.*ann/);
    await ann.sees(/^:shopbot\S* PRIVMSG #books :.*10:00/);
    await page.reload();
    await settled(page);
    await page
      .getByText(/In 28 days answered 1/)
      .first()
      .click();
    const run = page.locator('.ant-modal tbody tr');
    await run.waitFor();
    expect(await run.innerText()).toMatch(/ann[\s\S]*Answered/);
    // `QUNLUO_PICTURES=docs/images vitest run e2e/console/irc.test.ts` takes the picture of docs/connectors.
    const folder = process.env['QUNLUO_PICTURES'];
    if (folder) await page.screenshot({ path: `${folder}/irc-answered.en.png` });
  });

  it('says what it heard and sent, and nobody is bothered by errors', async () => {
    await goTo('/connections');
    const card = page.locator('.q-connection', { hasText: 'IRC' }).filter({ has: page.locator('.q-connection-up') });
    await expect.poll(() => card.innerText(), { timeout: 30_000 }).toMatch(/Sent\s+2 ·/);
    expect(complaints).toEqual([]);
  });
});
