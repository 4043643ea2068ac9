import { useTranslation } from 'react-i18next';
import type { Both } from '../../../../../src/modules/connections/connector.contract.ts';

/** Picks the language on show of words that come in both. */
export function useBoth(): (words: Both) => string {
  const { i18n } = useTranslation();
  return ({ zh, en }) => (i18n.language === 'en' ? en : zh);
}
