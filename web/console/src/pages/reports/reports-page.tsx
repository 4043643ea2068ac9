import { ClockCircleOutlined, FileTextOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportSummary } from '../../../../../src/modules/reports/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import type { Language } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { reportsQuery } from '../../api/reports.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MakeDialog } from './make-dialog.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import './reports.css';

/** The reports of a community, latest period first. */
export function ReportsPage() {
  const { t, i18n } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('reports.manage');
  const { kind } = useSearch({ from: '/app/c/$community/reports' });
  const navigate = useNavigate({ from: '/c/$community/reports' });
  const { data, error, refetch } = useQuery(reportsQuery(community.id, i18n.language as Language, kind));
  const [dialog, setDialog] = useState<'make' | 'schedule'>();
  usePageTitle(t('reports.title'), community.name);
  const actions = mayManage ? (
    <div className="q-report-actions">
      <Button icon={<ClockCircleOutlined />} onClick={() => setDialog('schedule')}>
        {t('reports.schedule')}
      </Button>
      <Button type="primary" icon={<FileTextOutlined />} onClick={() => setDialog('make')}>
        {t('reports.make')}
      </Button>
    </div>
  ) : null;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('reports.title')}</h1>
          <p>{t('reports.lead')}</p>
        </div>
        {actions}
      </div>
      <section className="q-panel">
        <Segmented
          className="q-report-kinds"
          aria-label={t('reports.kind')}
          value={kind ?? 'all'}
          options={(['all', 'week', 'month'] as const).map((value) => ({ value, label: t(`reports.${value}`) }))}
          onChange={(value) =>
            void navigate({ search: value === 'all' ? {} : { kind: value as 'week' | 'month' }, replace: true })
          }
        />
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={6} height={22} />
        ) : data.reports.length === 0 ? (
          <EmptyState title={t('reports.empty.title')} art="file" action={actions}>
            {t('reports.empty.detail')}
          </EmptyState>
        ) : (
          <ul className="q-report-list">
            {data.reports.map((report) => (
              <ReportLine key={report.id} report={report} />
            ))}
          </ul>
        )}
      </section>
      {dialog === 'make' ? <MakeDialog onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'schedule' ? <ScheduleDialog onClose={() => setDialog(undefined)} /> : null}
    </>
  );
}

function ReportLine({ report }: { report: ReportSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <Link to="/c/$community/reports/$report" from="/c/$community/reports" params={{ report: report.id }}>
        <span className="q-report-name">
          <b>{report.name}</b>
          <Tag>{t(`reports.${report.kind}`)}</Tag>
          {report.unfinished ? <Tag color="warning">{t('reports.unfinished')}</Tag> : null}
        </span>
        <span>{report.sentence}</span>
        <small>
          {format.day(report.from)} – {format.day(report.to)}
        </small>
      </Link>
    </li>
  );
}
