import type { Locale } from 'antd/es/locale';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../../ui/format.ts';
import { firstLanguage, keepLanguage } from '../../../ui/language-choice.ts';

const catalogues = createInstance();

const load = {
  'zh-CN': () => import('./zh-CN/index.ts').then((module) => module.zhCN),
  en: () => import('./en/index.ts').then((module) => module.en),
};

const loadAntd = {
  'zh-CN': () => import('antd/locale/zh_CN'),
  en: () => import('antd/locale/en_US'),
};

const antd = new Map<string, Locale>();

/**
 * Ant Design's own words in a language that is on show. They come with ours: a provider that gets them later draws
 * everything below it anew, and what somebody typed meanwhile is gone.
 */
export const antdWords = (language: string): Locale | undefined => antd.get(language);

async function bundle(language: Language): Promise<void> {
  if (antd.has(language)) return;
  const [ours, theirs] = await Promise.all([load[language](), loadAntd[language]()]);
  catalogues.addResourceBundle(language, 'translation', ours);
  antd.set(language, theirs.default);
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
  await bundle(language);
  await catalogues.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Shows the interface in a language and keeps the choice for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  await bundle(language);
  await catalogues.changeLanguage(language);
  document.documentElement.lang = language;
  keepLanguage(language);
}
