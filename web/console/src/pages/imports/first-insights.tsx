import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import type { Import } from '../../api/imports.ts';
import { overviewQuery } from '../../api/overview.ts';
import { PlaysPanel } from '../overview/plays-panel.tsx';
import '../overview/overview.css';

const AGAIN = 2000;

/** The answer and the first plays, as soon as the import has been evaluated. */
export function FirstInsights({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const words = useWords();
  const fresh = (evaluatedAt: string | undefined) =>
    Boolean(evaluatedAt && item.finishedAt && evaluatedAt >= item.finishedAt);
  const { data } = useQuery({
    ...overviewQuery(community.id),
    retry: false,
    refetchInterval: ({ state }) => (fresh(state.data?.evaluatedAt) ? false : AGAIN),
  });
  const ready = data && fresh(data.evaluatedAt);
  return (
    <>
      <Panel title={t('imports.insights')} className={ready ? '' : 'q-computing'}>
        {ready ? (
          <p className="q-insight">{words.sentence(data.report)}</p>
        ) : (
          <>
            <p className="q-soft" role="status">
              {t('imports.computing')}
            </p>
            <Skeleton rows={2} />
          </>
        )}
      </Panel>
      {ready ? <PlaysPanel report={data.report} /> : null}
    </>
  );
}
