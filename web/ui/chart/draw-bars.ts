import { FONT, type Colours } from '../tokens.ts';
import { PICTURE_SCALE } from './picture.ts';

const ROW = 34;
const NAME = 240;
const TRACK = 320;
const TEXT = 130;

/** Named bars on a canvas, for a file: as they are on the page. */
export function drawBars(
  lines: readonly { name: string; value: number; text: string }[],
  colours: Colours,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  canvas.width = (NAME + TRACK + TEXT) * PICTURE_SCALE;
  canvas.height = Math.max(1, lines.length) * ROW * PICTURE_SCALE;
  context.scale(PICTURE_SCALE, PICTURE_SCALE);
  context.font = `14px ${FONT}`;
  context.textBaseline = 'middle';
  const most = Math.max(1e-9, ...lines.map(({ value }) => value));
  lines.forEach(({ name, value, text }, row) => {
    const middle = row * ROW + ROW / 2;
    context.fillStyle = colours.text;
    context.fillText(name, 0, middle, NAME - 12);
    context.fillStyle = colours.sunken;
    context.fillRect(NAME, middle - 7, TRACK, 14);
    context.fillStyle = colours.accent;
    context.fillRect(NAME, middle - 7, Math.max(2, (TRACK * Math.max(0, value)) / most), 14);
    context.fillStyle = colours.text;
    context.fillText(text, NAME + TRACK + 12, middle, TEXT - 12);
  });
  return canvas;
}
