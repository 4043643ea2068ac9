import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useThemeName } from '../theme-name.ts';
import { COLOURS, FONT, type Colours } from '../tokens.ts';
import { Skeleton } from '../states.tsx';
import { drawChart } from './draw-chart.ts';
import { drawTable } from './draw-table.ts';
import { usePicture } from './picture.ts';

/** The same numbers as the drawing, for readers who cannot or would rather not look at it. */
export interface DataTable {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** Makes the head of a row open what stands behind it. */
  link?: (row: number, children: ReactNode) => ReactNode;
  /** The same for a single figure; columns are counted with the head. */
  cell?: (row: number, column: number, children: ReactNode) => ReactNode;
}

interface ChartProps {
  /** What the chart shows, in a sentence: its name for a screen reader. */
  label: string;
  height: number;
  /** ECharts option; gets the theme's colours. Keep it stable (`useCallback`). */
  option: (colours: Colours) => EChartsCoreOption;
  table: DataTable;
  /** A key or note above the drawing. */
  above?: ReactNode;
  /** Called with the place on the category axis that was clicked; the table offers the same by `link`. */
  onPick?: (index: number) => void;
  /** Called with the datum of the bar, link or node that was clicked. */
  onItem?: (datum: unknown) => void;
  /** Draws flows or shapes of its own, which most charts can do without. */
  more?: boolean;
}

/** A canvas chart in our theme; ECharts is loaded when the first one appears. A switch shows the numbers as a table. */
export function Chart({ label, height, option, table, above, onPick, onItem, more }: ChartProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="q-chart">
      <div className="q-chart-head">
        {above ?? <span />}
        <Button type="text" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.asChart' : 'chart.asTable')}
        </Button>
      </div>
      {asTable ? (
        <Table table={table} label={label} height={height} />
      ) : (
        <Canvas label={label} height={height} option={option} onPick={onPick} onItem={onItem} more={more} />
      )}
    </figure>
  );
}

function Canvas({ label, height, option, onPick, onItem, more }: Omit<ChartProps, 'table' | 'above'>) {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const theme = useThemeName();

  useEffect(() => {
    let live = true;
    let made: EChartsType | undefined;
    // Paper stretches the picture by style; a canvas fitted to that would have no height.
    const observer = new ResizeObserver(() => matchMedia('print').matches || made?.resize());
    const draw = async () => {
      const [{ init }] = await Promise.all([import('./echarts.ts'), more ? import('./echarts-more.ts') : undefined]);
      if (!live || !box.current) return;
      // Twice the pixels at least: the same canvas is printed.
      made = init(box.current, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, window.devicePixelRatio) });
      observer.observe(box.current);
      setChart(made);
    };
    void draw();
    return () => {
      live = false;
      observer.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, [more]);

  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart?.setOption(
      { animation: !still, animationDuration: 300, textStyle: { fontFamily: FONT }, ...option(COLOURS[theme]) },
      true,
    );
  }, [chart, option, theme]);

  useEffect(() => {
    if (!chart || !onPick) return undefined;
    // Anywhere in the column of a bar, not on the bar alone: small ones could not be hit.
    const pick = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      if (!chart.containPixel('grid', [offsetX, offsetY])) return;
      const [index] = chart.convertFromPixel('grid', [offsetX, offsetY]) as number[];
      if (index !== undefined && Number.isFinite(index)) onPick(Math.round(index));
    };
    chart.getZr().on('click', pick);
    return () => {
      if (!chart.isDisposed()) chart.getZr().off('click', pick);
    };
  }, [chart, onPick]);

  useEffect(() => {
    if (!chart || !onItem) return undefined;
    const open = ({ data }: { data: unknown }) => onItem(data);
    chart.on('click', open as never);
    return () => {
      if (!chart.isDisposed()) chart.off('click', open as never);
    };
  }, [chart, onItem]);

  usePicture(async (colours) => chart && drawChart(chart, option(colours)));

  return (
    <div className={`q-chart-box ${onPick ? 'q-chart-pick' : ''}`} style={{ height }}>
      {chart ? null : <Skeleton rows={1} height={height - 8} />}
      <div ref={box} role="img" aria-label={label} className="q-chart-canvas" />
    </div>
  );
}

function Table({ table, label, height }: { table: DataTable; label: string; height: number }) {
  usePicture((colours) =>
    drawTable({
      corner: table.columns[0] ?? '',
      figureHeads: [],
      columns: table.columns.slice(1).map((text) => ({ text })),
      rows: table.rows.map(([head = '', ...cells]) => ({ head, cells: cells.map((text) => ({ text, heat: null })) })),
      colours,
    }),
  );
  return (
    <div className="q-table-scroll" style={{ height }} tabIndex={0} role="region" aria-label={label}>
      <table className="q-table">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, number) => (
            <tr key={row[0]}>
              {row.map((cell, index) =>
                index ? (
                  <td key={index}>{table.cell ? table.cell(number, index, cell) : cell}</td>
                ) : (
                  <th key={index} scope="row">
                    {table.link ? table.link(number, cell) : cell}
                  </th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
