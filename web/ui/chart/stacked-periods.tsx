import { useCallback } from 'react';
import type { Colours } from '../tokens.ts';
import { Chart, type DataTable } from './chart.tsx';
import { chartStyle } from './style.ts';

export interface StackedSeries {
  key: string;
  name: string;
  colour: string;
  /** Drawn below the axis. */
  below?: boolean;
}

export interface StackedPeriod {
  place: string;
  complete: boolean;
  values: Record<string, number>;
}

/** Bars of periods, stacked; what goes away hangs below the axis, and a period that has not ended is hatched. */
export function StackedPeriods(props: {
  label: string;
  height: number;
  series: readonly StackedSeries[];
  periods: readonly StackedPeriod[];
  placeLabel: (place: string, index: number) => string;
  write: (value: number) => string;
  exact: (value: number) => string;
  table: DataTable;
  above?: React.ReactNode;
  onPick?: (series: string, period: number) => void;
}) {
  const { series, periods, placeLabel, write, exact, onPick } = props;
  const option = useCallback(
    (c: Colours) => ({
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        ...chartStyle.tooltip(c),
        axisPointer: { type: 'shadow', shadowStyle: { color: c.text, opacity: 0.05 } },
        valueFormatter: (value: unknown) => exact(Math.abs(Number(value))),
      },
      xAxis: chartStyle.category(
        c,
        periods.map(({ place }) => place),
        placeLabel,
      ),
      yAxis: {
        ...chartStyle.value(c, (value) => write(Math.abs(value))),
        ...(series.some(({ below }) => below) ? { min: undefined } : {}),
      },
      series: series.map(({ key, name, colour, below }) => ({
        name,
        type: 'bar' as const,
        stack: 'all',
        barCategoryGap: '22%',
        barMaxWidth: 48,
        cursor: onPick ? 'pointer' : 'default',
        itemStyle: { color: colour, decal: { symbol: 'none' } },
        emphasis: { disabled: true },
        data: periods.map(({ values, complete }, period) => ({
          value: (below ? -1 : 1) * (values[key] ?? 0),
          series: key,
          period,
          ...(complete ? {} : { itemStyle: chartStyle.unfinished(c) }),
        })),
      })),
    }),
    [exact, onPick, periods, placeLabel, series, write],
  );
  const pick = useCallback(
    (datum: unknown) => {
      const { series: key, period } = datum as { series: string; period: number };
      onPick?.(key, period);
    },
    [onPick],
  );
  const { label, height, table, above } = props;
  return (
    <Chart
      label={label}
      height={height}
      option={option}
      table={table}
      above={above}
      {...(onPick ? { onItem: pick } : {})}
    />
  );
}
