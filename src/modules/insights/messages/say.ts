import {
  formatChange,
  formatCount,
  formatMinutes,
  formatNumber,
  formatShare,
  UNKNOWN_MARK,
  type Language,
} from '#kernel/number-format.ts';
import type { Facts } from '../contract.ts';
import { en } from './en.ts';
import { zhCN, type InsightMessages } from './zh-CN.ts';

const CATALOGUE: Record<Language, InsightMessages> = { 'zh-CN': zhCN, en };

/** The words of a language. */
export const insightMessages = (language: Language): InsightMessages => CATALOGUE[language];

type Fact = Facts[string] | undefined;

function word(language: Language, path: string, code: string): string {
  const section = (CATALOGUE[language] as unknown as Record<string, Record<string, string | { name: string }>>)[path];
  const found = section && Object.hasOwn(section, code) ? section[code] : undefined;
  return typeof found === 'string' ? found : (found?.name ?? code);
}

function format(fact: Fact, how: string, language: Language): string {
  if (fact === null || fact === undefined) return UNKNOWN_MARK;
  if (how === 'quoted') return language === 'zh-CN' ? `「${fact}」` : `“${fact}”`;
  if (how.startsWith('word ')) return word(language, how.slice(5), String(fact));
  if (how.includes('|')) return how.split('|')[Number(fact) === 1 ? 0 : 1]!;
  if (typeof fact !== 'number') return typeof fact === 'boolean' ? (fact ? '✓' : '✗') : fact;
  switch (how) {
    case 'percent':
      return formatShare(fact);
    case 'change':
      return formatChange(fact);
    case 'count':
      return formatCount(fact, language);
    case 'minutes':
      return formatMinutes(fact, language);
    case 'p':
      return fact < 0.001 ? '< 0.001' : `= ${formatNumber(fact, 3)}`;
    case 'decimal':
      return formatNumber(fact, 2);
    default:
      return formatNumber(fact, Math.abs(fact) < 1 ? 3 : 1);
  }
}

/**
 * Fills a text of the catalogue with facts: `{{fact}}` (a number gets its usual form), or with a format after a comma:
 * `percent`, `change`, `count`, `minutes`, `decimal`, `p`, `quoted`, `one form|other form` by number, `word section` for a code.
 * A fact that is null or missing is the mark of the unknown.
 */
export function say(language: Language, text: string, facts: Facts = {}): string {
  const filled = text.replace(/\{\{\s*(\w+)\s*(?:,\s*([^}]+?)\s*)?\}\}/gu, (_whole, name: string, how?: string) =>
    format(facts[name], how ?? '', language),
  );
  return language === 'zh-CN' ? filled.replace(/([万亿]) (?=\p{Script=Han})/gu, '$1') : filled;
}

/**
 * The sentence for a code with its facts, out of one section. A code that the catalogue does not know is shown plainly
 * with its facts, so nothing is swallowed.
 */
export function sayCode(language: Language, section: Record<string, string>, code: string, facts: Facts = {}): string {
  const text = Object.hasOwn(section, code) ? section[code] : undefined;
  if (text !== undefined) return say(language, text, facts);
  const rest = Object.entries(facts).map(([name, fact]) => `${name} ${format(fact, '', language)}`);
  return rest.length === 0 ? code.replaceAll('_', ' ') : `${code.replaceAll('_', ' ')} (${rest.join(', ')})`;
}
