import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Columns that a text takes in a terminal; a Chinese character takes two. */
export const widthOf = (text: string): number => stringWidth(text);

/** Text without what would upset a terminal: control characters and line breaks become spaces, bidi marks go. */
export const plain = (text: string): string =>
  text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').replace(/\p{Cc}+/gu, ' ');

/** Cut to so many columns; what was cut ends in `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const size = widthOf(segment);
    if (used + size > width - 1) break;
    out += segment;
    used += size;
  }
  return width > 0 ? `${out}…` : '';
}

/** Padded with spaces to so many columns, cut where longer. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitted = cut(text, width);
  const gap = ' '.repeat(Math.max(0, width - widthOf(fitted)));
  return align === 'left' ? fitted + gap : gap + fitted;
}

const CLOSING = /^[，。、；：？！）」』》…,.;:?!)\]%]/u;
const WIDE = /^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]/u;

/** Pieces that a line may be broken between: words, single wide characters with the marks that close them, spaces. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const last = found.at(-1);
    const glued =
      last !== undefined &&
      last !== ' ' &&
      (CLOSING.test(segment) || (!WIDE.test(segment) && !WIDE.test(last) && segment !== ' '));
    if (glued) found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found;
}

/** Breaks a text into lines of at most so many columns, between words or wide characters; a longer word is cut apart. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const push = (): void => {
    lines.push(line.trimEnd());
    line = '';
  };
  for (const piece of pieces(text)) {
    if (widthOf(line) + widthOf(piece) <= width) {
      line += line === '' && piece === ' ' ? '' : piece;
      continue;
    }
    if (line !== '') push();
    if (piece === ' ') continue;
    if (widthOf(piece) <= width) {
      line = piece;
      continue;
    }
    for (const { segment } of graphemes.segment(piece)) {
      if (widthOf(line) + widthOf(segment) > width) push();
      line += segment;
    }
  }
  if (line.trim() !== '' || lines.length === 0) push();
  return lines;
}

/** Less room than this beside a lead, and the text goes below it. */
const BESIDE = 14;
const BELOW = '    ';

/** Wrapped, with a lead before the first line and as much space before the others; below a lead that leaves no room. */
export function hanging(lead: string, text: string, width: number): string[] {
  const room = width - widthOf(lead);
  if (room < BESIDE && widthOf(text) > room) {
    return [lead.trimEnd(), ...wrap(text, Math.max(2, width - BELOW.length)).map((line) => BELOW + line)];
  }
  const indent = ' '.repeat(widthOf(lead));
  return wrap(text, Math.max(2, room)).map((line, index) => (index === 0 ? lead : indent) + line);
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar from zero, in eighths of a column; anything above zero shows at least a sliver. */
export function bar(value: number, most: number, width: number): string {
  if (most <= 0 || value <= 0) return '';
  const eighths = Math.min(width * 8, Math.max(1, Math.round((value / most) * width * 8)));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

export type Column = {
  title: string;
  align?: 'left' | 'right';
  /** May be made narrower, down to this. */ least?: number;
};

/** Lines of a table, head first, never wider than `width`: flexible columns give way first, then the last ones go. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const total = (): number => widths.reduce((sum, one) => sum + one, 0) + 2 * (widths.length - 1);
  for (const [index, { least }] of columns.entries()) {
    if (least !== undefined)
      widths[index] = Math.max(Math.min(least, widths[index]!), widths[index]! - Math.max(0, total() - width));
  }
  while (widths.length > 1 && total() > width) widths.pop();
  if (widths[0]! > width) widths[0] = width;
  const line = (cells: readonly string[]): string =>
    widths
      .map((size, index) => pad(cells[index] ?? '', size, columns[index]!.align))
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
