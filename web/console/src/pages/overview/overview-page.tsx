import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/problem.ts';
import { overviewQuery, type Overview } from '../../api/overview.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { ErrorState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { AnswerLine } from './answer-line.tsx';
import { FirstImport } from './first-import.tsx';
import { HealthPanel } from './health-panel.tsx';
import { HourHeatmap } from './hour-heatmap.tsx';
import { KeyFigures } from './key-figures.tsx';
import { LeadersPanel } from './leaders-panel.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { PlaysPanel } from './plays-panel.tsx';
import { RetentionTable } from './retention-table.tsx';
import { StagePanel } from './stage-panel.tsx';
import { TiersPanel } from './tiers-panel.tsx';
import { TrendsPanel } from './trends-panel.tsx';
import { TourInvitation } from './tour-invitation.tsx';
import { UnknownPanel } from './unknown-panel.tsx';
import { WakePanel } from './wake-panel.tsx';
import { WeeklyStatuses } from './weekly-statuses.tsx';
import { WordsPanel } from './words-panel.tsx';
import './overview.css';

const SOON = 3_000;
const LATER = 60_000;

/** How the community is doing: the answer, its evidence, what to do. */
export function OverviewPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { asOf } = useSearch({ from: '/app/c/$community/' });
  const { data, error, refetch } = useQuery({
    ...overviewQuery(community.id, asOf),
    // Evaluations run by themselves after an import or live events; the first one is awaited more eagerly.
    refetchInterval: ({ state }) => (state.data?.report.events.total === 0 ? SOON : LATER),
  });
  usePageTitle(t('nav.overview'), community.name);
  if (error) {
    if (error instanceof ApiError && error.code === 'no_events') return <FirstImport community={community} />;
    return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  }
  if (!data) return <OverviewSkeleton />;
  if (data.report.events.total === 0) return <FirstImport community={community} />;
  return <OverviewBody overview={data} community={community} />;
}

/** On paper only: what this is, and of when. */
function PrintHead({ overview, community }: { overview: Overview; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { asOf, timezone } = overview.report;
  return (
    <p className="q-print-only q-print-head">
      <strong>{t('print.head', { community: community.name })}</strong>
      <span>
        {t('explain.asOf', { day: format.day(asOf), zone: timezone })} ·{' '}
        {t('print.made', { when: format.instant(Date.now(), timezone) })}
      </span>
    </p>
  );
}

function OverviewBody({ overview, community }: { overview: Overview; community: Community }) {
  const { report } = overview;
  return (
    <div className="q-overview">
      <PrintHead overview={overview} community={community} />
      <TourInvitation />
      <AnswerLine overview={overview} community={community} />
      <div className="q-columns q-columns-side">
        <div className="q-column">
          <KeyFigures overview={overview} />
          <StagePanel report={report} community={community} />
          <HealthPanel overview={overview} />
          <TiersPanel report={report} community={community} />
        </div>
        <div className="q-column q-column-pair">
          <PlaysPanel report={report} />
          <WakePanel report={report} />
        </div>
      </div>
      <div className="q-columns">
        <TrendsPanel overview={overview} community={community} />
        <WeeklyStatuses report={report} community={community} />
      </div>
      <div className="q-columns q-columns-side">
        <RetentionTable report={report} community={community} />
        <LeadersPanel report={report} />
      </div>
      <div className="q-columns">
        <HourHeatmap report={report} community={community} />
        <WordsPanel report={report} />
      </div>
      <UnknownPanel report={report} />
    </div>
  );
}
