import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, overflowOf, settled, watchComplaints } from './browser.ts';
import { PASSWORD, startEmptyServer } from './console-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

const CHAT = [
  '{"id":"1","platform":"wechat","member":"wx1","name":"李雷","kind":"message","at":"2026-05-01T10:00:00Z","text":"hi"}',
];
const SHEET =
  '读书会签到表 2026-05-02,,\n姓名,手机号,签到\n李雷,,✓\n王小明,138 0013 8000,✓\n韩梅梅,,\n王小明,13800138000,✓\n';

describe.skipIf(missing)(missing ? `communities (skipped: ${missing})` : 'communities', () => {
  let server: Awaited<ReturnType<typeof startEmptyServer>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const open = async (path: string) => {
    await page.goto(server.address + path);
    await settled(page);
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startEmptyServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' });
    complaints = watchComplaints(page, (status) => status === 401 || status === 404);
    await page.goto(server.ownerLink);
    await page.fill('input[name=workspace]', '南城书店');
    await page.fill('input[name=name]', '店长');
    await page.fill('input[name=email]', 'owner@example.org');
    await page.fill('input[name=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.getByRole('heading', { name: '新建社群' }).waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('are made from a template, step by step', async () => {
    await page.fill('input[name=name]', '南城邻里');
    await page.getByRole('radio', { name: /地域社群/ }).check();
    await page.locator('[data-test=next-step]').click();
    await page.waitForURL(/step=positioning/);
    expect(await page.locator('textarea[name=positioning]').inputValue()).toContain('同一个地方');
    await page.fill('textarea[name=positioning]', '南城的邻居');
    await page.locator('[data-test=next-step]').click();
    expect(await page.locator('input[name=slogan]').inputValue()).toBe('远亲不如近邻');
    await page.locator('[data-test=next-step]').click();
    await page.locator('[data-test=next-step]').click();
    await page.getByRole('checkbox', { name: /生活服务群/ }).check();
    await page.locator('[data-test=create-community]').click();
    await page.waitForURL(/\/c\/community$/);
  });

  it('can be changed afterwards, and show their logo', async () => {
    await open('/c/community/settings');
    expect(await page.locator('textarea[name=positioning]').inputValue()).toBe('南城的邻居');
    const culture = page.locator('#culture');
    await culture.locator('input[name=slogan]').fill('邻里一家');
    await culture.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    const buffer = await sharp({ create: { width: 300, height: 100, channels: 3, background: '#0e9f8a' } })
      .png()
      .toBuffer();
    await page.locator('[data-test=file-logo]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
    await page.locator('.q-switcher img.q-community-avatar').waitFor();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    complaints.length = 0;
    await page
      .locator('[data-test=file-avatar]')
      .setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: svg });
    await page.getByText('这张图片不能用').waitFor();
    // The refusal is what was asked for, and a browser reports every one.
    expect(complaints.splice(0)).toHaveLength(1);
    await page.reload();
    await settled(page);
    expect(await page.locator('input[name=slogan]').inputValue()).toBe('邻里一家');
    expect(await page.evaluate("document.querySelector('.q-image-logo img').naturalWidth")).toBe(300);
  });

  it('have groups that meet in person; a sign-in sheet says who was there, once', async () => {
    await open('/c/community/groups');
    expect(await page.locator('.q-groups').innerText()).toContain('等待接入');
    await page.locator('[data-test=new-group]').click();
    await page.getByText('在线下见面').click();
    await page.fill('input[name=group-name]', '节气聚会');
    await page.fill('input[name=venue]', '社区中心');
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    await page.locator('.q-groups').getByText('节气聚会').waitFor();
    expect(await page.locator('.q-groups').innerText()).toContain('社区中心');

    const chat = { name: 'chat.jsonl', mimeType: 'text/plain', buffer: Buffer.from(CHAT.join('\n')) };
    await open('/c/community/imports');
    await page.locator('input[data-test=file]').setInputFiles(chat);
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
    await page.locator('[data-test=start-import]').click();
    await page.getByText('导入结果').waitFor();

    for (const [written, known] of [
      [2, 0],
      [0, 2],
    ] as const) {
      await open('/c/community/groups');
      await page.getByRole('button', { name: '操作: 节气聚会' }).click();
      await page.getByRole('menuitem', { name: '导入签到表' }).click();
      const sheet = { name: `签到${written}.csv`, mimeType: 'text/csv', buffer: Buffer.from(SHEET) };
      await page.locator('[data-test=sheet-file]').setInputFiles(sheet);
      await page.getByText('2 人次可以导入').waitFor();
      expect(await page.locator('[data-test=sheet-rows]').innerText()).toMatch(
        /没有签到: 1 · 行 5[\s\S]*签到了两次: 1 · 行 6/,
      );
      const people = page.locator('.q-sheet-people');
      await people.getByText('王小明').first().waitFor();
      if (written > 0) {
        expect(await people.innerText()).toContain('新成员');
        await people.locator('.ant-select').first().click();
        await page.getByText('李雷（微信，仅同名）').last().click();
      } else await people.getByText('同一个线下账号').first().waitFor();
      await page.locator('[data-test=start-sheet]:not([disabled])').click();
      await page.getByText('导入结果').waitFor();
      const figures = await page.locator('.q-import-figures').innerText();
      expect(
        [written, known].map(String).every((figure) => figures.includes(figure)),
        figures,
      ).toBe(true);
    }
    const { groups } = await page.evaluate<{ groups: { contributions28: number }[] }>(
      "fetch('/api/v1/communities/community/groups/activity').then((answer) => answer.json())",
    );
    expect(groups).toHaveLength(1);
  }, 180_000);

  it('fit every width, the blank sheet too, and nothing complained', async () => {
    await open('/c/community/groups');
    await page.getByRole('button', { name: '操作: 节气聚会' }).click();
    await page.getByRole('menuitem', { name: '打印空白签到表' }).click();
    await page.locator('.q-blank tbody tr').nth(23).waitFor();
    const blank = new URL(page.url()).pathname;
    const found: string[] = [];
    for (const path of [blank, '/c/community/settings', '/c/community/groups', '/c/community/sign-in-sheets']) {
      await open(path);
      for (const width of [1280, 820, 360]) {
        await page.setViewportSize({ width, height: 860 });
        const over = await overflowOf(page);
        if (over > 0) found.push(`${path} at ${width}: ${over} px too wide`);
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
