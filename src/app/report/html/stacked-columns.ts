import { formatAxis, type Language } from '#kernel/number-format.ts';
import { html, type Markup } from '#kernel/markup.ts';
import { place, px, ticks } from './scale.ts';

export type Stacked = { label: string; title: string; values: readonly number[]; finished: boolean };

/**
 * Columns of stacked counts on a zero-based axis, the first colour at the bottom; unfinished ones are hatched. Each has
 * a title for the pointer. `id` keeps the hatch pattern unique in the page.
 */
export function stackedColumns(options: {
  id: string;
  columns: readonly Stacked[];
  colors: readonly string[];
  title: string;
  width: number;
  height: number;
  language: Language;
}): Markup {
  const { id, columns, colors, width, height, language } = options;
  const room = { left: 40, right: 22, top: 12, bottom: 24 };
  const [across, down] = [width - room.left - room.right, height - room.top - room.bottom];
  const marks = ticks(Math.max(1, ...columns.map(({ values }) => values.reduce((total, one) => total + one, 0))));
  const most = marks.at(-1)!;
  const step = across / Math.max(1, columns.length);
  const thick = Math.max(1, Math.min(36, step * 0.78));
  const y = (value: number): number => px(room.top + down - place(value, most, down));
  const grid = marks.map(
    (mark) =>
      html`<line class="grid" x1="${room.left}" x2="${width - room.right}" y1="${y(mark)}" y2="${y(mark)}" /><text
          x="${room.left - 6}"
          y="${y(mark) + 4}"
          text-anchor="end"
          >${formatAxis(mark, language)}</text
        >`,
  );
  const every = Math.max(1, Math.ceil(columns.length / (width / 76)));
  const drawn = columns.map(({ label, title, values, finished }, index) => {
    const left = px(room.left + index * step + (step - thick) / 2);
    let below = 0;
    const boxes = values.map((value, part) => {
      const [bottom, top] = [y(below), y(below + value)];
      below += value;
      return html`<rect
        x="${left}"
        y="${top}"
        width="${px(thick)}"
        height="${px(bottom - top)}"
        fill="${colors[part]!}"
      />`;
    });
    const hatch = finished
      ? null
      : html`<rect
          x="${left}"
          y="${y(below)}"
          width="${px(thick)}"
          height="${px(y(0) - y(below))}"
          fill="url(#${id})"
        />`;
    const name =
      (columns.length - 1 - index) % every === 0
        ? html`<text x="${px(left + thick / 2)}" y="${height - 6}" text-anchor="middle">${label}</text>`
        : null;
    return html`<g><title>${title}</title>${boxes}${hatch}${name}</g>`;
  });
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${options.title}">
    <defs>
      <pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3" height="6" style="fill:var(--card)" opacity="0.75" />
      </pattern>
    </defs>
    ${grid}${drawn}
  </svg>`;
}
