import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type Segment, usesQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** What would change with this segment. */
export function UsePanel({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(usesQuery(community.id, segment.id));
  return (
    <Panel title={t('segments.one.tab.use')}>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : data.length === 0 ? (
        <p className="q-soft">{t('segments.use.none')}</p>
      ) : (
        <ul className="q-segment-uses">
          {data.map(({ kind, id, name }) => (
            <li key={`${kind} ${id}`}>
              <span className="q-word">{t(`segments.use.kind.${kind}`, { defaultValue: kind })}</span>
              {kind === 'segment' ? (
                <Link to="/c/$community/segments/$segment" params={{ community: community.key, segment: id }}>
                  {name}
                </Link>
              ) : kind === 'scheme' ? (
                <Link to="/c/$community/tier-schemes" params={{ community: community.key }}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
