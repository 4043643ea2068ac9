import { useQuery } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDensity } from '../../../ui/density.ts';
import { antdTheme } from '../../../ui/theme.ts';
import { useThemeName } from '../../../ui/theme-name.ts';

const locales: Record<string, () => Promise<{ default: Locale }>> = {
  'zh-CN': () => import('antd/locale/zh_CN'),
  en: () => import('antd/locale/en_US'),
};

/** Ant Design in our theme and the reader's language. */
export function AntdRoom({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const name = useThemeName();
  const density = useDensity();
  const theme = useMemo(
    () => antdTheme(name, { motion: !matchMedia('(prefers-reduced-motion: reduce)').matches, density }),
    [name, density],
  );
  const { data: locale } = useQuery({
    queryKey: ['antd-locale', i18n.language],
    queryFn: async () => (await locales[i18n.language]!()).default,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <ConfigProvider theme={theme} locale={locale} button={{ autoInsertSpace: false }}>
      <App className="q-app">{children}</App>
    </ConfigProvider>
  );
}
