import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AnalysisKindName, GivenParams } from '../../api/analyses.ts';
import { type SavedAnalysis, savedAnalysesQuery, updateAnalysis } from '../../api/dashboards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { sameParams } from './same-params.ts';
import { SavedMenu } from './saved-menu.tsx';

/** Which kept analysis this is, whether it was changed since, and where it is used. */
export function SavedLine({ id, kind, params }: { id: string; kind: AnalysisKindName; params: GivenParams }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(savedAnalysesQuery(community.id));
  const saved = data?.find((one) => one.id === id && one.kind === kind);
  if (!data) return null;
  if (!saved) return <p className="q-analysis-warnings">{t('analysis.savedGone')}</p>;
  return <Line saved={saved} params={params} />;
}

function Line({ saved, params }: { saved: SavedAnalysis; params: GivenParams }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const mayKeep = useRight('analyses.manage');
  const changed = !sameParams(saved.kind, saved.params, params);
  const update = useMutation({
    mutationFn: () => updateAnalysis(community.id, saved.id, { version: saved.version, params }),
    onSuccess: async () => {
      await client.invalidateQueries(savedAnalysesQuery(community.id));
      void message.success(t('analysis.saved'));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const back = () =>
    void navigate({ to: '.', search: { ...saved.params, saved: saved.id }, replace: true, resetScroll: false });
  return (
    <div className="q-saved-line">
      <strong>{saved.name}</strong>
      {saved.description ? <span className="q-soft">{saved.description}</span> : null}
      {saved.dashboards.length > 0 ? (
        <span className="q-faint">
          {t('analysis.onDashboards')}{' '}
          {saved.dashboards.map(({ id, name }) => (
            <Link
              key={id}
              to="/c/$community/dashboards/$dashboard"
              params={{ community: community.key, dashboard: id }}
            >
              {name}
            </Link>
          ))}
        </span>
      ) : null}
      {changed ? (
        <span className="q-saved-changed">
          <span className="q-word">{t('analysis.changed')}</span>
          {mayKeep ? (
            <Button size="small" type="primary" loading={update.isPending} onClick={() => update.mutate()}>
              {t('analysis.update')}
            </Button>
          ) : null}
          <Button size="small" onClick={back}>
            {t('analysis.revert')}
          </Button>
        </span>
      ) : null}
      <SavedMenu saved={saved} />
    </div>
  );
}
