import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisKindName, GivenParams } from '../../api/analyses.ts';
import {
  createAnalysis,
  createDashboard,
  type Dashboard,
  dashboardQuery,
  dashboardsQuery,
  savedAnalysesQuery,
  updateDashboard,
} from '../../api/dashboards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { tilesOf } from '../dashboards/tiles-of.ts';

const NEW = '';

/** Puts an analysis on a dashboard, one that there is or a new one; what was not kept yet is kept first. */
export function PinDialog(props: {
  kind: AnalysisKindName;
  params: GivenParams;
  saved: string | undefined;
  close: () => void;
}) {
  const { kind, saved, close } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: dashboards } = useQuery(dashboardsQuery(community.id));
  const [chosen, setChosen] = useState<string>();
  const dashboard = chosen ?? dashboards?.[0]?.id ?? NEW;
  const [name, setName] = useState(t(`analysisKind.${kind}.name`));
  const [title, setTitle] = useState('');
  const pin = usePin({ ...props, dashboard, name, title });
  const ready = (saved || name.trim() !== '') && (dashboard !== NEW || title.trim() !== '');
  return (
    <Modal
      open
      title={t('analysis.pin')}
      okText={t('analysis.pin')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !ready || !dashboards, loading: pin.isPending }}
      onOk={() => pin.mutate()}
      onCancel={close}
    >
      <div className="q-form">
        <ErrorNotice error={pin.error} />
        {saved ? null : (
          <label className="q-field">
            <span>{t('analysis.name')}</span>
            <Input maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
        )}
        <div className="q-field">
          <span>{t('dashboard.one')}</span>
          <Select
            aria-label={t('dashboard.one')}
            value={dashboard}
            options={[
              ...(dashboards ?? []).map(({ id, name: label }) => ({ value: id, label })),
              { value: NEW, label: t('dashboard.new') },
            ]}
            onChange={setChosen}
          />
        </div>
        {dashboard === NEW ? (
          <label className="q-field">
            <span>{t('dashboard.name')}</span>
            <Input
              name="dashboard-name"
              maxLength={80}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </label>
        ) : null}
      </div>
    </Modal>
  );
}

function usePin(props: {
  kind: AnalysisKindName;
  params: GivenParams;
  saved: string | undefined;
  close: () => void;
  dashboard: string;
  name: string;
  title: string;
}) {
  const { kind, params, saved, close, dashboard, name, title } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async (): Promise<Dashboard> => {
      const kept =
        saved ?? (await createAnalysis(community.id, { name: name.trim(), description: '', kind, params })).id;
      const tile = { analysisId: kept, width: 'half' as const };
      if (dashboard === NEW) return createDashboard(community.id, { name: title.trim(), tiles: [tile] });
      const now = await client.fetchQuery({ ...dashboardQuery(community.id, dashboard), staleTime: 0 });
      return updateDashboard(community.id, now.id, { version: now.version, tiles: [...tilesOf(now), tile] });
    },
    onSuccess: async (changed) => {
      client.setQueryData(dashboardQuery(community.id, changed.id).queryKey, changed);
      await Promise.all([
        client.invalidateQueries(savedAnalysesQuery(community.id)),
        client.invalidateQueries({ ...dashboardsQuery(community.id), exact: true }),
      ]);
      close();
      const open = () =>
        void navigate({
          to: '/c/$community/dashboards/$dashboard',
          params: { community: community.key, dashboard: changed.id },
        });
      void message.success(
        <>
          {t('analysis.pinned', { name: changed.name })}{' '}
          <Button type="link" size="small" onClick={open}>
            {t('dashboard.open')}
          </Button>
        </>,
        6,
      );
    },
  });
}
