import { useCallback } from 'react';
import type { Colours } from '../tokens.ts';
import { Chart, type DataTable } from './chart.tsx';
import { chartStyle } from './style.ts';

export interface WaterfallStep {
  name: string;
  /** Signed; added to what stood before. */
  change: number;
}

interface Bar {
  base: number;
  size: number;
  text: string;
  kind: 'total' | 'rise' | 'fall';
}

/**
 * From one total to another by parts that add up to the difference: each bar begins where the one before ended. What
 * rises and falls is told apart by sign and place as well as by colour.
 */
export function Waterfall(props: {
  label: string;
  height: number;
  from: { name: string; value: number };
  to: { name: string; value: number };
  steps: readonly WaterfallStep[];
  write: (value: number) => string;
  writeChange: (value: number) => string;
  table: DataTable;
  above?: React.ReactNode;
  onStep?: (step: number) => void;
}) {
  const { from, to, steps, write, writeChange, onStep } = props;
  const option = useCallback(
    (c: Colours) => {
      const bars = barsOf({ from, to, steps, write, writeChange });
      const colour = { total: c.textFaint, rise: c.success, fall: c.danger };
      const lowest = Math.min(...bars.map(({ base }) => base));
      const highest = Math.max(...bars.map(({ base, size }) => base + size));
      return {
        grid: { left: 4, right: 4, top: 26, bottom: 4, containLabel: true },
        tooltip: { show: false },
        xAxis: {
          ...chartStyle.category(c, [from.name, ...steps.map(({ name }) => name), to.name]),
          axisLabel: {
            color: c.textSoft,
            fontSize: 12,
            interval: 0,
            width: 84,
            overflow: 'break' as const,
            lineHeight: 15,
          },
        },
        // Bars of totals stand on zero.
        yAxis: { ...chartStyle.value(c, write), min: Math.min(0, lowest), max: highest },
        series: [
          {
            type: 'bar' as const,
            stack: 'all',
            // A level may pass below zero on the way.
            stackStrategy: 'all' as const,
            silent: true,
            itemStyle: { color: 'transparent' },
            emphasis: { disabled: true },
            data: bars.map(({ base }) => base),
          },
          {
            type: 'bar' as const,
            stack: 'all',
            stackStrategy: 'all' as const,
            barCategoryGap: '28%',
            cursor: onStep ? 'pointer' : 'default',
            emphasis: { disabled: true },
            label: { show: true, position: 'top' as const, color: c.text, fontSize: 12 },
            data: bars.map(({ size, text, kind }, index) => ({
              value: size,
              step: index - 1,
              itemStyle: { color: colour[kind], borderRadius: 2 },
              label: { formatter: text },
            })),
          },
        ],
      };
    },
    [from, onStep, steps, to, write, writeChange],
  );
  const pick = useCallback(
    (datum: unknown) => {
      const step = (datum as { step?: number }).step ?? -1;
      if (step >= 0 && step < steps.length) onStep?.(step);
    },
    [onStep, steps.length],
  );
  const { label, height, table, above } = props;
  return (
    <Chart
      label={label}
      height={height}
      option={option}
      table={table}
      above={above}
      {...(onStep ? { onItem: pick } : {})}
    />
  );
}

function barsOf(options: {
  from: { value: number };
  to: { value: number };
  steps: readonly WaterfallStep[];
  write: (value: number) => string;
  writeChange: (value: number) => string;
}): Bar[] {
  const { from, to, steps, write, writeChange } = options;
  let level = from.value;
  const parts = steps.map(({ change }): Bar => {
    const before = level;
    level += change;
    return {
      base: Math.min(before, level),
      size: Math.abs(change),
      text: writeChange(change),
      kind: change < 0 ? 'fall' : 'rise',
    };
  });
  const total = (value: number): Bar => ({ base: 0, size: value, text: write(value), kind: 'total' });
  return [total(from.value), ...parts, total(to.value)];
}
