import { App, ConfigProvider } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDensity } from '../../../ui/density.ts';
import { antdTheme } from '../../../ui/theme.ts';
import { useThemeName } from '../../../ui/theme-name.ts';
import { antdWords } from '../i18n/index.ts';

/** Ant Design in our theme and the reader's language, whose words are there before anything is drawn. */
export function AntdRoom({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const name = useThemeName();
  const density = useDensity();
  const theme = useMemo(
    () => antdTheme(name, { motion: !matchMedia('(prefers-reduced-motion: reduce)').matches, density }),
    [name, density],
  );
  return (
    <ConfigProvider theme={theme} locale={antdWords(i18n.language)} button={{ autoInsertSpace: false }}>
      <App className="q-app">{children}</App>
    </ConfigProvider>
  );
}
