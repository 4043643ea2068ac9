import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { METRIC_FACTS } from '../../../../../src/modules/insights/metrics.contract.ts';
import type { Run } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { pastPlaysQuery } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useSaid } from './use-plays.ts';

/** Plays that were done, with what became of their metric. */
export function PastTab() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(pastPlaysQuery(community.id));
  if (error || !data || data.runs.length === 0)
    return (
      <section className="q-panel">
        {error ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : data ? (
          <EmptyState title={t('playbook.noPast.title')} art="search">
            {t('playbook.noPast.detail')}
          </EmptyState>
        ) : (
          <Skeleton rows={6} height={22} />
        )}
      </section>
    );
  return (
    <div className="q-play-column">
      <p className="q-soft">{t('playbook.noProof')}</p>
      {data.runs.map((run) => (
        <PastPanel key={run.id} run={run} />
      ))}
    </div>
  );
}

function PastPanel({ run }: { run: Run }) {
  const { t } = useTranslation();
  const words = useWords();
  const said = useSaid();
  const format = useFormat();
  const { effect } = run;
  const { unit } = METRIC_FACTS[run.metric];
  const shown = (value: number | null): string => {
    if (unit === 'share') return format.share(value);
    if (unit === 'minutes') return format.minutes(value);
    return unit === 'ratio' ? format.decimal(value) : format.count(value);
  };
  return (
    <Panel title={said(run.name)} note={run.outcome || said(run.reason)}>
      <p className="q-soft">{t('playbook.metric', { metric: words.metric(run.metric) })}</p>
      <div className="q-play-figures">
        <Figure label={t('playbook.before')} value={shown(effect.before)} />
        <Figure label={t('playbook.end')} value={shown(effect.end)} />
        <Figure
          label={t('playbook.after')}
          value={shown(effect.after)}
          sub={effect.reviewOn ? t('playbook.reviewOn', { day: effect.reviewOn }) : undefined}
        />
        <Figure
          label={t('playbook.expected')}
          value={shown(effect.expected)}
          sub={effect.perWeek === null ? t('playbook.notEnough') : undefined}
        />
      </div>
    </Panel>
  );
}
