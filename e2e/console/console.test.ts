import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, openPage, overflowOf, settled, watchComplaints } from './browser.ts';
import { type ConsoleServer, PASSWORD, startEmptyServer } from './console-server.ts';
import { startToldServer } from './told-server.ts';

const missing = chromiumPath() ? undefined : 'Chromium is not installed';

describe.skipIf(missing)(missing ? `console (skipped: ${missing})` : 'console', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let directory: string;
  let complaints: string[];
  const open = async (path: string) => {
    await page.goto(server.address + path);
    await settled(page);
  };
  const inCommunity = (path: string) => `/c/${server.community}${path}`;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'qunluo-browser-'));
    [server, browser] = await Promise.all([startToldServer(), launchBrowser()]);
    page = await openPage(browser, { width: 1280, language: 'zh-CN', theme: 'light' });
    // Nobody is signed in at first, and one password is wrong on purpose; a browser reports both answers as errors.
    complaints = watchComplaints(page, (status) => status === 401);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    if (directory) await rm(directory, { recursive: true, force: true });
  }, 180_000);

  it('asks to sign in, refuses a wrong password, and goes on to where one wanted to go', async () => {
    await open(inCommunity('/members?tier=silent'));
    expect(new URL(page.url()).pathname).toBe('/signin');
    await page.fill('input[name=email]', server.email);
    await page.fill('input[name=password]', 'not the password');
    await page.click('button[type=submit]');
    await page.getByText('邮箱或密码不对').waitFor();
    await page.fill('input[name=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForURL(/\/members\?tier=silent/);
    await settled(page);
    expect(await page.title()).toContain('成员');
  });

  it('opens the overview with the answer first, its evidence, and the people behind a tier', async () => {
    await open('/');
    expect(new URL(page.url()).pathname).toBe(inCommunity(''));
    expect(await page.locator('h1').innerText()).toMatch(/健康度 \d+/);
    expect(await page.locator('.q-ribbon [aria-current=step]').count()).toBe(1);
    expect(await page.locator('.q-evidence .q-holds').count()).toBeGreaterThan(0);
    expect(await page.locator('.q-part').count()).toBe(6);
    expect(await page.locator('.q-plays > li').count()).toBeGreaterThan(0);
    expect(await page.locator('.q-retention tbody tr').count()).toBeGreaterThan(5);
    await page.locator('.q-chart canvas').first().waitFor();
    const silent = page.locator('a.q-stack-item', { hasText: '沉默' });
    const count = Number((await silent.locator('strong').innerText()).replaceAll(',', ''));
    await silent.click();
    await page.waitForURL(/tier=silent/);
    await settled(page);
    expect(await page.locator('.q-total').innerText()).toContain(String(count));
  });

  it('says how a figure is computed, and closes again on Escape', async () => {
    await open(inCommunity(''));
    const why = page.getByRole('button', { name: '健康度是怎么算的？' });
    await why.click();
    const panel = page.locator('.q-explain');
    await panel.getByText('界线').waitFor();
    expect(await panel.innerText()).toContain('80');
    await why.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '看数字' }).first().click();
    expect(await page.locator('.q-chart table tbody tr').count()).toBeGreaterThan(100);
  });

  it('filters the members by the address, sorts, and finds a name', async () => {
    await open(inCommunity('/members'));
    const total = await page.locator('.q-total').innerText();
    const first = await page.locator('.q-members-body .q-member-link').first().innerText();
    await page.getByRole('button', { name: '加入', exact: true }).click();
    await page.waitForURL(/sort=joined/);
    await settled(page);
    await page.locator('.q-filters-q input').fill(first.slice(-2));
    await page.waitForURL(/q=/);
    await settled(page);
    expect(await page.locator('.q-total').innerText()).not.toBe(total);
    expect(await page.locator('.q-members-body').innerText()).toContain(first.slice(-2));
    await page.goBack();
    await page.reload();
    await settled(page);
    expect(new URL(page.url()).searchParams.get('sort') ?? 'joined').toBe('joined');
  });

  it('forgets who was chosen when others are asked for', async () => {
    await open(inCommunity('/exams/entry'));
    await page.getByRole('checkbox', { name: /^选中本页未通过的/ }).check();
    await page.getByRole('button', { name: /^请 [1-9]\d* 人参加$/ }).waitFor();
    await page.locator('.q-exam-filters .ant-select').first().click();
    await page.getByTitle('最近 90 天来的').click();
    await page.waitForURL(/came=90/);
    await page.getByRole('button', { name: '请 0 人参加' }).waitFor();
  });

  it('shows a member: where they stand and why, their year, their timeline; tags can be set', async () => {
    await open(inCommunity('/members?tier=leader'));
    await page.locator('.q-members-body .q-member-link').first().click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}$/);
    await settled(page);
    expect(await page.locator('.q-checks .q-holds').innerText()).toContain('专家领袖');
    expect(await page.locator('.q-calendar i.q-heat').count()).toBeGreaterThan(5);
    await page.locator('.q-timeline time').nth(5).waitFor();
    const tags = page.locator('.q-tags input');
    await tags.fill('浏览器里的标签');
    await tags.press('Enter');
    await settled(page);
    await page.reload();
    await settled(page);
    expect(await page.locator('.q-tags').innerText()).toContain('浏览器里的标签');
  });

  it('finds a page and a member with the palette', async () => {
    await open(inCommunity(''));
    await page.keyboard.press('Control+k');
    const input = page.getByRole('combobox', { name: '搜索与命令' });
    await input.fill('令牌');
    await input.press('Enter');
    await page.waitForURL(/\/settings\/tokens$/);
    await page.keyboard.press('Control+k');
    await input.fill('a');
    await page.locator('[id*="-member-"]').first().waitFor();
    await input.press('Escape');
    await input.waitFor({ state: 'detached' });
  });

  it('makes a token, shows its secret once, and revokes it', async () => {
    await open('/settings/tokens');
    const before = await page.locator('.q-tokens tbody tr').count();
    await page.getByRole('button', { name: '新建令牌' }).first().click();
    await page.fill('input[name=token-name]', '浏览器测试');
    await page.getByRole('button', { name: '创建令牌' }).click();
    expect((await page.locator('[data-test=secret]').innerText()).length).toBeGreaterThan(20);
    await page.getByRole('button', { name: '我已保存' }).click();
    const row = page.locator('.q-tokens tbody tr', { hasText: '浏览器测试' });
    await row.getByRole('button', { name: '撤销' }).click();
    await page.locator('.ant-modal-confirm-btns .ant-btn-dangerous').click();
    await row.waitFor({ state: 'detached' });
    expect(await page.locator('.q-tokens tbody tr').count()).toBe(before);
  });

  it('imports a file: what it is, what was taken and what not, and the overview after it', async () => {
    await open('/communities/new');
    await page.fill('input[name=name]', '浏览器里的社群');
    await page.getByRole('button', { name: '创建社群' }).click();
    await page.getByRole('button', { name: '导入历史记录' }).click();
    const file = join(directory, 'small.jsonl');
    await writeFile(file, smallHistory());
    await page.locator('input[data-test=file]').setInputFiles(file);
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
    await page.locator('.q-preview tbody tr').first().waitFor();
    await page.locator('[data-test=start-import]').click();
    await page.getByText('导入结果').waitFor();
    expect(await page.locator('.q-import-figures').innerText()).toContain('200');
    expect(await page.locator('.q-skipped').innerText()).toContain('201');
    await page.getByRole('button', { name: '看社群概览' }).click();
    await page.locator('.q-answer h1').waitFor();
    await settled(page);
    expect(await page.locator('.q-figure-value').first().innerText()).toBe('8');
  });

  it('switches language and theme at once and keeps them', async () => {
    await open(inCommunity(''));
    await page.locator('[data-test=language]').click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'What to do this week' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await page.locator('[data-test=theme]').click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    await page.reload();
    await settled(page);
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    expect(await page.title()).toContain('Overview');
  });

  it('fits every width, leads nobody astray, and says when a page is not there', async () => {
    const member = await firstMember(page, server.address + inCommunity('/members'));
    const paths = ['', '/members', member, '/imports', '/groups'].map(inCommunity);
    const found: string[] = [];
    for (const path of [...paths, '/settings/tokens', '/communities/new']) {
      await open(path);
      for (const width of [1280, 820, 360]) {
        await page.setViewportSize({ width, height: 860 });
        const over = await overflowOf(page);
        if (over > 0) found.push(`${path} at ${width}: ${over} px too wide`);
      }
    }
    expect(found).toEqual([]);
    await open('/nowhere');
    await page.getByText('There is no such page').waitFor();
    await open('/c/none-of-that-key');
    await page.getByText('There is no such page').waitFor();
  }, 180_000);

  it('signs out, and nothing complained on the way', async () => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await open(inCommunity(''));
    await page.locator('[data-test=operator]').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/signin/);
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(missing)(missing ? `first run (skipped: ${missing})` : 'first run', () => {
  it('goes from the owner link to a community that waits for its history; the link works once', async () => {
    const [server, browser] = await Promise.all([startEmptyServer(), launchBrowser()]);
    try {
      const page = await openPage(browser, { width: 1280, language: 'en', theme: 'dark' });
      const complaints = watchComplaints(page, (status) => status === 401);
      await page.goto(`${server.address}/`);
      await page.getByText('Nobody has signed in here yet').waitFor();
      await page.goto(server.ownerLink);
      await page.getByRole('button', { name: 'Create workspace and sign in' }).click();
      await page.getByText('At least 10 characters', { exact: true }).waitFor();
      await page.fill('input[name=workspace]', 'Southside books');
      await page.fill('input[name=name]', 'Ada');
      await page.fill('input[name=email]', 'ada@example.org');
      await page.fill('input[name=password]', PASSWORD);
      await page.getByRole('button', { name: 'Create workspace and sign in' }).click();
      await page.getByRole('heading', { name: 'New community' }).waitFor();
      await page.fill('input[name=name]', 'Readers');
      await page.getByRole('button', { name: 'Create community' }).click();
      await page.getByText('“Readers” has no data yet').waitFor();
      await page.goto(server.ownerLink);
      await page.getByText('Already set up').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  }, 180_000);
});

/** 200 events of 8 people over four months, and one line that is no event. */
function smallHistory(): string {
  const lines = Array.from({ length: 200 }, (_, index) =>
    JSON.stringify({
      id: `e${index}`,
      group: 'g1',
      groupName: '小群',
      member: `m${index % 8}`,
      name: `成员${index % 8}`,
      kind: index % 5 === 0 ? 'reply' : 'message',
      ...(index % 5 === 0 ? { replyTo: `e${Math.max(0, index - 1)}` } : {}),
      at: new Date(Date.UTC(2026, 0, 5) + index * 14 * 3_600_000).toISOString(),
      text: `第 ${index} 句话`,
    }),
  );
  return `${lines.join('\n')}\nthis is not an event\n`;
}

async function firstMember(page: Page, address: string): Promise<string> {
  await page.goto(address);
  const href = await page.locator('.q-members-body .q-member-link').first().getAttribute('href');
  return href!.slice(href!.indexOf('/members'));
}
