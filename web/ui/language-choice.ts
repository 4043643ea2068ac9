import { LANGUAGES, type Language } from '../../src/kernel/number-format.ts';

const KEY = 'qunluo.language';

/** What was chosen in this browser before, else what it prefers itself. */
export function firstLanguage(): Language {
  try {
    const stored = localStorage.getItem(KEY);
    if (LANGUAGES.includes(stored as Language)) return stored as Language;
  } catch {
    // Storage may be refused; the browser's preference stands.
  }
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

/** Keeps a language for the next visit. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Kept for this visit only where storage is refused.
  }
}
