import { useTranslation } from 'react-i18next';
import { formatFor, type Format, type Language } from './format.ts';

/** What is written in two languages, in the one on show; in Chinese where there is no English. */
export function useOwn(): (zh: string, en: string) => string {
  const { i18n } = useTranslation();
  return (zh, en) => (i18n.language === 'en' ? en || zh : zh);
}

/** Numbers and days in the language on show. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatFor((i18n.language as Language) ?? 'zh-CN');
}
