import type { Format } from '../format.ts';
import type { Colours } from '../tokens.ts';

/** Axis, grid and tooltip as every chart of ours has them. */
export const chartStyle = {
  tooltip: (c: Colours) => ({
    trigger: 'axis' as const,
    backgroundColor: c.surface,
    borderColor: c.line,
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { color: c.text, fontSize: 12 },
    axisPointer: { type: 'line' as const, lineStyle: { color: c.lineStrong } },
    extraCssText: 'border-radius:6px;box-shadow:var(--q-shadow)',
    confine: true,
  }),
  category: (c: Colours, data: readonly string[], label?: (value: string, index: number) => string) => ({
    type: 'category' as const,
    data: [...data],
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { show: false },
    axisLabel: { color: c.textFaint, fontSize: 12, hideOverlap: true, ...(label ? { formatter: label } : {}) },
  }),
  value: (c: Colours, label: (value: number) => string) => ({
    type: 'value' as const,
    min: 0,
    minInterval: 1,
    splitNumber: 3,
    axisLabel: { color: c.textFaint, fontSize: 12, formatter: label },
    splitLine: { lineStyle: { color: c.line } },
  }),
  /** What bars day by day stand in. `days`: YYYY-MM-DD. */
  daily: (c: Colours, days: readonly string[], format: Format) => ({
    grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: chartStyle.tooltip(c),
    xAxis: chartStyle.category(c, days, (day) => format.shortDay(day)),
    yAxis: chartStyle.value(c, (value) => format.count(value)),
  }),
  /** A bar of a period that has not ended: hatched, and a little lighter. */
  unfinished: (c: Colours) => ({
    opacity: 0.75,
    decal: { symbol: 'rect', color: c.surface, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  }),
};
