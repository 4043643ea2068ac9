import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { dashboardsQuery } from '../../api/dashboards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { DashboardDialog } from './dashboard-dialog.tsx';
import './dashboards.css';

/** The dashboards of the community, and the way to a new one. */
export function DashboardList() {
  const { t } = useTranslation();
  const mayKeep = useRight('analyses.manage');
  const [adding, setAdding] = useState(false);
  return (
    <Panel
      title={t('dashboard.title')}
      aside={
        mayKeep ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)} data-test="new-dashboard">
            {t('dashboard.new')}
          </Button>
        ) : null
      }
    >
      <Cards />
      {adding ? <DashboardDialog close={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function Cards() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(dashboardsQuery(community.id));
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} height={22} />;
  if (data.length === 0) return <p className="q-soft">{t('dashboard.none')}</p>;
  return (
    <ul className="q-gallery">
      {data.map(({ id, name, description, tiles, madeBy, updatedAt }) => (
        <li key={id}>
          <Link
            to="/c/$community/dashboards/$dashboard"
            params={{ community: community.key, dashboard: id }}
            className="q-gallery-card"
          >
            <span>
              <strong>{name}</strong>
              {description ? <small>{description}</small> : null}
              <small className="q-faint">
                {t('dashboard.tiles', { count: tiles, shown: format.exact(tiles) })} · {madeBy ?? t('analysis.byToken')}{' '}
                · {format.relative(updatedAt)}
              </small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
