import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../shell/page-frame.tsx';
import './levels.css';

/** Levels, who stands where, benefits, badges and leaderboards. */
export function LevelsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageFrame
      title={t('levels.title')}
      answer={props.answer}
      action={props.action}
      tabsLabel={t('levels.tabs.label')}
      tabs={[
        { to: '/c/$community/levels', text: t('levels.tabs.levels') },
        { to: '/c/$community/levels/members', text: t('levels.tabs.members') },
        { to: '/c/$community/levels/benefits', text: t('levels.tabs.benefits') },
        { to: '/c/$community/levels/badges', text: t('levels.tabs.badges') },
        { to: '/c/$community/levels/leaderboards', text: t('levels.tabs.boards') },
      ]}
    >
      <div className="q-level-page">{props.children}</div>
    </PageFrame>
  );
}
