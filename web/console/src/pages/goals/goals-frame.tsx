import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import './goals.css';

/** The head of the three pages, with the way between them. */
export function GoalsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const link = {
    params: { community: key },
    className: 'q-goals-tab',
    activeOptions: { exact: true, includeSearch: false },
  };
  return (
    <>
      <div className="q-page-head q-goals-page-head">
        <div>
          <h1>{t('goals.title')}</h1>
          <p>{props.answer}</p>
        </div>
        {props.action}
      </div>
      <nav className="q-goals-tabs" aria-label={t('goals.tabs.label')}>
        <Link to="/c/$community/goals" {...link}>
          {t('goals.tabs.objectives')}
        </Link>
        <Link to="/c/$community/goals/budget" {...link}>
          {t('goals.tabs.budget')}
        </Link>
        <Link to="/c/$community/goals/resources" {...link}>
          {t('goals.tabs.resources')}
        </Link>
      </nav>
      {props.children}
    </>
  );
}
