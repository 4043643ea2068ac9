import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Dashboard, dashboardQuery } from '../../api/dashboards.ts';
import { overviewQuery } from '../../api/overview.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useLiveFigures } from '../analyses/use-live-figures.ts';
import { DashboardBar } from './dashboard-bar.tsx';
import type { DashboardSearch } from './dashboard-search.ts';
import { DashboardTile } from './dashboard-tile.tsx';
import { TilesEditor } from './tiles-editor.tsx';
import '../analyses/analyses.css';
import './dashboards.css';

/** Analyses side by side, over the same days and for the same people. */
export function DashboardPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { dashboard: id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(dashboardQuery(community.id, id));
  useLiveFigures(community.id);
  usePageTitle(data?.name ?? t('dashboard.one'), community.name);
  if (error)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data)
    return (
      <section className="q-panel">
        <Skeleton rows={10} height={24} />
      </section>
    );
  return <Shown key={data.id} dashboard={data} />;
}

function Shown({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const search = useSearch({ strict: false }) as DashboardSearch;
  const navigate = useNavigate();
  const mayKeep = useRight('analyses.manage');
  const page = useRef<HTMLDivElement>(null);
  const { data: overview } = useQuery(overviewQuery(community.id));
  const editing = mayKeep && search.edit === true;
  const range = search.days ?? dashboard.range ?? undefined;
  const segmentId = search.segmentId ?? dashboard.segmentId ?? undefined;
  const change = (next: Partial<DashboardSearch>) =>
    void navigate({
      to: '.',
      search: (before: DashboardSearch) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    });
  const asOf = overview?.report.asOf;
  return (
    <div className="q-dashboard" ref={page}>
      <nav className="q-crumbs" aria-label={t('analysis.where')}>
        <Link to="/c/$community/analyses" params={{ community: community.key }}>
          {t('nav.analyses')}
        </Link>
        <span aria-hidden>/</span>
        <span>{t('dashboard.one')}</span>
      </nav>
      <div className="q-page-head">
        <div>
          <h1>{dashboard.name}</h1>
          {dashboard.description ? <p>{dashboard.description}</p> : null}
          {asOf ? (
            <p className="q-faint q-small">{t('explain.asOf', { day: format.day(asOf), zone: community.zone })}</p>
          ) : null}
        </div>
        <DashboardBar
          dashboard={dashboard}
          range={range}
          segmentId={segmentId}
          asOf={asOf}
          search={search}
          editing={editing}
          change={change}
          page={page}
        />
      </div>
      {editing ? (
        <TilesEditor dashboard={dashboard} close={() => change({ edit: undefined })} />
      ) : dashboard.tiles.length === 0 ? (
        <section className="q-panel">
          <EmptyState
            title={t('dashboard.empty.title')}
            action={
              mayKeep ? (
                <Button type="primary" onClick={() => change({ edit: true })}>
                  {t('dashboard.edit')}
                </Button>
              ) : null
            }
          >
            {t('dashboard.empty.detail')}
          </EmptyState>
        </section>
      ) : (
        <ul className="q-tiles">
          {dashboard.tiles.map((tile) => (
            <DashboardTile key={tile.id} tile={tile} range={range} segmentId={segmentId} />
          ))}
        </ul>
      )}
    </div>
  );
}
