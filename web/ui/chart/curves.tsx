import { useCallback } from 'react';
import { type Colours, COLOURS, SERIES_COLOURS, SERIES_DASHES } from '../tokens.ts';
import { Chart, type DataTable } from './chart.tsx';
import { chartStyle } from './style.ts';

export interface CurvePoint {
  value: number | null;
  /** An interval around the value. */
  low?: number | null;
  high?: number | null;
  /** Not finished, or resting on few: drawn hollow. */
  hollow?: boolean;
}

export interface Curve {
  name: string;
  points: readonly CurvePoint[];
  /** Which of the series colours; the place in the list unless told. */
  colour?: number;
}

interface Props {
  label: string;
  height: number;
  /** What stands below the axis, one for each point. */
  places: readonly string[];
  placeLabel?: (place: string, index: number) => string;
  curves: readonly Curve[];
  write: (value: number) => string;
  table: DataTable;
  above?: React.ReactNode;
  /** Highest value of the axis; what the data needs unless told. */
  max?: number;
  onPick?: ((curve: number, place: number) => void) | undefined;
}

interface Datum {
  value: number | null;
  curve: number;
  place: number;
}

/** Lines with their intervals as bands, each named at its end; a point that is not finished or rests on few is hollow. */
export function Curves(props: Props) {
  const { places, placeLabel, curves, write, max, onPick } = props;
  const option = useCallback(
    (c: Colours) => {
      const palette = SERIES_COLOURS[c === COLOURS.dark ? 'dark' : 'light'];
      return {
        grid: { left: 4, right: curves.length > 1 ? 108 : 20, top: 14, bottom: 4, containLabel: true },
        tooltip: {
          ...chartStyle.tooltip(c),
          formatter: (hovered: { seriesName: string; dataIndex: number; data: Datum; marker: string }[]) =>
            tooltipText(hovered, { places, placeLabel, curves, write }),
        },
        xAxis: { ...chartStyle.category(c, places, placeLabel), boundaryGap: places.length < 2 },
        yAxis: {
          ...chartStyle.value(c, write),
          minInterval: 0,
          ...(max === undefined ? {} : { max, interval: max / 4 }),
        },
        series: curves.flatMap((curve, index) => {
          const colour = palette[(curve.colour ?? index) % palette.length]!;
          return [
            ...bandOf(curve, index, colour),
            lineOf(curve, index, colour, c, curves.length > 1, onPick !== undefined),
          ];
        }),
      };
    },
    [curves, max, onPick, placeLabel, places, write],
  );
  const pick = useCallback(
    (datum: unknown) => {
      const { curve, place } = datum as Datum;
      if (curve !== undefined && place !== undefined) onPick?.(curve, place);
    },
    [onPick],
  );
  // A single line is picked anywhere above a place: its points may lie too close to be hit.
  const single = curves.length === 1;
  const pickPlace = useCallback((place: number) => places[place] !== undefined && onPick?.(0, place), [onPick, places]);
  const { label, height, table, above } = props;
  return (
    <Chart
      label={label}
      height={height}
      option={option}
      table={table}
      above={above}
      {...(onPick ? (single ? { onPick: pickPlace } : { onItem: pick }) : {})}
    />
  );
}

function lineOf(curve: Curve, index: number, colour: string, c: Colours, named: boolean, pickable: boolean) {
  return {
    name: curve.name,
    type: 'line' as const,
    z: 3,
    data: curve.points.map((point, place) => ({
      value: point.value,
      curve: index,
      place,
      ...(point.hollow ? { symbolSize: 9, itemStyle: { color: c.surface, borderColor: colour, borderWidth: 2 } } : {}),
    })),
    symbol: 'circle',
    symbolSize: curve.points.length > 60 ? 4 : 7,
    showAllSymbol: true,
    showSymbol: curve.points.length <= 60,
    cursor: pickable ? 'pointer' : 'default',
    lineStyle: { color: colour, width: 2, type: SERIES_DASHES[index % SERIES_DASHES.length] },
    itemStyle: { color: colour },
    endLabel: {
      show: named,
      formatter: '{a}',
      color: colour,
      fontSize: 12,
      distance: 8,
      width: 96,
      overflow: 'truncate' as const,
    },
    labelLayout: { moveOverlap: 'shiftY' as const },
    emphasis: { scale: 1.4 },
  };
}

/** The interval as two stacked areas: nothing up to its low end, a tint up to its high end. */
function bandOf({ points }: Curve, index: number, colour: string) {
  if (!points.some(({ low, high }) => low !== undefined && low !== null && high !== undefined && high !== null))
    return [];
  const area = (data: (number | null)[], opacity: number) => ({
    type: 'line' as const,
    stack: `band-${index}`,
    data,
    symbol: 'none',
    silent: true,
    z: 1,
    lineStyle: { opacity: 0 },
    areaStyle: { color: colour, opacity },
    tooltip: { show: false },
    emphasis: { disabled: true },
  });
  return [
    area(
      points.map(({ low }) => low ?? null),
      0,
    ),
    area(
      points.map(({ low, high }) => (low === null || low === undefined ? null : (high ?? low) - low)),
      0.14,
    ),
  ];
}

function tooltipText(
  hovered: readonly { seriesName: string; dataIndex: number; data: Datum; marker: string }[],
  { places, placeLabel, curves, write }: Pick<Props, 'places' | 'placeLabel' | 'curves' | 'write'>,
): string {
  const place = hovered[0]?.dataIndex ?? 0;
  const lines = hovered.flatMap(({ data, marker }) => {
    const curve = curves[data?.curve];
    const point = curve?.points[place];
    if (!curve || !point || point.value === null) return [];
    const { low, high } = point;
    const interval =
      low !== undefined && low !== null && high !== undefined && high !== null
        ? ` (${write(low)} – ${write(high)})`
        : '';
    return [`${marker}${escapeText(curve.name)} <b>${write(point.value)}</b>${interval}`];
  });
  const head = placeLabel?.(places[place] ?? '', place) ?? places[place] ?? '';
  return [escapeText(head), ...lines].join('<br>');
}

/** Tooltips are HTML; a name is not. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
