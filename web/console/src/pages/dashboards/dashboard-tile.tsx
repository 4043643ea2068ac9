import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisRange } from '../../../../../src/modules/analyses/common.contract.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type AnalysisKindName, type Answered, type GivenParams, runQuery } from '../../api/analyses.ts';
import type { Dashboard } from '../../api/dashboards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { readParams } from '../analyses/analysis-search.ts';
import { KindFigure } from '../analyses/kind-figure.tsx';
import { viewOf } from '../analyses/kind-views.ts';
import { useSay } from '../analyses/use-say.ts';
import { WarningsList } from '../analyses/warnings-list.tsx';

type Tile = Dashboard['tiles'][number];

/** The choices of a tile: its own, with the days and the segment of the dashboard in place of them where set. */
export function tileParams(
  { kind, params }: Pick<Tile['analysis'], 'kind' | 'params'>,
  range: AnalysisRange | undefined,
  segmentId: string | undefined,
): GivenParams {
  return readParams(kind, {
    ...params,
    ...(range && viewOf(kind).ranged ? { range } : {}),
    ...(segmentId ? { segmentId } : {}),
  }).sent;
}

/** One analysis on a dashboard: its name, its answer, its drawing. Asked for when it comes into sight. */
export function DashboardTile(props: { tile: Tile; range: AnalysisRange | undefined; segmentId: string | undefined }) {
  const { tile, range, segmentId } = props;
  const { analysis, width } = tile;
  const { t } = useTranslation();
  const community = useCommunity();
  const [box, near] = useNear();
  const params = tileParams(analysis, range, segmentId);
  const run = useQuery({ ...runQuery(community.id, analysis.kind, params), enabled: near });
  return (
    <li ref={box} className={`q-panel q-tile q-tile-${width}`}>
      <header className="q-panel-head">
        <h2>
          <Link
            to="/c/$community/analyses/$kind"
            params={{ community: community.key, kind: analysis.kind }}
            search={{ ...params, saved: analysis.id }}
          >
            {analysis.name}
          </Link>
        </h2>
      </header>
      {run.error && !run.data ? (
        <ErrorState {...describeError(run.error, t)} onRetry={() => void run.refetch()} />
      ) : run.data ? (
        <Answer answered={run.data} sent={params} />
      ) : near ? (
        <Skeleton rows={6} height={24} />
      ) : (
        <div className="q-tile-later" />
      )}
    </li>
  );
}

const NOTHING = () => {};

function Answer({ answered, sent }: { answered: Answered<AnalysisKindName>; sent: GivenParams }) {
  const say = useSay();
  const answer = viewOf(answered.kind).answer as (result: unknown, params: unknown, words: typeof say) => string;
  return (
    <>
      <p className="q-tile-answer">{answer(answered.result, answered.params, say)}</p>
      <WarningsList warnings={answered.result.warnings} />
      <KindFigure answered={answered} sent={sent} change={NOTHING} tile />
    </>
  );
}

/** Whether an element has been near the window; printing brings all of them near. */
function useNear(): [React.RefObject<HTMLLIElement | null>, boolean] {
  const box = useRef<HTMLLIElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!box.current || near) return undefined;
    const show = () => setNear(true);
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && show(),
      {
        rootMargin: '300px',
      },
    );
    observer.observe(box.current);
    window.addEventListener('beforeprint', show);
    return () => {
      observer.disconnect();
      window.removeEventListener('beforeprint', show);
    };
  }, [near]);
  return [box, near];
}
