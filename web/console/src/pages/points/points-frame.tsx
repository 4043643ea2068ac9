import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { AwardDialog } from './award-dialog.tsx';
import './points.css';

/** The head of the pages of points, with the way between them and the award that is one step away from each. */
export function PointsFrame(props: { answer: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const [awarding, setAwarding] = useState(false);
  const link = { params: { community: key }, activeOptions: { exact: true, includeSearch: false } };
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('points.title')}</h1>
          <p>{props.answer}</p>
        </div>
        <div className="q-point-actions">
          {props.aside}
          {mayManage ? (
            <Button type="primary" onClick={() => setAwarding(true)}>
              {t('points.award.open')}
            </Button>
          ) : null}
        </div>
      </div>
      <nav className="q-tabs" aria-label={t('points.title')}>
        <Link to="/c/$community/points" {...link}>
          {t('points.tabs.figures')}
        </Link>
        <Link to="/c/$community/points/ledger" {...link}>
          {t('points.tabs.ledger')}
        </Link>
        <Link to="/c/$community/points/rules" {...link}>
          {t('points.tabs.rules')}
        </Link>
        <Link to="/c/$community/points/findings" {...link}>
          {t('points.tabs.findings')}
        </Link>
        <Link to="/c/$community/points/settings" {...link}>
          {t('points.tabs.settings')}
        </Link>
      </nav>
      {props.children}
      {awarding ? <AwardDialog onClose={() => setAwarding(false)} /> : null}
    </>
  );
}
