import picocolors from 'picocolors';
import type { View } from '../view.ts';
import { hanging, pad, plain, widthOf, wrap } from './layout.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

/** A terminal page being written: lines of at most `width` columns. Colours never change widths. */
export type Page = {
  view: View;
  width: number;
  colors: Colors;
  lines: string[];
  heading(title: string): void;
  text(text: string, lead?: string): void;
  /** A line that is already laid out. */
  line(line: string): void;
  /** Name, value and note of a figure in columns. */
  figure(name: string, value: string, note?: string): void;
  gap(): void;
};

const NAME_WIDTH = 25;

/** An empty page. */
export function createPage(view: View, width: number, color: boolean): Page {
  const colors = picocolors.createColors(color);
  const lines: string[] = [];
  const page: Page = {
    view,
    width,
    colors,
    lines,
    heading(title) {
      if (lines.length > 0) lines.push('');
      const rule = '─'.repeat(Math.max(0, width - widthOf(title) - 1));
      lines.push(`${colors.bold(title)} ${colors.dim(rule)}`);
    },
    text(text, lead = '') {
      for (const line of lead === '' ? wrap(plain(text), width) : hanging(lead, plain(text), width)) lines.push(line);
    },
    line(line) {
      lines.push(line);
    },
    figure(name, value, note) {
      const whole = note === undefined ? value : `${value}  ${note}`;
      const lead = `${pad(name, Math.min(NAME_WIDTH, Math.floor(width / 3)))} `;
      for (const [index, line] of hanging(lead, plain(whole), width).entries()) {
        const head = index === 0 ? `${lead}${value}` : '';
        lines.push(
          head !== '' && line.startsWith(head)
            ? `${lead}${colors.bold(value)}${colors.dim(line.slice(head.length))}`
            : line,
        );
      }
    },
    gap() {
      if (lines.at(-1) !== '') lines.push('');
    },
  };
  return page;
}
