import { FONT, type Colours } from '../tokens.ts';
import type { HeatRow } from './heat-table.tsx';
import { PICTURE_SCALE } from './picture.ts';

const ROW = 28;
const GAP = 2;
const PADDING = 8;
/** As strong as the ground of a full cell gets; `--q-heat-max` of the light theme. */
const STRONGEST = 0.72;

/** A heat table on a canvas, for a file: the same words and the same tints as on the page. */
export function drawTable(options: {
  corner: string;
  figureHeads: readonly string[];
  columns: readonly { text: string }[];
  rows: readonly HeatRow[];
  colours: Colours;
}): HTMLCanvasElement {
  const { corner, figureHeads, columns, rows, colours } = options;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  context.font = `12px ${FONT}`;
  const plain = 1 + figureHeads.length;
  const lines = [
    [corner, ...figureHeads, ...columns.map(({ text }) => text)],
    ...rows.map(({ head, figures = [], cells }) => [
      head,
      ...figures,
      ...columns.map((_, index) => cells[index]?.text ?? ''),
    ]),
  ];
  const widths = lines[0]!.map((_, column) =>
    Math.max(30, ...lines.map((line) => context.measureText(line[column] ?? '').width + 2 * PADDING)),
  );
  const lefts = widths.map((_, column) => widths.slice(0, column).reduce((sum, width) => sum + width + GAP, 0));
  canvas.width = (lefts.at(-1)! + widths.at(-1)!) * PICTURE_SCALE;
  canvas.height = lines.length * (ROW + GAP) * PICTURE_SCALE;
  context.scale(PICTURE_SCALE, PICTURE_SCALE);
  context.font = `12px ${FONT}`;
  context.textBaseline = 'middle';
  lines.forEach((line, row) => {
    const top = row * (ROW + GAP);
    line.forEach((text, column) => {
      const [left, width] = [lefts[column]!, widths[column]!];
      const cell = row > 0 && column >= plain ? rows[row - 1]!.cells[column - plain] : undefined;
      if (cell && cell.heat !== null) {
        context.globalAlpha = cell.heat * STRONGEST;
        context.fillStyle = colours.accent;
        context.fillRect(left, top, width, ROW);
        context.globalAlpha = 1;
      }
      context.fillStyle = row === 0 || column < plain ? colours.textFaint : colours.text;
      context.textAlign = column === 0 ? 'left' : 'center';
      const unfinished = cell?.unfinished ? '*' : '';
      context.fillText(text + unfinished, column === 0 ? left : left + width / 2, top + ROW / 2);
    });
  });
  return canvas;
}
