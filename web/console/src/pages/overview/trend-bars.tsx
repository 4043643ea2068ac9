import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { GROWTH_COLOURS, type Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { periodsOf, type Period } from './periods.ts';
import type { TrendProps } from './trend-active.tsx';

type Kind = 'growth' | 'contributions';
const SERIES = { growth: ['joins', 'leaves'], contributions: ['contributions'] } as const;

/** Joins and leaves, or contributions, by day or week; what has not ended is hatched. Joins open the members. */
export function TrendBars({
  kind,
  community,
  daily,
  range,
  dayComplete,
}: TrendProps & { kind: Kind; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const periods = useMemo(() => periodsOf(daily, range, dayComplete), [daily, range, dayComplete]);
  const option = useBarOption(kind, periods);
  const nameOf = (period: Period) =>
    period.from === period.to ? period.from : `${format.shortDay(period.from)} – ${format.shortDay(period.to)}`;
  const latestFirst = [...periods].reverse();
  const params = { community: community.key };
  const joinedIn = (period: Period) => ({ joinedFrom: period.from, joinedTo: period.to });
  const table = {
    columns: [t('chart.period'), ...SERIES[kind].map((key) => t(`trend.series.${key}`))],
    rows: latestFirst.map((period) => [
      period.complete ? nameOf(period) : `${nameOf(period)} (${t('chart.unfinished')})`,
      ...SERIES[kind].map((key) => format.exact(period.sums[key])),
    ]),
    link: (row: number, children: React.ReactNode) =>
      kind === 'growth' && latestFirst[row]!.sums.joins > 0 ? (
        <Link to="/c/$community/members" params={params} search={joinedIn(latestFirst[row]!)}>
          {children}
        </Link>
      ) : (
        children
      ),
  };
  const pick = useCallback(
    (index: number) => {
      const period = periods[index];
      if (period && period.sums.joins > 0) {
        void navigate({
          to: '/c/$community/members',
          params: { community: community.key },
          search: { joinedFrom: period.from, joinedTo: period.to },
        });
      }
    },
    [community.key, navigate, periods],
  );
  return (
    <Chart
      label={t(`trend.label.${kind}`, { days: range })}
      height={230}
      option={option}
      table={table}
      above={
        <ul className="q-key">
          {kind === 'growth'
            ? SERIES.growth.map((key) => (
                <li key={key}>
                  <span className="q-dot" style={{ background: GROWTH_COLOURS[key] }} />
                  {t(`trend.series.${key}`)} {format.exact(periods.reduce((sum, { sums }) => sum + sums[key], 0))}
                </li>
              ))
            : null}
          {periods.at(-1)?.complete === false ? (
            <li>
              <span className="q-dot q-hatched q-square" />
              {t(periods.at(-1)!.from === periods.at(-1)!.to ? 'chart.unfinishedDay' : 'chart.unfinishedWeek')}
            </li>
          ) : null}
          <li className="q-faint">{t(`trend.note.${kind}`)}</li>
        </ul>
      }
      {...(kind === 'growth' ? { onPick: pick } : {})}
    />
  );
}

function useBarOption(kind: Kind, periods: readonly Period[]) {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    (c: Colours) => ({
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        ...chartStyle.tooltip(c),
        axisPointer: { type: 'shadow', shadowStyle: { color: c.text, opacity: 0.05 } },
        // Leaves hang below the axis; how many they are is no negative number.
        valueFormatter: (value: unknown) => format.exact(Math.abs(Number(value))),
      },
      xAxis: chartStyle.category(
        c,
        periods.map(({ from }) => from),
        (day) => format.shortDay(day),
      ),
      yAxis: {
        ...chartStyle.value(c, (value) => format.count(Math.abs(value))),
        ...(kind === 'growth' ? { min: undefined } : {}),
      },
      series: SERIES[kind].map((key) => ({
        name: t(`trend.series.${key}`),
        type: 'bar' as const,
        stack: 'all',
        barCategoryGap: '22%',
        itemStyle: {
          color: key === 'contributions' ? c.accent : GROWTH_COLOURS[key],
          decal: { symbol: 'none' },
        },
        emphasis: { disabled: true },
        data: periods.map(({ sums, complete }) => ({
          value: key === 'leaves' ? -sums.leaves : sums[key],
          ...(complete ? {} : { itemStyle: chartStyle.unfinished(c) }),
        })),
      })),
    }),
    [format, kind, periods, t],
  );
}
