import type { Language } from '#kernel/number-format.ts';
import { playGuides as en } from './en/play-guides.ts';
import type { PlayGuide } from './play-guide.ts';
import { playGuides as zhCN } from './zh-CN/play-guides.ts';

const GUIDES: Record<Language, Readonly<Record<string, PlayGuide>>> = { 'zh-CN': zhCN, en };

/** Steps and effect of every built-in play in a language. */
export const playGuides = (language: Language): Readonly<Record<string, PlayGuide>> => GUIDES[language];
