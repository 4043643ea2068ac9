import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { TREND_COLOURS, type Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { marksOf, type Mark } from './marks.ts';

export interface TrendProps {
  daily: CommunityReport['activity']['daily'];
  range: number;
  /** Whether the last day is over. */
  dayComplete: boolean;
}

const LINES = ['mau', 'wau', 'dau'] as const;
type Line = (typeof LINES)[number];

/** Which line a mark stands on; joins and leaves stand on that of the day's active people. */
const LINE_OF: Record<Mark['kind'], Line> = { peak: 'mau', surge: 'dau', joins: 'dau', leaves: 'dau' };

/** Daily, weekly and monthly active people, with marks where something out of the ordinary happened. */
export function TrendActive({ daily, range, dayComplete }: TrendProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const days = useMemo(() => daily.slice(-range), [daily, range]);
  const marks = useMemo(() => marksOf(daily).filter(({ day }) => day >= (days[0]?.day ?? '')), [daily, days]);
  const option = useCallback(
    (c: Colours) => ({
      grid: { left: 4, right: 48, top: 26, bottom: 4, containLabel: true },
      tooltip: { ...chartStyle.tooltip(c), valueFormatter: (value: unknown) => format.exact(Number(value)) },
      xAxis: {
        ...chartStyle.category(
          c,
          days.map(({ day }) => day),
          (day) => format.shortDay(day),
        ),
        boundaryGap: false,
      },
      yAxis: chartStyle.value(c, (value) => format.count(value)),
      series: LINES.map((key) => {
        const { colour, width, type } = TREND_COLOURS(c)[key];
        return {
          name: key.toUpperCase(),
          type: 'line' as const,
          data: days.map((day) => day[key] ?? null),
          symbol: 'none',
          lineStyle: { color: colour, width, type },
          itemStyle: { color: colour },
          endLabel: { show: true, formatter: '{a}', color: colour, fontSize: 12, distance: 6 },
          labelLayout: { moveOverlap: 'shiftY' as const },
          emphasis: { disabled: true },
          markPoint: markPoints(
            c,
            marks
              .filter(({ kind }) => LINE_OF[kind] === key)
              .map((mark) => ({
                words: t(`mark.${mark.kind}`, { shown: format.count(mark.value) }),
                day: mark.day,
                at: days.find(({ day }) => day === mark.day)?.[key] ?? 0,
              })),
          ),
        };
      }),
    }),
    [days, format, marks, t],
  );
  const table = {
    columns: [t('chart.day'), 'DAU', 'WAU', 'MAU', t('trend.happened')],
    rows: [...days].reverse().map((day, back) => [
      back === 0 && !dayComplete ? `${day.day} (${t('chart.unfinished')})` : day.day,
      format.exact(day.dau),
      format.exact(day.wau),
      format.exact(day.mau),
      marks
        .filter((mark) => mark.day === day.day)
        .map((mark) => t(`mark.${mark.kind}`, { shown: format.count(mark.value) }))
        .join(t('list.comma')),
    ]),
  };
  return (
    <Chart
      label={t('trend.label.active', { days: days.length })}
      height={230}
      option={option}
      table={table}
      above={<p className="q-faint q-small">{t(dayComplete ? 'trend.note.active' : 'trend.note.activeToday')}</p>}
    />
  );
}

function markPoints(c: Colours, points: readonly { words: string; day: string; at: number }[]) {
  return {
    symbol: 'circle',
    symbolSize: 7,
    silent: true,
    itemStyle: { color: c.surface, borderColor: c.text, borderWidth: 1.5 },
    label: { show: true, position: 'top' as const, distance: 5, color: c.textSoft, fontSize: 12, formatter: '{b}' },
    data: points.map(({ words, day, at }) => ({ name: words, coord: [day, at] })),
  };
}
