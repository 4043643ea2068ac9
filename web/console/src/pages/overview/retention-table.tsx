import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';

type Cohort = CommunityReport['retention']['weekly'][number];
type Kind = 'retained' | 'unbounded';

const WEEKS = 13;
const FIRST_SHOWN = 13;

/** Weekly cohorts, latest first: what share was active k weeks after their first contribution. */
export function RetentionTable({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const [kind, setKind] = useState<Kind>('retained');
  const [all, setAll] = useState(false);
  const { weekly, week4 } = report.retention;
  const cohorts = [...weekly].reverse();
  const shown = all ? cohorts : cohorts.slice(0, FIRST_SHOWN);
  const inputs = [
    { label: t('input.week4Retained'), value: format.exact(week4.retained) },
    { label: t('input.week4Size'), value: format.exact(week4.size) },
    { label: t('input.week4Cohorts'), value: format.exact(week4.cohorts) },
  ];
  return (
    <Panel
      title={t('figure.retention.name')}
      explain={explain('retention', inputs)}
      aside={
        <Segmented<Kind>
          size="small"
          value={kind}
          onChange={setKind}
          options={(['retained', 'unbounded'] as const).map((value) => ({ value, label: t(`retention.${value}`) }))}
        />
      }
    >
      <p className="q-panel-note">
        {week4.rate === null
          ? t('retention.noWeek4')
          : t('retention.week4', { rate: format.share(week4.rate), cohorts: week4.cohorts })}
      </p>
      <div
        className={`q-table-scroll q-retention ${all ? 'q-retention-all' : ''}`}
        tabIndex={0}
        role="region"
        aria-label={t('figure.retention.name')}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('retention.cohort')}</th>
              <th scope="col">{t('retention.size')}</th>
              {Array.from({ length: WEEKS }, (_, week) => (
                <th key={week} scope="col">
                  <span aria-hidden>{week}</span>
                  <span className="q-hidden">{t('retention.weekHead', { week })}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((cohort) => (
              <CohortRow key={cohort.cohort} cohort={cohort} kind={kind} />
            ))}
          </tbody>
        </table>
      </div>
      {cohorts.length > FIRST_SHOWN ? (
        <Button type="link" size="small" className="q-more" onClick={() => setAll(!all)}>
          {all ? t('retention.fewer') : t('retention.all', { shown: format.exact(cohorts.length) })}
        </Button>
      ) : null}
    </Panel>
  );
}

function CohortRow({ cohort, kind }: { cohort: Cohort; kind: Kind }) {
  const { t } = useTranslation();
  const format = useFormat();
  const values = cohort[kind];
  return (
    <tr>
      <th scope="row">{cohort.cohort}</th>
      <td className="q-cohort-size">{format.count(cohort.size)}</td>
      {Array.from({ length: WEEKS }, (_, week) => {
        const active = values[week];
        if (active === undefined) return <td key={week} />;
        const share = cohort.size ? active / cohort.size : 0;
        const unfinished = cohort.unfinished && week === values.length - 1;
        return (
          <td
            key={week}
            className={`q-heat ${unfinished ? 'q-heat-unfinished' : ''}`}
            style={{ '--heat': Math.sqrt(share) } as React.CSSProperties}
            title={`${cohort.cohort} · ${t('retention.weekHead', { week })}: ${format.exact(active)} / ${format.exact(cohort.size)}${unfinished ? ` (${t('chart.unfinished')})` : ''}`}
          >
            {share === 0 ? '0' : format.share(share).replace('%', '')}
          </td>
        );
      })}
    </tr>
  );
}
