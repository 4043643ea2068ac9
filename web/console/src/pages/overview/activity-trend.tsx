import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Panel } from '../../../../ui/figure.tsx';
import type { Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';
import { marksOf } from './marks.ts';

/** Daily and monthly active people over up to a year, with marks where something out of the ordinary happened. */
export function ActivityTrend({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const { daily } = report.activity;
  const marks = useMemo(() => marksOf(daily), [daily]);
  const option = useCallback(
    (c: Colours) => {
      const line = (name: string, key: 'dau' | 'mau', colour: string, width: number) => ({
        name,
        type: 'line' as const,
        data: daily.map((day) => day[key]),
        symbol: 'none',
        lineStyle: { color: colour, width },
        itemStyle: { color: colour },
        endLabel: { show: true, formatter: '{a}', color: colour, fontSize: 12, distance: 6 },
        emphasis: { disabled: true },
      });
      const points = marks.map((mark) => ({
        name: t(`mark.${mark.kind}`),
        coord: [mark.day, mark.value],
        value: t(`mark.${mark.kind}`),
      }));
      return {
        grid: { left: 4, right: 52, top: 26, bottom: 4, containLabel: true },
        tooltip: { ...chartStyle.tooltip(c), valueFormatter: (value: unknown) => format.exact(Number(value)) },
        xAxis: {
          ...chartStyle.category(
            c,
            daily.map(({ day }) => day),
            (day) => format.shortDay(day),
          ),
          boundaryGap: false,
        },
        yAxis: chartStyle.value(c, (value) => format.count(value)),
        series: [
          {
            ...line('MAU', 'mau', c.accentStrong, 2),
            markPoint: {
              symbol: 'circle',
              symbolSize: 7,
              itemStyle: { color: c.surface, borderColor: c.text, borderWidth: 1.5 },
              label: { show: true, position: 'top', distance: 5, color: c.textSoft, fontSize: 12 },
              data: points.filter((_, index) => marks[index]!.series === 'mau'),
            },
          },
          {
            ...line('DAU', 'dau', c.textFaint, 1.25),
            areaStyle: { color: c.textFaint, opacity: 0.08 },
            markPoint: {
              symbol: 'circle',
              symbolSize: 6,
              itemStyle: { color: c.surface, borderColor: c.textFaint, borderWidth: 1.5 },
              label: { show: true, position: 'right', distance: 4, color: c.textFaint, fontSize: 12 },
              data: points.filter((_, index) => marks[index]!.series === 'dau'),
            },
          },
        ],
      };
    },
    [daily, format, marks, t],
  );
  const table = {
    columns: [t('chart.day'), 'DAU', 'MAU', t('chart.contributions')],
    rows: [...daily]
      .reverse()
      .map((day) => [day.day, format.exact(day.dau), format.exact(day.mau), format.exact(day.contributions)]),
  };
  return (
    <Panel title={t('figure.trend.name')} explain={explain('trend')}>
      <Chart
        label={t('overview.trendLabel', { days: daily.length })}
        height={210}
        option={option}
        table={table}
        above={<p className="q-faint q-small">{t('overview.trendNote')}</p>}
      />
    </Panel>
  );
}
