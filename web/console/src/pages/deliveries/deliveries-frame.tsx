import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import type { DELIVERY_TABS } from './deliveries-search.ts';
import { PauseBanner } from './pause-banner.tsx';
import { PauseControl } from './pause-control.tsx';
import './deliveries.css';

/** The head of the outbox, of what rules it, and of templates, with the way between them. */
export function DeliveriesFrame(props: {
  tab: (typeof DELIVERY_TABS)[number] | 'templates';
  answer: ReactNode;
  /** In place of what the outbox offers. */
  action?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const params = { community: key };
  const link = (tab: typeof props.tab) => ({
    params,
    className: tab === props.tab ? 'active' : '',
    // Which of them is open is in the search, which the router does not tell apart here.
    activeProps: { className: '', 'aria-current': undefined },
    'aria-current': tab === props.tab ? ('page' as const) : undefined,
    children: t(`deliveries.tabs.${tab}`),
  });
  const action =
    props.action ??
    (mayManage ? (
      <div className="q-deliveries-actions">
        <PauseControl />
        <Link to="/c/$community/deliveries/new" params={params} className="q-link-button q-link-primary">
          {t('deliveries.write')}
        </Link>
      </div>
    ) : null);
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('deliveries.title')}</h1>
          <p>{props.answer}</p>
        </div>
        {action}
      </div>
      <PauseBanner />
      <nav className="q-tabs" aria-label={t('deliveries.tabs.label')}>
        <Link to="/c/$community/deliveries" {...link('outbox')} />
        <Link to="/c/$community/templates" {...link('templates')} />
        <Link to="/c/$community/deliveries" search={{ tab: 'quotas' }} {...link('quotas')} />
        <Link to="/c/$community/deliveries" search={{ tab: 'rules' }} {...link('rules')} />
      </nav>
      {props.children}
    </>
  );
}
