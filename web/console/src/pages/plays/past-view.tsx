import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { METRIC_FACTS } from '../../../../../src/modules/insights/metrics.contract.ts';
import type { Run } from '../../../../../src/modules/playbooks/library.contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { pastPlaysQuery } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { metricChange, metricValue } from './figure-format.ts';
import { useLanguage } from './use-plays.ts';

/** Plays that were finished, each with its metric before and after. */
export function PastView() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(pastPlaysQuery(community.id));
  if (error)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data)
    return (
      <section className="q-panel">
        <Skeleton rows={6} height={20} />
      </section>
    );
  if (data.runs.length === 0)
    return (
      <section className="q-panel">
        <EmptyState title={t('playbook.noPast')}>{t('playbook.noPastDetail')}</EmptyState>
      </section>
    );
  return (
    <>
      <p className="q-faint q-small">{t('playbook.comparisonOnly')}</p>
      {data.runs.map((run) => (
        <PastRun key={run.id} run={run} />
      ))}
    </>
  );
}

function PastRun({ run }: { run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const language = useLanguage();
  const { before, end, after, expected, reviewOn } = run.effect;
  const latest = after ?? end;
  const difference = expected === null || latest === null ? null : latest - expected;
  const figures: [string, number | null][] = [
    [t('playbook.atStart'), before],
    [t('playbook.atEnd'), end],
    [t('playbook.atReview'), after],
    [t('playbook.expected'), expected],
  ];
  return (
    <section className="q-panel q-run">
      <header className="q-panel-head">
        <h2>{run.name[language]}</h2>
        <span className="q-faint q-small">
          {format.instant(run.acceptedAt).slice(0, 10)} –{' '}
          {run.finishedAt ? format.instant(run.finishedAt).slice(0, 10) : ''}
        </span>
      </header>
      <p>{run.reason[language]}</p>
      {run.outcome ? <p className="q-run-outcome">{run.outcome}</p> : null}
      <h3>{words.metric(run.metric)}</h3>
      <dl className="q-effect">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{metricValue(format, run.metric, value)}</dd>
          </div>
        ))}
        <div className={`q-effect-difference ${verdictOf(run, difference)}`}>
          <dt>{t('playbook.difference')}</dt>
          <dd>{difference === null ? t('playbook.notKnown') : metricChange(format, run.metric, difference)}</dd>
        </div>
      </dl>
      <p className="q-faint q-small">
        {[
          run.effect.perWeek === null ? t('playbook.tooFew') : '',
          reviewOn ? t('playbook.reviewOn', { day: format.day(reviewOn) }) : '',
          t('playbook.progress', { done: run.tasks.filter(({ done }) => done).length, all: run.tasks.length }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </section>
  );
}

/** The sign carries the meaning; the colour only repeats it. */
function verdictOf({ metric }: Run, difference: number | null): string {
  const { better } = METRIC_FACTS[metric];
  if (difference === null || difference === 0 || better === 'either') return '';
  return difference > 0 === (better === 'more') ? 'q-good' : 'q-bad';
}
