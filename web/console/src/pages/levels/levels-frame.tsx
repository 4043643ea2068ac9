import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import './levels.css';

/** The head of levels, who stands where, benefits, badges and leaderboards, with the way between them. */
export function LevelsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const link = { params: { community: key }, activeOptions: { exact: true, includeSearch: false } };
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('levels.title')}</h1>
          <p>{props.answer}</p>
        </div>
        {props.action}
      </div>
      <nav className="q-tabs" aria-label={t('levels.tabs.label')}>
        <Link to="/c/$community/levels" {...link}>
          {t('levels.tabs.levels')}
        </Link>
        <Link to="/c/$community/levels/members" {...link}>
          {t('levels.tabs.members')}
        </Link>
        <Link to="/c/$community/levels/benefits" {...link}>
          {t('levels.tabs.benefits')}
        </Link>
        <Link to="/c/$community/levels/badges" {...link}>
          {t('levels.tabs.badges')}
        </Link>
        <Link to="/c/$community/levels/leaderboards" {...link}>
          {t('levels.tabs.boards')}
        </Link>
      </nav>
      <div className="q-level-page">{props.children}</div>
    </>
  );
}
