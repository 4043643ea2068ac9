import { EditOutlined, EllipsisOutlined, FullscreenOutlined, PrinterOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisRange } from '../../../../../src/modules/analyses/common.contract.ts';
import {
  type Dashboard,
  dashboardQuery,
  dashboardsQuery,
  deleteDashboard,
  updateDashboard,
} from '../../api/dashboards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { RangeChoice } from '../analyses/controls/range-choice.tsx';
import { SegmentChoice } from '../analyses/controls/segment-choice.tsx';
import { DashboardDialog } from './dashboard-dialog.tsx';
import type { DashboardSearch } from './dashboard-search.ts';

interface Props {
  dashboard: Dashboard;
  range: AnalysisRange | undefined;
  segmentId: string | undefined;
  asOf: string | undefined;
  search: DashboardSearch;
  editing: boolean;
  change: (next: Partial<DashboardSearch>) => void;
  page: RefObject<HTMLDivElement | null>;
}

/** Days and segment for all tiles, and what can be done with the dashboard. */
export function DashboardBar(props: Props) {
  const { range, segmentId, asOf, editing, change, page } = props;
  const { t } = useTranslation();
  const mayKeep = useRight('analyses.manage');
  return (
    <div className="q-dashboard-bar">
      <RangeChoice
        value={range}
        asOf={asOf ?? new Date().toISOString().slice(0, 10)}
        none={t('dashboard.ownRange')}
        onChange={(next) => change({ days: next })}
      />
      <SegmentChoice value={segmentId} onChange={(next) => change({ segmentId: next })} />
      <KeepFilter {...props} />
      <Button
        icon={<FullscreenOutlined />}
        title={t('dashboard.full')}
        aria-label={t('dashboard.full')}
        onClick={() => void page.current?.requestFullscreen()}
      />
      <Button
        icon={<PrinterOutlined />}
        title={t('help.print')}
        aria-label={t('help.print')}
        onClick={() => window.print()}
      />
      {mayKeep ? (
        <>
          {editing ? null : (
            <Button icon={<EditOutlined />} onClick={() => change({ edit: true })} data-test="edit-dashboard">
              {t('dashboard.edit')}
            </Button>
          )}
          <More dashboard={props.dashboard} />
        </>
      ) : null}
    </div>
  );
}

/** Days or a segment that differ from those of the dashboard can become its own, for everybody. */
function KeepFilter({ dashboard, range, segmentId, search, change }: Props) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const { message } = App.useApp();
  const mayKeep = useRight('analyses.manage');
  const keep = useMutation({
    mutationFn: () =>
      updateDashboard(community.id, dashboard.id, {
        version: dashboard.version,
        range: range ?? null,
        segmentId: segmentId ?? null,
      }),
    onSuccess: (changed) => {
      client.setQueryData(dashboardQuery(community.id, dashboard.id).queryKey, changed);
      change({ days: undefined, segmentId: undefined });
      void message.success(t('dashboard.kept'));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const differs =
    (search.days !== undefined && JSON.stringify(search.days) !== JSON.stringify(dashboard.range)) ||
    (search.segmentId !== undefined && search.segmentId !== dashboard.segmentId);
  if (!mayKeep || !differs) return null;
  return (
    <Button loading={keep.isPending} onClick={() => keep.mutate()}>
      {t('dashboard.keep')}
    </Button>
  );
}

function More({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const [dialog, setDialog] = useState<'rename' | 'duplicate'>();
  const remove = useMutation({
    mutationFn: () => deleteDashboard(community.id, dashboard.id),
    onSuccess: async () => {
      await client.invalidateQueries({ ...dashboardsQuery(community.id), exact: true });
      void navigate({ to: '/c/$community/analyses', params: { community: community.key } });
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const clear = useMutation({
    mutationFn: () =>
      updateDashboard(community.id, dashboard.id, { version: dashboard.version, range: null, segmentId: null }),
    onSuccess: (changed) => client.setQueryData(dashboardQuery(community.id, dashboard.id).queryKey, changed),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const ask = () =>
    void modal.confirm({
      title: t('dashboard.removeTitle', { name: dashboard.name }),
      content: t('dashboard.removeDetail'),
      okText: t('analysis.remove'),
      okButtonProps: { danger: true },
      cancelText: t('form.cancel'),
      onOk: () => remove.mutateAsync(),
    });
  const filtered = dashboard.range !== null || dashboard.segmentId !== null;
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'rename', label: t('dashboard.rename') },
            { key: 'duplicate', label: t('dashboard.duplicate') },
            ...(filtered ? [{ key: 'clear', label: t('dashboard.clearFilter') }] : []),
            { key: 'remove', label: t('analysis.remove'), danger: true },
          ],
          onClick: ({ key }) =>
            key === 'remove' ? ask() : key === 'clear' ? clear.mutate() : setDialog(key as 'rename' | 'duplicate'),
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={t('analysis.more', { name: dashboard.name })} />
      </Dropdown>
      {dialog ? (
        <DashboardDialog of={dashboard} copy={dialog === 'duplicate'} close={() => setDialog(undefined)} />
      ) : null}
    </>
  );
}
