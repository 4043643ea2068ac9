import type { Locator, Page } from 'playwright-core';
import { en } from '../../web/console/src/i18n/en/index.ts';
import { zhCN } from '../../web/console/src/i18n/zh-CN/index.ts';
import { settled } from '../console/browser.ts';
import type { Story } from './story.ts';

export type Words = typeof zhCN;
export const WORDS: Record<'zh-CN' | 'en', Words> = { 'zh-CN': zhCN, en: en as unknown as Words };

/** A page that is signed in, a phone on which a member is, the words of its language, and what is on show. */
export type Stage = { page: Page; phone: Page; words: Words; story: Story };

/** Times that the database wrote are of the machine's clock; a page `of: 'today'` is looked at by that clock. */
export type Scene = {
  name: string;
  of?: 'today';
  /** On the phone of a member; else in the console. */
  on?: 'phone';
  height?: number;
  /** Cuts off what is below; a long list says the same with fewer lines. */
  most?: number;
  /** Brings the page there. @returns what is cut out; the window when nothing */
  show(stage: Stage): Promise<Locator | readonly Locator[] | void>;
};

/** Opens a page of the console: of the community on show, or by its whole path. */
export async function open({ page, story }: Stage, path: string): Promise<void> {
  await page.goto(path.startsWith('/') ? story.server.address + path : `${story.home}${path && `/${path}`}`);
  await settled(page);
}

/** The panel whose heading begins so. */
export const panel = (page: Page, title: string): Locator =>
  page.locator('.q-panel', { has: page.locator('h2', { hasText: new RegExp(`^\\s*${title}`) }) }).first();

export const dialog = (page: Page): Locator => page.locator('.ant-modal-container, .ant-modal-content').last();
