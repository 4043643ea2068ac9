import type { CustomSeriesRenderItemAPI } from 'echarts';
import { useCallback } from 'react';
import type { Colours } from '../tokens.ts';
import { Chart, type DataTable } from './chart.tsx';
import { escapeText } from './curves.tsx';
import { chartStyle } from './style.ts';

export interface IntervalRow {
  name: string;
  value: number;
  low: number;
  high: number;
  /** Whether the interval leaves the line out. */
  clear: boolean;
}

const ROW = 30;

/**
 * A figure and its interval for each row, on a logarithmic axis around a line at which nothing differs. Rows whose interval
 * crosses the line are pale and hollow.
 */
export function Intervals(props: {
  label: string;
  rows: readonly IntervalRow[];
  /** Where nothing differs; 1 for ratios. */
  line: number;
  lineLabel: string;
  write: (value: number) => string;
  table: DataTable;
  above?: React.ReactNode;
  onRow?: (row: number) => void;
}) {
  const { rows, line, lineLabel, write, onRow } = props;
  const option = useCallback(
    (c: Colours) => {
      const shown = [...rows].reverse();
      return {
        grid: { left: 4, right: 56, top: 24, bottom: 4, containLabel: true },
        tooltip: {
          ...chartStyle.tooltip(c),
          trigger: 'item' as const,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const row = shown[dataIndex]!;
            return `${escapeText(row.name)}<br><b>${write(row.value)}</b> (${write(row.low)} – ${write(row.high)})`;
          },
        },
        xAxis: {
          type: 'log' as const,
          logBase: 2,
          min: Math.min(line / 2, ...rows.map(({ low }) => low)) * 0.9,
          max: Math.max(line * 2, ...rows.map(({ high }) => high)) * 1.1,
          axisLabel: { color: c.textFaint, fontSize: 12, formatter: write, hideOverlap: true },
          splitLine: { show: false },
          axisLine: { show: false },
        },
        yAxis: {
          ...chartStyle.category(
            c,
            shown.map(({ name }) => name),
          ),
          axisLabel: { color: c.text, fontSize: 12, width: 180, overflow: 'truncate' as const, interval: 0 },
        },
        series: [
          {
            type: 'custom' as const,
            renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => drawRow(api, c),
            cursor: onRow ? 'pointer' : 'default',
            encode: { x: [0, 1, 2], y: 3 },
            data: shown.map(({ value, low, high, clear }, index) => ({
              value: [value, low, high, index, clear ? 1 : 0],
              row: rows.length - 1 - index,
            })),
            markLine: {
              symbol: 'none',
              silent: true,
              lineStyle: { color: c.lineStrong, type: 'dashed' as const },
              label: { formatter: lineLabel, color: c.textFaint, fontSize: 12 },
              data: [{ xAxis: line }],
            },
          },
        ],
      };
    },
    [line, lineLabel, onRow, rows, write],
  );
  const pick = useCallback(
    (datum: unknown) => {
      const { row } = datum as { row?: number };
      if (row !== undefined) onRow?.(row);
    },
    [onRow],
  );
  return (
    <Chart
      more
      label={props.label}
      height={rows.length * ROW + 60}
      option={option}
      table={props.table}
      above={props.above}
      {...(onRow ? { onItem: pick } : {})}
    />
  );
}

function drawRow(api: CustomSeriesRenderItemAPI, c: Colours) {
  const place = api.value(3);
  const [x, y] = api.coord([api.value(0), place]) as [number, number];
  const [low] = api.coord([api.value(1), place]) as [number, number];
  const [high] = api.coord([api.value(2), place]) as [number, number];
  const clear = api.value(4) === 1;
  const colour = clear ? c.accent : c.textFaint;
  return {
    type: 'group' as const,
    children: [
      // As high as the row, so that it is easily hit.
      {
        type: 'rect' as const,
        shape: { x: Math.min(low, x) - 8, y: y - ROW / 2, width: high - low + 16, height: ROW },
        style: { fill: 'transparent' },
      },
      {
        type: 'line' as const,
        shape: { x1: low, y1: y, x2: high, y2: y },
        style: { stroke: colour, lineWidth: 2 },
      },
      {
        type: 'circle' as const,
        shape: { cx: x, cy: y, r: 5 },
        style: { fill: clear ? colour : c.surface, stroke: colour, lineWidth: 2 },
      },
    ],
  };
}
