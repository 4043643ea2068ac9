import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  createDashboard,
  type Dashboard,
  dashboardQuery,
  dashboardsQuery,
  duplicateDashboard,
  updateDashboard,
} from '../../api/dashboards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';

/** Name and description of a new dashboard, of one that is renamed, or of the copy of one. */
export function DashboardDialog({ of, copy, close }: { of?: Dashboard; copy?: boolean; close: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(of ? (copy ? t('analysis.copyOf', { name: of.name }).slice(0, 80) : of.name) : '');
  const [description, setDescription] = useState(of?.description ?? '');
  const what = of ? (copy ? 'duplicate' : 'rename') : 'new';
  const save = useMutation({
    mutationFn: () => {
      const words = { name: name.trim(), description: description.trim() };
      if (!of) return createDashboard(community.id, words);
      return copy
        ? duplicateDashboard(community.id, of.id, words.name)
        : updateDashboard(community.id, of.id, { ...words, version: of.version });
    },
    onSuccess: async (dashboard) => {
      client.setQueryData(dashboardQuery(community.id, dashboard.id).queryKey, dashboard);
      await client.invalidateQueries({ ...dashboardsQuery(community.id), exact: true });
      close();
      void navigate({
        to: '/c/$community/dashboards/$dashboard',
        params: { community: community.key, dashboard: dashboard.id },
      });
    },
  });
  return (
    <Modal
      open
      title={t(`dashboard.${what}`)}
      okText={t(what === 'new' ? 'dashboard.create' : 'analysis.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: name.trim() === '', loading: save.isPending }}
      onOk={() => save.mutate()}
      onCancel={close}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <label className="q-field">
          <span>{t('dashboard.name')}</span>
          <Input
            name="dashboard-name"
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={() => name.trim() && save.mutate()}
          />
        </label>
        {copy ? null : (
          <label className="q-field">
            <span>{t('analysis.description')}</span>
            <Input.TextArea
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 5 }}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          </label>
        )}
      </div>
    </Modal>
  );
}
