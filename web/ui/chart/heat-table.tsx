import { useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { drawTable } from './draw-table.ts';
import { usePicture } from './picture.ts';

/** One cell: what is written, how strong its ground is (0–1, null for none), and what opens behind it. */
export interface HeatCell {
  text: string;
  heat: number | null;
  /** The whole of it in words, for the tooltip and the screen reader. */
  title?: string;
  unfinished?: boolean;
  open?: (() => void) | undefined;
}

export interface HeatRow {
  head: string;
  /** Columns of plain figures between the head and the heat, such as the size of a cohort. */
  figures?: readonly string[];
  cells: readonly (HeatCell | undefined)[];
}

interface Props {
  label: string;
  corner: string;
  figureHeads?: readonly string[];
  columns: readonly { text: string; title?: string }[];
  rows: readonly HeatRow[];
  /** Cells as wide as they can be, instead of only as wide as their text; `even`: all alike, however narrow. */
  wide?: boolean | 'even';
  foot?: ReactNode;
}

const MOVES: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * A table whose cells are tinted by their value. Cells that open the people behind them are buttons; one of them takes
 * the tabulator and the arrow keys go from one to the next.
 */
export function HeatTable({ label, corner, figureHeads = [], columns, rows, wide, foot }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const firstOpen = rows.flatMap(({ cells }, row) =>
    cells.flatMap((cell, column) => (cell?.open ? [`${row} ${column}`] : [])),
  )[0];
  const [at, setAt] = useState<string>();
  const stop = at && cellAt(rows, at)?.open ? at : firstOpen;
  usePicture((colours) => drawTable({ corner, figureHeads, columns, rows, colours }));
  const move = (event: KeyboardEvent) => {
    const step = MOVES[event.key];
    const place = (event.target as HTMLElement).dataset.place;
    if (!step || !place) return;
    event.preventDefault();
    let [row, column] = place.split(' ').map(Number) as [number, number];
    do {
      row += step[0];
      column += step[1];
      if (row < 0 || column < 0 || row >= rows.length || column >= columns.length) return;
    } while (!rows[row]!.cells[column]?.open);
    table.current?.querySelector<HTMLElement>(`[data-place="${row} ${column}"]`)?.focus();
  };
  return (
    <div
      className="q-table-scroll q-heat-scroll"
      role="region"
      aria-label={label}
      {...(firstOpen ? {} : { tabIndex: 0 })}
    >
      <table
        ref={table}
        className={`q-heat-table ${wide ? 'q-heat-wide' : ''} ${wide === 'even' ? 'q-heat-even' : ''}`}
        onKeyDown={move}
      >
        <thead>
          <tr>
            {corner ? <th scope="col">{corner}</th> : <td />}
            {figureHeads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {columns.map(({ text, title }, index) => (
              <th key={index} scope="col" title={title}>
                {title ? (
                  <>
                    <span aria-hidden>{text}</span>
                    <span className="q-hidden">{title}</span>
                  </>
                ) : (
                  text
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ head, figures = [], cells }, row) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {figures.map((figure, index) => (
                <td key={index} className="q-heat-figure">
                  {figure}
                </td>
              ))}
              {columns.map((_, column) => (
                <HeatPlace
                  key={column}
                  cell={cells[column]}
                  place={`${row} ${column}`}
                  stop={stop === `${row} ${column}`}
                  onFocus={setAt}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {foot}
    </div>
  );
}

const cellAt = (rows: readonly HeatRow[], place: string): HeatCell | undefined => {
  const [row, column] = place.split(' ').map(Number) as [number, number];
  return rows[row]?.cells[column];
};

function HeatPlace(props: {
  cell: HeatCell | undefined;
  place: string;
  stop: boolean;
  onFocus: (place: string) => void;
}) {
  const { cell, place } = props;
  if (!cell) return <td />;
  const look = {
    className: `${cell.heat === null ? '' : 'q-heat'} ${cell.unfinished ? (cell.heat ? 'q-heat-hatched' : 'q-hatched') : ''}`,
    style: { '--heat': cell.heat ?? 0 } as CSSProperties,
    title: cell.title,
  };
  if (!cell.open) return <td {...look}>{cell.text}</td>;
  return (
    <td {...look}>
      <button
        type="button"
        data-place={place}
        tabIndex={props.stop ? 0 : -1}
        onFocus={() => props.onFocus(place)}
        onClick={cell.open}
      >
        {cell.text}
        {cell.title ? <span className="q-hidden"> {cell.title}</span> : null}
      </button>
    </td>
  );
}
