import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../shell/page-frame.tsx';
import './exams.css';

/** The bank, exams, who took them, and the entry exam. */
export function ExamsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageFrame
      title={t('exams.title')}
      answer={props.answer}
      action={props.action}
      tabsLabel={t('exams.tabs.label')}
      tabs={[
        { to: '/c/$community/exams', text: t('exams.tabs.bank') },
        { to: '/c/$community/exams/papers', text: t('exams.tabs.papers') },
        { to: '/c/$community/exams/attempts', text: t('exams.tabs.attempts') },
        { to: '/c/$community/exams/entry', text: t('exams.tabs.entry') },
      ]}
    >
      {props.children}
    </PageFrame>
  );
}
