import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { recordsQuery } from '../../api/credit.ts';
import { PageFrame } from '../../shell/page-frame.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import './credit.css';

/** Credit records, violations, appeals and tasks, with how many of the last two wait. */
export function CreditFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(recordsQuery(community.id, {}));
  const waiting = (text: string, count: number | undefined) => (count ? `${text} ${count}` : text);
  return (
    <PageFrame
      title={t('credit.title')}
      answer={
        data
          ? t('credit.answer', {
              low: data.counts.low,
              muted: data.counts.muted,
              suspended: data.counts.suspended + data.counts.removed,
              month: data.month.violations,
            })
          : t('credit.lead')
      }
      tabs={[
        { to: '/c/$community/credit', text: t('credit.tabs.records') },
        { to: '/c/$community/credit/violations', text: t('credit.tabs.violations') },
        { to: '/c/$community/credit/appeals', text: waiting(t('credit.tabs.appeals'), data?.openAppeals) },
        { to: '/c/$community/credit/tasks', text: waiting(t('credit.tabs.tasks'), data?.openTasks) },
      ]}
    >
      {children}
    </PageFrame>
  );
}
