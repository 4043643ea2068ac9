import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The tab's title: the page, then where it is. */
export function usePageTitle(...parts: readonly (string | undefined)[]): void {
  const { t } = useTranslation();
  const title = [...parts.filter(Boolean), t('app.name')].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
