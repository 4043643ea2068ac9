import type { Language } from '#kernel/number-format.ts';
import { en } from './en.ts';
import { zhCN, type ReportMessages } from './zh-CN.ts';

const CATALOGUE: Record<Language, ReportMessages> = { 'zh-CN': zhCN, en };

/** The words of reports in a language. */
export const reportMessages = (language: Language): ReportMessages => CATALOGUE[language];
