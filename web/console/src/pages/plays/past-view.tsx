import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../../../src/modules/playbooks/library.contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { pastPlaysQuery } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { metricChange, metricValue } from './figure-format.ts';
import { useDayOf, useLanguage } from './use-plays.ts';

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
  const dayOf = useDayOf();
  const { before, end, after, expected, low, high, verdict, reviewOn } = run.effect;
  const latest = after ?? end;
  const value = (figure: number | null): string => metricValue(format, run.metric, figure);
  const difference = expected === null || latest === null ? null : latest - expected;
  const figures: [string, number | null][] = [
    [t('playbook.atStart'), before],
    [t('playbook.atEnd'), end],
    [t('playbook.atReview'), after],
  ];
  return (
    <section className="q-panel q-run">
      <header className="q-panel-head">
        <h2>{run.name[language]}</h2>
        <span className="q-faint q-small">
          {dayOf(run.acceptedAt)}
          {run.finishedAt ? ` – ${dayOf(run.finishedAt)}` : null}
        </span>
      </header>
      <p>{run.reason[language]}</p>
      {run.outcome ? <p className="q-run-outcome">{run.outcome}</p> : null}
      <h3>{words.metric(run.metric)}</h3>
      <dl className="q-effect">
        {figures.map(([label, figure]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value(figure)}</dd>
          </div>
        ))}
        {expected === null ? null : (
          <div>
            <dt>{t('playbook.expected')}</dt>
            <dd>{value(expected)}</dd>
            <dd className="q-faint q-small">{t('playbook.range', { low: value(low), high: value(high) })}</dd>
          </div>
        )}
        <div className={`q-effect-difference ${VERDICT_CLASSES[verdict]}`}>
          <dt>{t('playbook.difference')}</dt>
          <dd>{difference === null ? t('playbook.notKnown') : metricChange(format, run.metric, difference)}</dd>
          {difference === null ? null : <dd className="q-small">{t(`playbook.verdict.${verdict}`)}</dd>}
        </div>
      </dl>
      <p className="q-faint q-small">
        {[
          run.effect.perWeek === null ? t('playbook.tooFew') : expected === null ? t('playbook.trendEnds') : '',
          reviewOn ? t('playbook.reviewOn', { day: format.day(reviewOn) }) : '',
          t('playbook.progress', { done: run.tasks.filter(({ done }) => done).length, all: run.tasks.length }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </section>
  );
}

/** The words carry the meaning; the colour only repeats it. */
const VERDICT_CLASSES: Record<Run['effect']['verdict'], string> = {
  good: 'q-good',
  bad: 'q-bad',
  changed: '',
  usual: '',
  unknown: '',
};
