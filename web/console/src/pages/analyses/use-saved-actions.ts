import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  createAnalysis,
  dashboardsQuery,
  deleteAnalysis,
  type SavedAnalysis,
  savedAnalysesQuery,
} from '../../api/dashboards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Copies a kept analysis, or deletes it after saying which dashboards lose it. */
export function useSavedActions(saved: SavedAnalysis): { duplicate: () => void; remove: () => void } {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const failed = (error: Error) => void message.error(describeError(error, t).title);
  const duplicate = useMutation({
    mutationFn: () =>
      createAnalysis(community.id, {
        name: t('analysis.copyOf', { name: saved.name }).slice(0, 80),
        description: saved.description,
        kind: saved.kind,
        params: saved.params,
      }),
    onSuccess: async (copy) => {
      await client.invalidateQueries(savedAnalysesQuery(community.id));
      void navigate({
        to: '/c/$community/analyses/$kind',
        params: { community: community.key, kind: copy.kind },
        search: { ...copy.params, saved: copy.id },
      });
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => deleteAnalysis(community.id, saved.id),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries(savedAnalysesQuery(community.id)),
        client.invalidateQueries(dashboardsQuery(community.id)),
      ]);
      void navigate({ to: '/c/$community/analyses', params: { community: community.key } });
    },
    onError: failed,
  });
  return {
    duplicate: () => duplicate.mutate(),
    remove: () =>
      void modal.confirm({
        title: t('analysis.removeTitle', { name: saved.name }),
        content:
          saved.dashboards.length > 0
            ? t('analysis.removeFrom', { names: saved.dashboards.map(({ name }) => name).join(t('list.comma')) })
            : t('analysis.removeOnly'),
        okText: t('analysis.remove'),
        okButtonProps: { danger: true },
        cancelText: t('form.cancel'),
        onOk: () => remove.mutateAsync(),
      }),
  };
}
