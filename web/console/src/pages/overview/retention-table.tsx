import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';
import { PointButton, useOpenPoint } from './point-people.tsx';
import { weekDays } from './week-start.ts';

type Cohort = CommunityReport['retention']['weekly'][number];
type Kind = 'retained' | 'unbounded';

const WEEKS = 13;
const FIRST_SHOWN = 13;

/** Weekly cohorts, latest first: what share was active k weeks after their first contribution. */
export function RetentionTable({ report, community }: { report: CommunityReport; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const [kind, setKind] = useState<Kind>('retained');
  const [all, setAll] = useState(false);
  const point = useOpenPoint(community);
  const open =
    point &&
    (({ cohort }: Cohort, age: number | null) => {
      const start = weekDays(cohort).from;
      point.open({
        kind: 'retention',
        params: { range: { from: start, to: report.asOf } },
        point: { part: null, cohort: start, age, unbounded: kind === 'unbounded', stayed: true },
      });
    });
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
              <CohortRow key={cohort.cohort} cohort={cohort} kind={kind} open={open} />
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

function CohortRow(props: {
  cohort: Cohort;
  kind: Kind;
  open: ((cohort: Cohort, age: number | null) => void) | undefined;
}) {
  const { cohort, kind, open } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const values = cohort[kind];
  return (
    <tr>
      <th scope="row">{cohort.cohort}</th>
      <td className="q-cohort-size">
        <PointButton
          people={cohort.size}
          label={`${cohort.cohort}: ${format.exact(cohort.size)}`}
          open={open && (() => open(cohort, null))}
        >
          {format.count(cohort.size)}
        </PointButton>
      </td>
      {Array.from({ length: WEEKS }, (_, week) => {
        const active = values[week];
        if (active === undefined) return <td key={week} />;
        const share = cohort.size ? active / cohort.size : 0;
        const unfinished = cohort.unfinished && week === values.length - 1;
        const title = `${cohort.cohort} · ${t('retention.weekHead', { week })}: ${format.exact(active)} / ${format.exact(cohort.size)}${unfinished ? ` (${t('chart.unfinished')})` : ''}`;
        return (
          <td
            key={week}
            className={`q-heat ${unfinished ? 'q-heat-unfinished' : ''}`}
            style={{ '--heat': Math.sqrt(share) } as React.CSSProperties}
            title={title}
          >
            <PointButton people={active} label={title} open={open && (() => open(cohort, week))}>
              {share === 0 ? '0' : format.share(share).replace('%', '')}
            </PointButton>
          </td>
        );
      })}
    </tr>
  );
}
