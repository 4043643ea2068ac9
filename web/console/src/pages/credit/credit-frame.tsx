import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { recordsQuery } from '../../api/credit.ts';
import { useCommunity } from '../../shell/use-community.ts';
import './credit.css';

/** The head of credit records, violations, appeals and tasks, with the way between them. */
export function CreditFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(recordsQuery(community.id, {}));
  const link = { params: { community: community.key }, activeOptions: { exact: true, includeSearch: false } };
  const waiting = (count: number | undefined) => (count ? ` ${count}` : '');
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('credit.title')}</h1>
          <p>
            {data
              ? t('credit.answer', {
                  low: data.counts.low,
                  muted: data.counts.muted,
                  suspended: data.counts.suspended + data.counts.removed,
                  month: data.month.violations,
                })
              : t('credit.lead')}
          </p>
        </div>
      </div>
      <nav className="q-tabs" aria-label={t('credit.title')}>
        <Link to="/c/$community/credit" {...link}>
          {t('credit.tabs.records')}
        </Link>
        <Link to="/c/$community/credit/violations" {...link}>
          {t('credit.tabs.violations')}
        </Link>
        <Link to="/c/$community/credit/appeals" {...link}>
          {t('credit.tabs.appeals')}
          {waiting(data?.openAppeals)}
        </Link>
        <Link to="/c/$community/credit/tasks" {...link}>
          {t('credit.tabs.tasks')}
          {waiting(data?.openTasks)}
        </Link>
      </nav>
      {children}
    </>
  );
}
