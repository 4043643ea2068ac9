import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { chromiumPath, launchBrowser, openPage, settled, watchComplaints } from './browser.ts';
import { type ConsoleServer, PASSWORD } from './console-server.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const KEY = 'two-platforms';

/** A small community in which one person has an account on each of two platforms. */
async function makeCommunity({ app, workspaceId }: ConsoleServer): Promise<void> {
  const { database, engine } = app.services;
  const { id } = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'Two platforms', key: KEY, zone: 'UTC' }),
  );
  const space = communitySpace(id);
  const people = ['林小满', '林小满', '周舟', '郑一', '吴双'].map((name, at) => ({
    name,
    platform: at === 1 ? 'telegram' : 'qq',
    externalId: `m${at}`,
  }));
  await database.inWorkspace(workspaceId, (tx) =>
    ensureAccounts(
      tx,
      id,
      people.map((one) => ({ ...one, id: space.accountId(one.platform, one.externalId), bot: false, firstAt: 0 })),
    ),
  );
  const events = people.flatMap((one, at) =>
    Array.from({ length: 6 }, (_, day) => ({
      id: `e${at}.${day}`,
      platform: one.platform,
      member: one.externalId,
      name: one.name,
      group: one.platform,
      groupName: one.platform,
      kind: 'message' as const,
      text: 'hello',
      at: new Date(Date.now() - (day + 1) * 86_400_000 - at * 3_600_000).toISOString(),
    })),
  );
  const scope = grantScope(workspaceId, id);
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone: 'UTC' }, events)).changed);
  await evaluateCommunity(app.services, { workspaceId, communityId: id });
}

describe.skipIf(missing)(missing ? `members in the console (skipped: ${missing})` : 'members in the console', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const open = async (path: string) => {
    await page.goto(`${server.address}/c/${KEY}${path}`);
    await settled(page);
  };
  const names = () => page.locator('.q-members-body .q-member-name > span:last-child').allInnerTexts();

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    await makeCommunity(server);
    page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' });
    complaints = watchComplaints(page, (status) => status === 401);
    await open('/members');
    await page.fill('input[name=email]', server.email);
    await page.fill('input[name=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForURL(/\/members/);
    await settled(page);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  it('are tagged in bulk after a preview, found by that tag, and kept as a view', async () => {
    await expect.poll(names).toHaveLength(5);
    await page.getByRole('checkbox', { name: '选择 周舟' }).click();
    await page.getByRole('checkbox', { name: '选择 郑一' }).click();
    await page.locator('[data-test=bulk]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('标签').fill('重点');
    await dialog.getByText('会改变 2 位').waitFor();
    await dialog.getByRole('button', { name: '应用到 2 位' }).click();
    await dialog.getByText('已改变 2 位').waitFor();
    await dialog.getByRole('button', { name: '完成' }).click();
    await open('/members?tag=重点&sort=name&order=asc');
    await expect.poll(async () => (await names()).toSorted()).toEqual(['周舟', '郑一'].toSorted());
    await page.locator('[data-test=views]').click();
    await page.fill('input[name=view]', '重点成员');
    await page.locator('.q-view-save button[type=submit]').click();
    await page.locator('.q-view', { hasText: '重点成员' }).waitFor();
    await open('/members');
    await page.locator('[data-test=views]').click();
    await page.locator('.q-view button', { hasText: '重点成员' }).first().click();
    await page.waitForURL(/tag=/);
    await expect.poll(names).toHaveLength(2);
  });

  it('are downloaded as the file that the filter means', async () => {
    await page.locator('[data-test=export]').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: '下载 CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(download.suggestedFilename()).toMatch(/^members-two-platforms-.*\.csv$/);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('城市');
  });

  it('are merged with the reasons in sight, and are two again when that is taken back', async () => {
    await open('/merges');
    const pair = page.locator('.q-match', { hasText: '林小满' });
    await pair.waitFor();
    expect(await pair.innerText()).toContain('名字相同');
    await pair.getByRole('button', { name: '对照并合并' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 个账号').waitFor();
    await dialog.getByRole('button', { name: '合并为一个人' }).click();
    await pair.waitFor({ state: 'detached' });
    await expect.poll(async () => (await open('/members?sort=name'), names()), { timeout: 60_000 }).toHaveLength(4);
    await page.locator('.q-member-link', { hasText: '林小满' }).click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}$/);
    await settled(page);
    await expect.poll(() => page.locator('.q-accounts li').count()).toBe(2);
    await page.locator('.q-merges button').first().click();
    await page.getByRole('dialog').locator('.ant-btn-primary').click();
    await expect.poll(() => page.locator('.q-accounts li').count()).toBe(1);
    await expect.poll(async () => (await open('/members'), names()), { timeout: 60_000 }).toHaveLength(5);
  });

  it('carry attributes with their source and consent, and notes', async () => {
    await open('/members');
    await page.locator('.q-member-link', { hasText: '吴双' }).click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}$/);
    await settled(page);
    await page.getByRole('button', { name: '设置城市' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: '城市' }).fill('杭州');
    await page.getByRole('dialog').locator('.ant-btn-primary').click();
    await page.locator('.q-held', { hasText: '杭州' }).waitFor();
    expect(await page.locator('.q-held').innerText()).toContain('未询问');
    await page.getByRole('textbox', { name: '添加备注' }).fill('喜欢看推理小说');
    await page.locator('.q-note-form button[type=submit]').click();
    await page.locator('.q-notes', { hasText: '喜欢看推理小说' }).waitFor();
    await open('/members?attribute=city:is:杭州');
    await expect.poll(names).toEqual(['吴双']);
    expect(complaints).toEqual([]);
  });
});
