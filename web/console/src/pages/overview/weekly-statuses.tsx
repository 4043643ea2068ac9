import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { STATUS_COLOURS, type Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';
import { PointButton, useOpenPoint } from './point-people.tsx';
import { weekDays } from './week-start.ts';

const STACK = ['retained', 'returning', 'new'] as const;
const STATUSES = ['new', 'retained', 'returning', 'dormant'] as const;
type Status = (typeof STATUSES)[number];
const SHOWN = 26;

/** Who was active each week and whether they were new, retained or back; a week that has not ended is hatched. */
export function WeeklyStatuses({ report, community }: { report: CommunityReport; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const weekly = report.activity.weekly;
  const point = useOpenPoint(community);
  const open =
    point &&
    ((week: string, state: Status) =>
      point.open({
        kind: 'lifecycle',
        params: { range: weekDays(week) },
        point: { start: weekDays(week).from, state },
      }));
  const option = useCallback(
    (c: Colours) => {
      const weeks = weekly.slice(-SHOWN);
      return {
        aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
        grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
        tooltip: {
          ...chartStyle.tooltip(c),
          axisPointer: { type: 'shadow', shadowStyle: { color: c.text, opacity: 0.05 } },
          valueFormatter: (value: unknown) => format.exact(Number(value)),
        },
        xAxis: chartStyle.category(
          c,
          weeks.map(({ week }) => week),
          (week) => week.slice(5),
        ),
        yAxis: chartStyle.value(c, (value) => format.count(value)),
        series: STACK.map((status) => ({
          name: t(`status.${status}`),
          type: 'bar' as const,
          stack: 'people',
          barCategoryGap: '22%',
          itemStyle: { color: STATUS_COLOURS[status], decal: { symbol: 'none' } },
          emphasis: { disabled: true },
          data: weeks.map((week) => ({
            value: week[status],
            week: week.week,
            status,
            ...(week.complete ? {} : { itemStyle: chartStyle.unfinished(c) }),
          })),
        })),
      };
    },
    [weekly, format, t],
  );
  const table = {
    columns: [t('chart.week'), ...STATUSES.map((status) => t(`status.${status}`))],
    rows: [...weekly]
      .reverse()
      .map((week) => [
        week.complete ? week.week : `${week.week} (${t('chart.unfinished')})`,
        ...STATUSES.map((status) => format.exact(week[status])),
      ]),
    cell: (row: number, column: number, children: React.ReactNode) => {
      const week = weekly.at(-1 - row)!;
      const status = STATUSES[column - 1]!;
      return (
        <PointButton
          people={week[status]}
          label={`${week.week} ${t(`status.${status}`)}: ${format.exact(week[status])}`}
          open={open && (() => open(week.week, status))}
        >
          {children}
        </PointButton>
      );
    },
  };
  return (
    <Panel title={t('figure.weekly.name')} explain={explain('weekly')}>
      <Chart
        label={t('overview.weeklyLabel', { weeks: Math.min(SHOWN, weekly.length) })}
        height={210}
        option={option}
        table={table}
        {...(open
          ? {
              onItem: (datum: unknown) => {
                const { week, status } = datum as { week: string; status: Status };
                open(week, status);
              },
            }
          : {})}
        above={<StatusKey weekly={weekly} />}
      />
    </Panel>
  );
}

function StatusKey({ weekly }: { weekly: CommunityReport['activity']['weekly'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="q-key">
      {STACK.map((status) => (
        <li key={status}>
          <span className="q-dot" style={{ background: STATUS_COLOURS[status] }} />
          {t(`status.${status}`)}
        </li>
      ))}
      {weekly.at(-1)?.complete === false ? (
        <li>
          <span className="q-dot q-hatched q-square" />
          {t('chart.unfinishedWeek')}
        </li>
      ) : null}
      <li className="q-faint">{t('overview.dormantNow', { shown: format.count(weekly.at(-1)?.dormant) })}</li>
    </ul>
  );
}
