import { GlobalOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../ui/format.ts';
import { chooseTheme, useThemeChoice, useThemeName, type ThemeChoice } from '../../../ui/theme-name.ts';
import { chooseDensity, DENSITIES, useDensity } from '../../../ui/density.ts';
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

const THEMES = ['light', 'dark', 'system'] as const;

/** How it looks: light, dark or as the system is, and how much room things take. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const choice = useThemeChoice();
  const name = useThemeName();
  const density = useDensity();
  const items = [
    {
      key: 'themes',
      type: 'group' as const,
      label: t('shell.theme.title'),
      children: THEMES.map((key) => ({ key, label: t(`shell.theme.${key}`) })),
    },
    {
      key: 'densities',
      type: 'group' as const,
      label: t('density.title'),
      children: DENSITIES.map((key) => ({ key, label: t(`density.${key}`) })),
    },
  ];
  const choose = ({ key }: { key: string }) => {
    const wanted = DENSITIES.find((one) => one === key);
    if (wanted) chooseDensity(wanted);
    else chooseTheme(key as ThemeChoice);
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectable: true, multiple: true, selectedKeys: [choice, density], onClick: choose }}
    >
      <button
        type="button"
        className="q-icon-button"
        data-test="theme"
        aria-label={t('density.look')}
        title={t('density.look')}
      >
        {name === 'dark' ? <MoonOutlined /> : <SunOutlined />}
      </button>
    </Dropdown>
  );
}
