import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, settled, watchComplaints } from './browser.ts';
import { type ConsoleServer, PASSWORD } from './console-server.ts';
import { startToldServer } from './told-server.ts';

/** What is used of a canvas; the types of the browser are not known here. */
type Canvas = {
  width: number;
  height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  };
};

const missing = chromiumPath() ? undefined : 'Chromium is not installed';
const title = 'the network in the console';

describe.skipIf(missing)(missing ? `${title} (skipped: ${missing})` : title, () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const path = () => `${server.address}/c/${server.community}/network`;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' });
    complaints = watchComplaints(page, (status) => status === 401);
    await page.goto(path());
    await page.fill('input[name=email]', server.email);
    await page.fill('input[name=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForSelector('.q-network-stage canvas');
    await settled(page);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 180_000);

  /** Pixels of the picture that are not empty, and how many colours they have at least. */
  const painted = () =>
    page.locator('.q-network-stage canvas').evaluate((element) => {
      const canvas = element as unknown as Canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set<number>();
      let pixels = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3]! < 250) continue;
        pixels++;
        colours.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
      }
      return { pixels, colours: colours.size };
    });

  it('is drawn, zooms by keyboard, and has its circles, risks and figures beside it', async () => {
    await expect.poll(async () => (await painted()).pixels).toBeGreaterThan(1000);
    expect((await painted()).colours).toBeGreaterThan(3);
    const before = await page.locator('.q-network-stage canvas').screenshot();
    await page.locator('.q-network-stage canvas').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(async () => (await page.locator('.q-network-stage canvas').screenshot()).equals(before))
      .toBe(false);
    expect(await page.locator('.q-network-circles li').count()).toBeGreaterThan(1);
    await page.locator('.q-network-side .q-why').last().click();
    await page.getByText('圈内关系比随机情况多出多少').waitFor();
    await page.keyboard.press('Escape');
  });

  it('opens a member from the list, their way to another, and from a circle its members', async () => {
    await page.getByText('列表', { exact: true }).click();
    const names = page.locator('.q-network-list .q-network-name');
    const [first, last] = [await names.first().innerText(), await names.last().innerText()];
    await names.first().click();
    await page.getByRole('heading', { name: first, exact: true }).waitFor();
    await page.locator('.q-network-side .q-network-find input').fill(last);
    await page.locator('.ant-select-item-option').first().click();
    await page.locator('.q-network-way li').first().waitFor();
    expect(await page.locator('.q-network-way li .q-network-person-name').first().innerText()).toContain(first);
    expect(page.url()).toMatch(/member=.*to=/);
    await page.getByRole('button', { name: '整个关系网' }).click();
    const circle = page.locator('.q-network-circles button').first();
    await circle.click();
    const size = /(\d+) 人/.exec(await circle.innerText())![1]!;
    await page.getByRole('link', { name: `查看 ${size} 位成员` }).click();
    await page.waitForURL(/members\?circle=1/);
    await page.getByText('圈子 1', { exact: true }).waitFor();
    await page.locator('.q-page-head', { hasText: new RegExp(`(^|\\D)${size}(\\D|$)`) }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('goes through the months, and keeps the one on show in the address', async () => {
    await page.goto(path());
    const slider = page.getByRole('slider', { name: '显示的月份' });
    await slider.focus();
    const now = await page.locator('.q-network-stage canvas').screenshot();
    await page.keyboard.press('Home');
    await page.waitForURL(/month=\d{4}-\d{2}-\d{2}/);
    await expect.poll(async () => (await page.locator('.q-network-stage canvas').screenshot()).equals(now)).toBe(false);
    await page.getByRole('button', { name: '逐月播放' }).click();
    const first = page.url();
    await page.waitForURL((url) => url.href !== first && url.search.includes('month='));
    await page.getByRole('button', { name: '暂停' }).click();
    await page.locator('.q-network-side').getByText('逐月变化').waitFor();
    expect(complaints).toEqual([]);
  });

  it('offers a text for two who should meet, and notes that they were introduced', async () => {
    await page.getByRole('link', { name: '牵线建议' }).click();
    const card = page.locator('.q-introduction').first();
    const names = await card.locator('.q-person-name').allInnerTexts();
    await card.getByRole('button', { name: '发送文字' }).click();
    const text = await card.locator('textarea').inputValue();
    for (const name of names) expect(text).toContain(name.split('\n')[0]!.trim());
    await card.getByText('English').click();
    expect(await card.locator('textarea').inputValue()).toMatch(/meet|Meet/);
    await card.getByRole('button', { name: '我已介绍' }).click();
    await page.getByText('已牵线 1', { exact: true }).click();
    await page.waitForURL(/state=made/);
    await page.locator('.q-introduction').getByText('是否建立关系尚不可知').waitFor();
    await page.locator('.q-introduction').getByRole('button', { name: '撤回' }).click();
    await page.getByText('还没有牵过线').waitFor();
    expect(complaints).toEqual([]);
  });
});
