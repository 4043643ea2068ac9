import { useTranslation } from 'react-i18next';
import { formatFor, type Format, type Language } from './format.ts';

/** Numbers and days in the language on show. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatFor((i18n.language as Language) ?? 'zh-CN');
}
