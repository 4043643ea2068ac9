import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../../../src/kernel/number-format.ts';
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../../../../ui/theme-name.ts';
import { useChange } from '../../api/use-ask.ts';
import { chooseLanguage } from '../../i18n/index.ts';
import { Card, Tabs } from '../../ui/parts.tsx';
import { Failure } from '../../ui/states.tsx';

const NAMES: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' };
const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** The language, kept with the member, and light or dark, kept in the browser. */
export function AppearanceCard() {
  const { t, i18n } = useTranslation();
  const theme = useThemeChoice();
  const keep = useChange<{ language: Language }>({ method: 'PUT', path: '/language', renews: ['/me'] });
  const choose = (language: Language) => {
    void chooseLanguage(language);
    keep.mutate({ language });
  };
  return (
    <Card title={t('me.appearance')}>
      <div className="m-form">
        <Tabs
          label={t('me.language')}
          value={i18n.language as Language}
          options={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={choose}
        />
        <Tabs
          label={t('me.theme')}
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(`me.themes.${value}`) }))}
          onChange={chooseTheme}
        />
        <Failure error={keep.error} />
      </div>
    </Card>
  );
}
