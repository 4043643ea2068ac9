import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../shell/page-frame.tsx';
import './rewards.css';

/** The shop, its orders and its figures. */
export function RewardsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageFrame
      title={t('rewards.title')}
      answer={props.answer}
      action={props.action}
      tabsLabel={t('rewards.tabs.label')}
      tabs={[
        { to: '/c/$community/rewards', text: t('rewards.tabs.shop') },
        { to: '/c/$community/rewards/orders', text: t('rewards.tabs.orders') },
        { to: '/c/$community/rewards/figures', text: t('rewards.tabs.figures') },
      ]}
    >
      {props.children}
    </PageFrame>
  );
}
