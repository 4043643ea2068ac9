import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOn, until } from '../console/axe-faults.ts';
import { chromiumPath, launchBrowser, openPage, overflowOf, settled, watchComplaints } from '../console/browser.ts';
import { type MemberServer, startMemberServer } from './member-server.ts';
import { forgottenPages, MEMBER_PAGES, type MemberPage } from './pages.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

/** Nobody is signed in before they are; a link that was used is not taken again. */
const expected = (status: number, url: string) =>
  (status === 401 && url.endsWith('/api/m/v1/me')) || (status === 410 && url.includes('/link/'));

describe.skipIf(missing)(missing ? `member pages (skipped: ${missing})` : 'member pages', () => {
  let server: MemberServer;
  let browser: Browser;
  /** A phone whose owner reads Chinese; the theme follows the system, so that it changes without loading anew. */
  let phone: Page;
  let complaints: string[];

  const open = async (page: Page, address: string) => {
    await page.goto(address);
    await settled(page);
  };
  /** What is wrong with what a page shows now, in its language. `contrast`: looked at too, in both themes. */
  const look = async (page: Page, where: string, contrast: boolean): Promise<string[]> => {
    const over = await overflowOf(page);
    const small = await page.evaluate(tooSmall);
    return [
      ...(over > 0 ? [`${where}: ${over} px too wide`] : []),
      ...small.map((what) => `${where}: too small to tap: ${what}`),
      ...(await faultsOn(page, where, { contrast })),
    ];
  };
  /** Looks at a page in both languages, and at its colours in both themes. */
  const lookTwice = async (page: Page, where: string): Promise<string[]> => {
    const faults = await look(page, where, true);
    await page.evaluate(() => localStorage.setItem('qunluo.language', 'en'));
    await page.reload();
    await until(page, 'html[lang=en]');
    await settled(page);
    faults.push(...(await look(page, `${where} en`, false)));
    await page.evaluate(() => localStorage.setItem('qunluo.language', 'zh-CN'));
    return faults;
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startMemberServer(), launchBrowser()]);
    phone = await openPage(browser, { width: 360, language: 'zh-CN', theme: 'light' }, 740, 'system');
    complaints = watchComplaints(phone, expected);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('are all looked at', () => expect(forgottenPages()).toEqual([]));

  it('let in by a personal link, once', async () => {
    await open(phone, server.entrance);
    const faults = await lookTwice(phone, 'sign-in');
    const link = await server.link();
    await open(phone, link);
    faults.push(...(await look(phone, 'link', true)));
    const stranger = await openPage(browser, { width: 360, language: 'zh-CN', theme: 'dark' }, 740);
    await phone.getByRole('button', { name: /进入$/ }).click();
    await phone.getByRole('navigation').waitFor();
    await open(stranger, link);
    await stranger.getByText('这个链接已经在别的设备上打开过').waitFor();
    await stranger.context().close();
    expect(faults).toEqual([]);
  });

  it.for(MEMBER_PAGES.map((one) => [one.name, one] as const))(
    'show %s well, in both languages and themes',
    async ([name, page]) => {
      const address = await addressOf(phone, server.entrance, page, open);
      await open(phone, address);
      expect(await phone.locator('h1').count(), name).toBe(1);
      expect(await lookTwice(phone, name)).toEqual([]);
    },
  );

  it('keep an answer that could not be sent while its exam is left', async () => {
    const exam = MEMBER_PAGES.find(({ name }) => name === 'exam')!;
    const address = await addressOf(phone, server.entrance, exam, open);
    const tab = await phone.context().newPage();
    /** The first choice of the first question that has choices; what is to be put in order has none. */
    const firstChoice = async () => {
      await tab.locator('.m-question').waitFor();
      while ((await tab.locator('.m-option').count()) === 0) await tab.getByRole('button', { name: '下一题' }).click();
      return tab.locator('.m-option input').first();
    };
    await tab.goto(address);
    await tab.getByRole('button', { name: '开始考试' }).click();
    await tab.route('**/answers/*', (route) => route.abort());
    await (await firstChoice()).check();
    await tab.getByText('还没保存').waitFor();
    await tab.getByRole('button', { name: '返回' }).click();
    await tab.getByRole('link', { name: '继续考试' }).waitFor();
    await tab.unroute('**/answers/*');
    await tab.getByRole('link', { name: '继续考试' }).click();
    await tab.getByText('已保存').waitFor();
    expect(await (await firstChoice()).isChecked()).toBe(true);
    await tab.close();
  });

  it('let in by a code posted in a group', async () => {
    const other = await openPage(browser, { width: 360, language: 'en', theme: 'dark' }, 740);
    await open(other, server.entrance);
    await other.getByRole('button', { name: 'Sign in by a code in your group' }).click();
    const code = await other.locator('.m-code').textContent();
    expect(await look(other, 'code', false)).toEqual([]);
    await server.hear({ member: 'newcomer', name: 'Newcomer', text: `hi, ${code}` });
    await other.getByText('Hello Newcomer').waitFor();
    await other.context().close();
  });

  it('stay when it cannot be asked again who is signed in, and show the way in once nobody is', async () => {
    const tab = await phone.context().newPage();
    await tab.goto(`${server.entrance}me`);
    const asked = tab.waitForResponse((response) => response.url().endsWith('/m/v1/me') && response.status() === 500);
    await tab.getByText('简体中文').waitFor();
    await tab.route('**/api/m/v1/me', (route) => route.fulfill({ status: 500, json: {} }));
    await tab.getByText('简体中文').click();
    await asked;
    // One more tap on what is there shows that it has not gone.
    await tab.getByRole('link', { name: '我的资料与隐私' }).click();
    await tab.getByRole('heading', { level: 1, name: '我的资料与隐私' }).waitFor();
    await tab.unroute('**/api/m/v1/me');
    // Signed out elsewhere, this tab comes to know by the next answer.
    await open(phone, `${server.entrance}me/sessions`);
    await phone.getByRole('button', { name: '在所有设备上退出' }).click();
    await phone.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
    const wayIn = { name: '在群里发验证码登录' };
    await phone.getByRole('button', wayIn).waitFor();
    await tab.getByRole('button', { name: '仅必要' }).click();
    await tab.getByRole('button', wayIn).waitFor();
    await tab.close();
  });

  it('complain about nothing', () => expect(complaints).toEqual([]));
});

/** Where a page is; one with a parameter is found by the first link that leads there. */
async function addressOf(
  phone: Page,
  entrance: string,
  { path, on }: MemberPage,
  open: (page: Page, address: string) => Promise<void>,
): Promise<string> {
  const at = (to: string) => entrance.replace(/\/$/, '') + to;
  if (on === undefined) return at(path);
  await open(phone, at(on));
  const form = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
  const base = new URL(entrance).pathname.replace(/\/$/, '');
  const links = await phone
    .locator('a[href]')
    .evaluateAll((all) => all.map((one) => (one as unknown as { pathname: string }).pathname));
  const found = links.find((link) => form.test(link.slice(base.length)));
  if (!found) throw new Error(`${on} has no link to ${path}`);
  return new URL(found, entrance).href;
}

/** Buttons and links that are lower than 40 px, where a thumb has to meet them; those within a text are not meant. */
const tooSmall = `[...document.querySelectorAll('button, a[href], summary, input, select')]
  .filter((one) => !one.closest('p, .q-hidden') && one.offsetParent !== null && one.type !== 'hidden' && one.type !== 'radio' && one.type !== 'checkbox')
  .filter((one) => one.getBoundingClientRect().height < 40)
  .map((one) => one.outerHTML.slice(0, 100))` as unknown as () => string[];
