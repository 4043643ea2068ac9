import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import './rewards.css';

/** The head of the shop, its orders and its figures, with the way between them. */
export function RewardsFrame(props: { answer: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const link = { params: { community: key }, activeOptions: { exact: true, includeSearch: false } };
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('rewards.title')}</h1>
          <p>{props.answer}</p>
        </div>
        {props.action}
      </div>
      <nav className="q-tabs" aria-label={t('rewards.tabs.label')}>
        <Link to="/c/$community/rewards" {...link}>
          {t('rewards.tabs.shop')}
        </Link>
        <Link to="/c/$community/rewards/orders" {...link}>
          {t('rewards.tabs.orders')}
        </Link>
        <Link to="/c/$community/rewards/figures" {...link}>
          {t('rewards.tabs.figures')}
        </Link>
      </nav>
      {props.children}
    </>
  );
}
