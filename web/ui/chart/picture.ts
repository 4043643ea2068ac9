import { createContext, useContext, useEffect, useRef } from 'react';
import { FONT, type Colours } from '../tokens.ts';

/** Draws what is on show once more, at twice the pixels, for a file. */
export type PictureMaker = (colours: Colours) => HTMLCanvasElement | undefined | Promise<HTMLCanvasElement | undefined>;

/** Where charts and heat tables leave the way to their picture; absent where nobody saves pictures. */
export const PictureContext = createContext<{ current: PictureMaker | undefined } | undefined>(undefined);

/** Device pixels to one of the page, in pictures that are saved. */
export const PICTURE_SCALE = 2;

/** Offers the picture of a chart to whoever saves pictures around it; the first on a page wins. */
export function usePicture(make: PictureMaker): void {
  const holder = useContext(PictureContext);
  const latest = useRef(make);
  latest.current = make;
  useEffect(() => {
    if (!holder || holder.current) return undefined;
    const own: PictureMaker = (colours) => latest.current(colours);
    holder.current = own;
    return () => {
      if (holder.current === own) holder.current = undefined;
    };
  }, [holder]);
}

const PAD = 24;
const LINE = 22;

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  // Words where there are spaces, characters where there are none.
  for (const part of text.match(/[\w$%.,'’()+-]+\s*|[\s\S]/g) ?? []) {
    if (line && context.measureText(line + part.trimEnd()).width > width) {
      lines.push(line);
      line = part.trimStart();
    } else line += part;
  }
  return line ? [...lines, line] : lines;
}

/**
 * The picture that is saved: title and sentence above the drawing, below it what it is as of. A picture that is passed
 * on has to say by itself what it shows.
 */
export function composePicture(options: {
  drawing: HTMLCanvasElement;
  title: string;
  sentence: string;
  foot: string;
  colours: Colours;
}): HTMLCanvasElement {
  const { drawing, colours } = options;
  const width = Math.max(480, drawing.width / PICTURE_SCALE);
  const height = drawing.height / PICTURE_SCALE;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  context.font = `14px ${FONT}`;
  const sentence = wrapped(context, options.sentence, width);
  const top = PAD + 30 + sentence.length * LINE + 12;
  canvas.width = (width + 2 * PAD) * PICTURE_SCALE;
  canvas.height = (top + height + 12 + LINE + PAD - 6) * PICTURE_SCALE;
  context.scale(PICTURE_SCALE, PICTURE_SCALE);
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'top';
  const write = (text: string, y: number, font: string, colour: string) => {
    context.font = `${font} ${FONT}`;
    context.fillStyle = colour;
    context.fillText(text, PAD, y);
  };
  write(options.title, PAD, '600 18px', colours.text);
  sentence.forEach((line, index) => write(line, PAD + 30 + index * LINE, '14px', colours.textSoft));
  context.drawImage(drawing, PAD, top, drawing.width / PICTURE_SCALE, height);
  write(options.foot, top + height + 12, '12px', colours.textFaint);
  return canvas;
}

/** Hands a canvas to the browser as a PNG file. */
export function downloadPicture(canvas: HTMLCanvasElement, name: string): void {
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${name}.png`;
    link.click();
    // After the browser took it.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, 'image/png');
}
