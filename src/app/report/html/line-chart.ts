import { formatAxis, formatNumber, type Language } from '#kernel/number-format.ts';
import { html, type Markup } from '#kernel/markup.ts';
import { place, px, ticks } from './scale.ts';

export type Line = { name: string; color: string; values: readonly number[]; area?: boolean };
export type Tick = { at: number; text: string };

/**
 * Lines over a common zero-based axis, each with its name and last value at its end. `dates` are indexes with labels
 * for the horizontal axis.
 */
export function lineChart(options: {
  lines: readonly Line[];
  dates: readonly Tick[];
  title: string;
  width: number;
  height: number;
  language: Language;
}): Markup {
  const { lines, dates, width, height, language } = options;
  const room = { left: 40, right: width < 500 ? 78 : 100, top: 12, bottom: 24 };
  const [across, down] = [width - room.left - room.right, height - room.top - room.bottom];
  const count = Math.max(...lines.map(({ values }) => values.length));
  const marks = ticks(Math.max(1, ...lines.flatMap(({ values }) => values)));
  const most = marks.at(-1)!;
  const x = (index: number): number => px(room.left + (count < 2 ? across : (index / (count - 1)) * across));
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
  const labels = dates.map(
    ({ at, text }) => html`<text x="${x(at)}" y="${height - 6}" text-anchor="middle">${text}</text>`,
  );
  const ends = spread(
    lines.map(({ values }) => y(values.at(-1) ?? 0)),
    16,
    height - room.bottom,
  );
  const drawn = lines.map(({ name, color, values, area }, index) => {
    const points = values.map((value, at) => `${x(at)},${y(value)}`).join(' ');
    const fill = area
      ? html`<polygon
          points="${x(0)},${y(0)} ${points} ${x(values.length - 1)},${y(0)}"
          fill="${color}"
          opacity="0.15"
        />`
      : null;
    return html`${fill}<polyline
        points="${points}"
        fill="none"
        stroke="${color}"
        stroke-width="2"
        stroke-linejoin="round"
      /><text x="${width - room.right + 6}" y="${px(ends[index]! + 4)}" style="fill:${color};font-weight:600"
        >${name} ${formatNumber(values.at(-1) ?? null, 0)}</text
      >`;
  });
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${options.title}">
    ${grid}${labels}${drawn}
  </svg>`;
}

/** Moves labels apart so that neighbours are at least `gap` from each other and none lies below `lowest`. */
function spread(places: readonly number[], gap: number, lowest: number): number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => places[b]! - places[a]!);
  const out = [...places];
  let limit = lowest;
  for (const index of order) {
    out[index] = Math.min(out[index]!, limit);
    limit = out[index]! - gap;
  }
  return out;
}
