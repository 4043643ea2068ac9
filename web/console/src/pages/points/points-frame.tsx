import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../shell/page-frame.tsx';
import { useRight } from '../../shell/use-right.ts';
import { AwardDialog } from './award-dialog.tsx';
import './points.css';

/** The pages of points, with the award that is one step away from each. */
export function PointsFrame(props: { answer: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const mayManage = useRight('loyalty.manage');
  const [awarding, setAwarding] = useState(false);
  return (
    <PageFrame
      title={t('points.title')}
      answer={props.answer}
      action={
        <div className="q-point-actions">
          {props.aside}
          {mayManage ? (
            <Button type="primary" onClick={() => setAwarding(true)}>
              {t('points.award.open')}
            </Button>
          ) : null}
        </div>
      }
      tabs={[
        { to: '/c/$community/points', text: t('points.tabs.figures') },
        { to: '/c/$community/points/ledger', text: t('points.tabs.ledger') },
        { to: '/c/$community/points/rules', text: t('points.tabs.rules') },
        { to: '/c/$community/points/findings', text: t('points.tabs.findings') },
        { to: '/c/$community/points/settings', text: t('points.tabs.settings') },
      ]}
    >
      {props.children}
      {awarding ? <AwardDialog onClose={() => setAwarding(false)} /> : null}
    </PageFrame>
  );
}
