import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState } from '../../../ui/states.tsx';
import { describeError, isMissingPart } from './describe-error.ts';
import { ApiError } from '../api/problem.ts';
import { usePageTitle } from './page-title.ts';

/** The address names nothing. */
export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('error.notFound.title'));
  return (
    <div className="q-message">
      <EmptyState art="search" title={t('error.notFound.title')} action={<Button href="/">{t('error.home')}</Button>}>
        {t('error.notFound.detail')}
      </EmptyState>
    </div>
  );
}

/** A page that could not be shown: what happened, what is kept, what to do. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const words = describeError(error, t);
  usePageTitle(words.title);
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  const again = () => {
    // The browser remembers that a part failed to load; only loading the page anew asks for it again.
    if (isMissingPart(error)) return window.location.reload();
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <div className="q-message">
      <ErrorState {...words} onRetry={again} action={<Button href="/">{t('error.home')}</Button>} />
    </div>
  );
}
