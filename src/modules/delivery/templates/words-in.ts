import type { Content } from '#modules/connections/index.ts';
import type { Language } from '../order.ts';
import type { TemplateWords } from './template-store.ts';

/** A template's content in a language, or in the one it has. */
export const wordsIn = ({ zh, en }: Pick<TemplateWords, 'zh' | 'en'>, language: Language): Content =>
  (language === 'en' ? (en ?? zh) : (zh ?? en))!;
