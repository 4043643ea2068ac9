import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type SavedAnalysis, savedAnalysesQuery } from '../../api/dashboards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { SavedMenu } from './saved-menu.tsx';

/** The analyses that were kept: what each is, who made it, which dashboards show it. */
export function SavedList() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(savedAnalysesQuery(community.id));
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} height={22} />;
  if (data.length === 0) return <p className="q-soft">{t('analysis.noneSaved')}</p>;
  return (
    <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('analysis.savedTitle')}>
      <table className="q-table q-table-start">
        <thead>
          <tr>
            {['name', 'kind', 'usedOn', 'madeBy', 'updated'].map((head) => (
              <th key={head} scope="col">
                {t(`analysis.head.${head}`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {data.map((saved) => (
            <SavedRow key={saved.id} saved={saved} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SavedRow({ saved }: { saved: SavedAnalysis }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  return (
    <tr>
      <th scope="row">
        <Link
          to="/c/$community/analyses/$kind"
          params={{ community: community.key, kind: saved.kind }}
          search={{ ...saved.params, saved: saved.id }}
        >
          {saved.name}
        </Link>
        {saved.description ? <small className="q-faint q-saved-description">{saved.description}</small> : null}
      </th>
      <td>{t(`analysisKind.${saved.kind}.name`)}</td>
      <td>
        {saved.dashboards.map(({ id, name }) => (
          <Link
            key={id}
            className="q-word"
            to="/c/$community/dashboards/$dashboard"
            params={{ community: community.key, dashboard: id }}
          >
            {name}
          </Link>
        ))}
      </td>
      <td>{saved.madeBy ?? t('analysis.byToken')}</td>
      <td title={format.instant(saved.updatedAt, community.zone)}>{format.relative(saved.updatedAt)}</td>
      <td>
        <SavedMenu saved={saved} />
      </td>
    </tr>
  );
}
