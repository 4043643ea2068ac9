import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisKindName, GivenParams } from '../../api/analyses.ts';
import { createAnalysis, type SavedAnalysis, savedAnalysesQuery, updateAnalysis } from '../../api/dashboards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import type { AnalysisSearch } from './analysis-search.ts';

/** Name and description of an analysis that is kept; `of` is one whose name is changed. */
export function SaveDialog(props: {
  kind: AnalysisKindName;
  params: GivenParams;
  of?: SavedAnalysis;
  close: () => void;
}) {
  const { kind, params, of, close } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [name, setName] = useState(of?.name ?? t(`analysisKind.${kind}.name`));
  const [description, setDescription] = useState(of?.description ?? '');
  const save = useMutation({
    mutationFn: () => {
      const words = { name: name.trim(), description: description.trim() };
      return of
        ? updateAnalysis(community.id, of.id, { ...words, version: of.version })
        : createAnalysis(community.id, { ...words, kind, params });
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries(savedAnalysesQuery(community.id));
      close();
      void message.success(t('analysis.saved'));
      if (!of)
        void navigate({ to: '.', search: (before: AnalysisSearch) => ({ ...before, saved: id }), replace: true });
    },
  });
  return (
    <Modal
      open
      title={t(of ? 'analysis.rename' : 'analysis.save')}
      okText={t('analysis.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: name.trim() === '', loading: save.isPending }}
      onOk={() => save.mutate()}
      onCancel={close}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <label className="q-field">
          <span>{t('analysis.name')}</span>
          <Input
            name="analysis-name"
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={() => name.trim() && save.mutate()}
          />
        </label>
        <label className="q-field">
          <span>{t('analysis.description')}</span>
          <Input.TextArea
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 5 }}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </label>
      </div>
    </Modal>
  );
}
