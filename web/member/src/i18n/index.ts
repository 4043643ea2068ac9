import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../../../src/kernel/number-format.ts';
import { firstLanguage, keepLanguage } from '../../../ui/language-choice.ts';

const catalogues = createInstance();

const load = {
  'zh-CN': () => import('./zh-CN/index.ts').then((module) => module.zhCN),
  en: () => import('./en/index.ts').then((module) => module.en),
};

async function show(language: Language): Promise<void> {
  if (!catalogues.hasResourceBundle(language, 'translation'))
    catalogues.addResourceBundle(language, 'translation', await load[language]());
  await catalogues.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Starts the catalogues in the reader's language; only that one is loaded. */
export async function startWords(): Promise<void> {
  const language = firstLanguage();
  await catalogues.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await show(language);
}

/** Shows the pages in a language and keeps the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  await show(language);
}
