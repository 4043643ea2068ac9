import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt, fromBase32 } from '../../src/modules/identity/second-factor/totp.ts';
import { chromiumPath, launchBrowser, openPage, overflowOf, settled, watchComplaints } from './browser.ts';
import { startEmptyServer } from './console-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const OWNER = { name: '林晓', email: 'lin@example.com', password: 'a long and plain sentence', workspace: '南城书店' };
const PASSWORD = 'another plain sentence';

describe.skipIf(missing)(missing ? `team (skipped: ${missing})` : 'team', () => {
  let server: Awaited<ReturnType<typeof startEmptyServer>>;
  let browser: Browser;
  let owner: Page;
  let complaints: string[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startEmptyServer(), launchBrowser()]);
    owner = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' });
    // The first look at a page asks who is signed in; a weak password, a missing code are refused on purpose.
    complaints = watchComplaints(owner, (status) => [400, 401].includes(status));
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  it('keeps what somebody types while the page still loads', async () => {
    const page = await openPage(browser, { width: 360, language: 'zh-CN', theme: 'light' });
    const loaded = page.waitForEvent('requestfinished', (request) => /zh_CN-[^/]*\.js$/.test(request.url()));
    await page.route(/zh_CN-[^/]*\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await page.goto(`${server.address}/signin`);
    await page.fill('input[name=email]', OWNER.email);
    await loaded;
    await settled(page);
    expect(await page.inputValue('input[name=email]')).toBe(OWNER.email);
    await page.context().close();
  });

  it('says why a password is not good enough, and takes another', async () => {
    await owner.goto(server.ownerLink);
    for (const [name, value] of Object.entries(OWNER)) await owner.fill(`input[name=${name}]`, value);
    await owner.fill('input[name=password]', 'Password1234');
    await owner.click('button[type=submit]');
    await owner.getByText('这个密码出现在泄露名单里').waitFor();
    await owner.fill('input[name=password]', OWNER.password);
    await owner.click('button[type=submit]');
    await owner.waitForURL(/communities\/new/);
  });

  it('invites somebody, who comes in by the link with the role', async () => {
    await owner.goto(`${server.address}/settings/team`);
    await settled(owner);
    await owner.locator('.q-page-head button').click();
    await owner.fill('input[name=invite-email]', 'xiaoman@example.com');
    await owner.keyboard.press('Enter');
    const link = await owner.locator('[data-test=link]').innerText();
    const guest = await openPage(browser, { width: 360, language: 'en', theme: 'dark' });
    await guest.goto(link);
    await guest.getByText('Join “南城书店”').waitFor();
    expect(await overflowOf(guest)).toBe(0);
    await guest.fill('input[name=name]', '小满');
    await guest.fill('input[name=password]', PASSWORD);
    await guest.click('button[type=submit]');
    await guest.waitForURL(`${server.address}/communities/new`);
    // An editor manages no team, and the page says so.
    await guest.goto(`${server.address}/settings/team`);
    await guest.locator('.q-empty').first().waitFor();
    await owner.reload();
    await settled(owner);
    expect(await owner.locator('.q-seats').first().innerText()).toContain('xiaoman@example.com');
    await guest.context().close();
  });

  it('turns two-step sign-in on, and asks for the code', async () => {
    await owner.goto(`${server.address}/settings/account`);
    await settled(owner);
    await owner.getByRole('button', { name: '启用两步验证' }).click();
    await owner.fill('.ant-modal input[name=password]', OWNER.password);
    await owner.keyboard.press('Enter');
    const secret = fromBase32(await owner.locator('[data-test=totp-secret]').innerText());
    // A code is taken only while the app shows it: with little left of this one, the next.
    const left = 30_000 - (Date.now() % 30_000);
    if (left < 8_000) await sleep(left);
    await owner.fill('.ant-modal input[name=code]', codeAt(secret, Date.now()));
    await owner.keyboard.press('Enter');
    await owner.locator('.q-recovery').waitFor();
    const recovery = await owner.locator('.q-recovery code').first().innerText();
    const phone = await openPage(browser, { width: 360, language: 'zh-CN', theme: 'dark' });
    await phone.goto(`${server.address}/signin`);
    await phone.fill('input[name=email]', OWNER.email);
    await phone.fill('input[name=password]', OWNER.password);
    await phone.click('button[type=submit]');
    await phone.getByText('用恢复码登录').click();
    await phone.fill('input[name=code]', recovery);
    await phone.click('button[type=submit]');
    await phone.waitForURL(/communities\/new/);
    await phone.context().close();
  });

  it('shows an owner where somebody is signed in, and ends it', async () => {
    await owner.goto(`${server.address}/settings/team`);
    await settled(owner);
    await owner.getByRole('button', { name: '小满的更多操作' }).click();
    await owner.getByRole('menuitem', { name: '登录着的设备' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByText(/^Chrome \d+ · Linux$/).waitFor();
    await dialog.getByRole('button', { name: '结束', exact: true }).click();
    await dialog.getByText('没有登录着的设备').waitFor();
    await dialog.getByRole('button', { name: '关闭' }).last().click();
  });

  it('shows in the audit trail who did what, and what it was before', async () => {
    await owner.goto(`${server.address}/settings/team`);
    await settled(owner);
    await owner.getByRole('combobox', { name: '小满的角色' }).click();
    await owner.locator('.ant-select-item-option', { hasText: '分析师' }).click();
    await settled(owner);
    await owner.goto(`${server.address}/settings/audit?action=team.change-role`);
    await settled(owner);
    const entry = owner.locator('.q-audit > li').first();
    expect(await entry.innerText()).toContain('林晓 更改了角色');
    await entry.locator('summary').click();
    expect(await entry.locator('del').innerText()).toBe('编辑');
    expect(await entry.locator('ins').innerText()).toBe('分析师');
    expect(complaints).toEqual([]);
  });
});
