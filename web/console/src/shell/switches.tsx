import { GlobalOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../ui/format.ts';
import { chooseTheme, useThemeChoice, useThemeName, type ThemeChoice } from '../../../ui/theme-name.ts';
import { chooseLanguage } from '../i18n/index.ts';

const NAMES: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' };

/** The language of the interface. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const items = LANGUAGES.map((key) => ({ key, label: NAMES[key] }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectedKeys: [i18n.language], onClick: ({ key }) => void chooseLanguage(key as Language) }}
    >
      <button
        type="button"
        className="q-icon-button"
        data-test="language"
        aria-label={t('shell.language')}
        title={t('shell.language')}
      >
        <GlobalOutlined />
      </button>
    </Dropdown>
  );
}

/** Light, dark or as the system is. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const choice = useThemeChoice();
  const name = useThemeName();
  const items = (['light', 'dark', 'system'] as const).map((key) => ({ key, label: t(`shell.theme.${key}`) }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectedKeys: [choice], onClick: ({ key }) => chooseTheme(key as ThemeChoice) }}
    >
      <button
        type="button"
        className="q-icon-button"
        data-test="theme"
        aria-label={t('shell.theme.title')}
        title={t('shell.theme.title')}
      >
        {name === 'dark' ? <MoonOutlined /> : <SunOutlined />}
      </button>
    </Dropdown>
  );
}
