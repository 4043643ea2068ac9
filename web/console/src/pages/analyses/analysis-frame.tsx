import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PictureContext, type PictureMaker } from '../../../../ui/chart/picture.ts';
import { Explain } from '../../../../ui/explain.tsx';
import { zoneLabel } from '../../../../ui/format.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type AnalysisKindName, type Answered, type ParamsOf, runQuery } from '../../api/analyses.ts';
import { ApiError } from '../../api/problem.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { AnalysisActions } from './analysis-actions.tsx';
import { type AnalysisSearch, givenParams, readParams } from './analysis-search.ts';
import { explanationOf } from './explanation.ts';
import { KindFigure } from './kind-figure.tsx';
import { viewOf } from './kind-views.ts';
import { kindWords } from './kind-words.ts';
import { ParamsBar } from './params-bar.tsx';
import { SavedLine } from './saved-line.tsx';
import { useLiveFigures } from './use-live-figures.ts';
import { useSay } from './use-say.ts';
import { WarningsList } from './warnings-list.tsx';

/** The frame that every kind has: the answer first, then the choices, then the evidence. */
export function AnalysisFrame<K extends AnalysisKindName>({ kind }: { kind: K }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const search = useSearch({ strict: false }) as AnalysisSearch;
  const navigate = useNavigate();
  const { params, sent, dropped } = readParams(kind, givenParams(search));
  const run = useQuery(runQuery(community.id, kind, sent));
  const picture = useRef<PictureMaker | undefined>(undefined);
  useLiveFigures(community.id);
  const { name } = kindWords(kind, t);
  usePageTitle(name, community.name);
  const change = useCallback(
    (next: Partial<ParamsOf<K>>) =>
      void navigate({
        to: '.',
        search: (before: AnalysisSearch) => ({ ...before, ...next }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const { data: answered } = run;
  return (
    <PictureContext value={picture}>
      <nav className="q-crumbs" aria-label={t('analysis.where')}>
        <Link to="/c/$community/analyses" params={{ community: community.key }}>
          {t('nav.analyses')}
        </Link>
        <span aria-hidden>/</span>
        <span>{name}</span>
      </nav>
      <header className="q-analysis-head">
        <Answer kind={kind} answered={answered} />
        <AnalysisActions kind={kind} params={sent} saved={search.saved} answered={answered} picture={picture} />
      </header>
      {search.saved ? <SavedLine id={search.saved} kind={kind} params={sent} /> : null}
      <ParamsBar kind={kind} params={params} change={change} asOf={answered?.asOf} />
      {dropped ? <p className="q-analysis-warnings">{t('analysis.dropped')}</p> : null}
      <div className={`q-column ${run.isPlaceholderData ? 'q-stale' : ''}`} aria-busy={run.isFetching}>
        {run.error && (!answered || run.isPlaceholderData) ? (
          <section className="q-panel">
            <RunError error={run.error} retry={() => void run.refetch()} />
          </section>
        ) : answered ? (
          <>
            <WarningsList warnings={answered.result.warnings} />
            <KindFigure answered={answered} sent={sent} change={change} tile={false} />
          </>
        ) : (
          <section className="q-panel">
            <Skeleton rows={10} height={24} />
          </section>
        )}
      </div>
    </PictureContext>
  );
}

/** The sentence, and what it is as of. */
function Answer<K extends AnalysisKindName>({ kind, answered }: { kind: K; answered: Answered<K> | undefined }) {
  const say = useSay();
  const { t, format } = say;
  const { zone } = useCommunity();
  if (!answered)
    return (
      <div>
        <h1>{kindWords(kind, t).question}</h1>
        <p className="q-faint">{t('analysis.working')}</p>
      </div>
    );
  return (
    <div>
      <p className="q-analysis-question">
        {kindWords(kind, t).question}
        <Explain of={explanationOf(answered, say, zone)} />
      </p>
      <h1>{viewOf(kind).answer(answered.result, answered.params, say)}</h1>
      <p className="q-faint q-small">
        {t('explain.asOf', { day: format.day(answered.asOf), zone: `${zone} ${zoneLabel(zone)}` })} ·{' '}
        <span title={format.instant(answered.evaluatedAt, zone)}>
          {t('explain.computed', { when: format.relative(answered.evaluatedAt) })}
        </span>
      </p>
    </div>
  );
}

/** Why there is no answer, and what helps: a shorter range where it was too much, an import where there is nothing yet. */
function RunError({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  if (error instanceof ApiError && error.code === 'no_events')
    return <EmptyState title={t('analysis.noEvents.title')}>{t('analysis.noEvents.detail')}</EmptyState>;
  if (error instanceof ApiError && error.code === 'analysis_too_large')
    return <ErrorState title={t('analysis.tooLarge.title')} detail={t('analysis.tooLarge.detail')} onRetry={retry} />;
  return <ErrorState {...describeError(error, t)} onRetry={retry} />;
}
