import { DownloadOutlined, MailOutlined, PrinterOutlined, RedoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Dropdown, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportReply } from '../../../../../src/modules/reports/contract.ts';
import type { Language } from '../../../../ui/format.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { makeReport, reportFile, reportQuery } from '../../api/reports.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { AdjustmentsPanel } from './adjustments-panel.tsx';
import { MailDialog } from './mail-dialog.tsx';
import { ReportBlocks } from './report-blocks.tsx';
import './reports.css';

/** One report as it was made, with what was decided over it. */
export function ReportPage() {
  const { t, i18n } = useTranslation();
  const community = useCommunity();
  const { report: reportId } = useParams({ from: '/app/c/$community/reports/$report' });
  const { data, error, refetch } = useQuery(reportQuery(community.id, reportId, i18n.language as Language));
  usePageTitle(data ? `${data.name} · ${t('reports.title')}` : t('reports.title'), community.name);
  if (error)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data)
    return (
      <section className="q-panel">
        <Skeleton rows={10} height={22} />
      </section>
    );
  return (
    <article className="q-report">
      <ReportHead report={data} />
      <ReportBlocks blocks={data.blocks} without="adjustments" />
      <AdjustmentsPanel report={data} />
    </article>
  );
}

function ReportHead({ report }: { report: ReportReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zone } = useCommunity();
  const when = format.instant(report.madeAt, zone);
  const version = report.versions.findIndex(({ id }) => id === report.id);
  return (
    <div className="q-page-head">
      <div>
        <p className="q-report-back">
          <Link to="/c/$community/reports" from="/c/$community">
            {t('reports.back')}
          </Link>
        </p>
        <h1>
          {t(`reports.${report.kind}`)} {report.name}{' '}
          {report.unfinished ? <Tag color="warning">{t('reports.unfinished')}</Tag> : null}
        </h1>
        <p title={t('reports.versionNote')}>
          {report.madeBy === null
            ? t('reports.bySchedule', { when })
            : t('reports.madeBy', { who: report.madeBy, when })}
          {report.versions.length > 1
            ? ` · ${t('reports.version', { n: report.versions.length - version, of: report.versions.length })}`
            : ''}
        </p>
      </div>
      <ReportActions report={report} />
    </div>
  );
}

function ReportActions({ report }: { report: ReportReply }) {
  const { t, i18n } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayManage = useRight('reports.manage');
  const [mailing, setMailing] = useState(false);
  const open = (id: string) =>
    navigate({ to: '/c/$community/reports/$report', params: { community: community.key, report: id } });
  const again = useMutation({
    mutationFn: () => makeReport(community.id, { kind: report.kind, day: report.from }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['reports', community.id] });
      await open(id);
    },
  });
  const files = (['pdf', 'markdown', 'html'] as const).map((format) => ({
    key: format,
    label: (
      <a href={reportFile(community.id, report.id, format, i18n.language as Language)} download>
        {{ pdf: 'PDF', markdown: 'Markdown', html: 'HTML' }[format]}
      </a>
    ),
  }));
  return (
    <div className="q-report-actions">
      <Button disabled={report.earlier === null} onClick={() => void open(report.earlier!)}>
        {t('reports.earlier')}
      </Button>
      <Button disabled={report.later === null} onClick={() => void open(report.later!)}>
        {t('reports.later')}
      </Button>
      <Dropdown menu={{ items: files }} trigger={['click']}>
        <Button icon={<DownloadOutlined />}>{t('reports.download')}</Button>
      </Dropdown>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('reports.print')}
      </Button>
      {mayManage ? (
        <>
          <Button icon={<RedoOutlined />} loading={again.isPending} onClick={() => again.mutate()}>
            {t('reports.again')}
          </Button>
          <Button type="primary" icon={<MailOutlined />} onClick={() => setMailing(true)}>
            {t('reports.mail')}
          </Button>
        </>
      ) : null}
      <ErrorNotice error={again.error} />
      {mailing ? <MailDialog reportId={report.id} onClose={() => setMailing(false)} /> : null}
    </div>
  );
}
