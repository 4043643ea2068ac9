import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import './exams.css';

/** The head of the pages of exams, with the way between them. */
export function ExamsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const link = { params: { community: key }, activeOptions: { exact: true, includeSearch: false } };
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('exams.title')}</h1>
          <p>{props.answer}</p>
        </div>
        {props.action}
      </div>
      <nav className="q-tabs" aria-label={t('exams.tabs.label')}>
        <Link to="/c/$community/exams" {...link}>
          {t('exams.tabs.bank')}
        </Link>
        <Link to="/c/$community/exams/papers" {...link}>
          {t('exams.tabs.papers')}
        </Link>
        <Link to="/c/$community/exams/attempts" {...link}>
          {t('exams.tabs.attempts')}
        </Link>
        <Link to="/c/$community/exams/entry" {...link}>
          {t('exams.tabs.entry')}
        </Link>
      </nav>
      {props.children}
    </>
  );
}
