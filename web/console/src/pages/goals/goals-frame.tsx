import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../shell/page-frame.tsx';
import './goals.css';

/** Objectives, budgets and resources. */
export function GoalsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageFrame
      title={t('goals.title')}
      answer={props.answer}
      action={props.action}
      tabsLabel={t('goals.tabs.label')}
      tabs={[
        { to: '/c/$community/goals', text: t('goals.tabs.objectives') },
        { to: '/c/$community/goals/budget', text: t('goals.tabs.budget') },
        { to: '/c/$community/goals/resources', text: t('goals.tabs.resources') },
      ]}
    >
      {props.children}
    </PageFrame>
  );
}
